import TestSupport
import Chronology
import Money
import Testing

import Tariffs

/// Hours that are booked and paid beforehand on a week's grid (tariffs.md, golden cases 27–29).
///
/// 2 March 2026 is a Monday.
@Suite struct HoursBookingTests {
    /// Monday morning at 4, Monday by day at 2, all other hours blank.
    private let week = Rate("flex", .grid(.cell("morning", 4, .monday, 8..<10), .cell("day", 2, .monday, 10..<18)))

    private func tariff(_ rates: Rate..., terms: Terms? = nil, in zone: ZoneRules = .winter) throws -> Tariff {
        try Tariff(RateBook(rates, terms: terms), in: zone)
    }

    private func booking(_ start: String, _ hours: Int, groups: Set<GroupID> = []) -> HoursBooking {
        HoursBooking(start: LocalDateTime(start)!, hours: hours, groups: groups)
    }

    @Test func `golden 27: a booking begins with the whole hour, and each hour costs what its cell says`() throws {
        let charge = try tariff(week).price(booking("2026-03-02T07:30", 4))
        #expect(charge.total == .of(10))
        #expect(charge.lines.map(\.amount) == [.zero, .of(8), .of(2)])
        #expect(charge.lines.map(\.quantity) == [0, 2, 1])
        #expect(charge.lines.map(\.unit) == [.free, .hour("morning"), .hour("day")])
        #expect(charge.lines.first?.from == ZoneRules.winter.instant("2026-03-02T07:00"))
        #expect(charge.lines.last?.until == ZoneRules.winter.instant("2026-03-02T11:00"))
        let booked = try tariff(week).hours(of: booking("2026-03-02T07:59:59.999999", 4))
        #expect(booked == stay("2026-03-02T07:00", "2026-03-02T11:00"))
    }

    @Test func `a grid counts only where its conditions are met, and without grace or free time`() throws {
        var weekend = Rate("weekend", .grid(.cell("cheap", 1, .monday, 0..<24)))
        weekend.conditions = StayConditions(entryDays: [.saturday, .sunday])
        var weekday = Rate("weekday", .grid(.cell("dear", 4, .monday, 0..<24)))
        weekday.conditions = StayConditions(entryDays: [.monday])
        weekday.free = .hours(1)
        #expect(try tariff(weekend, weekday).price(booking("2026-03-02T08:00", 4)).total == .of(16))
    }

    @Test func `golden 28: a booking ends within its day and has at most twelve hours`() throws {
        let tariff = try tariff(week)
        for (start, hours) in [("2026-03-02T23:00", 2), ("2026-03-02T13:00", 12), ("2026-03-02T22:59", 3)] {
            #expect(throws: BookingError.leavesDay) { try tariff.price(booking(start, hours)) }
        }
        for hours in [13, 0, -1, .min, .max] {
            #expect(throws: BookingError.hours(most: 12)) { try tariff.price(booking("2026-03-02T09:00", hours)) }
        }
        #expect(try tariff.price(booking("2026-03-02T23:59", 1)).total == .zero)
        #expect(try tariff.price(booking("2026-03-02T12:00", 12)).total == .of(12))
    }

    /// Sunday's hours from 1 to 5 at 1, 20, 300, 4 000.
    private let sunday = Rate(
        "flex",
        .grid(
            .cell("one", 1, .sunday, 1..<2), .cell("two", 20, .sunday, 2..<3), .cell("three", 300, .sunday, 3..<4),
            .cell("four", 4_000, .sunday, 4..<5)))

    @Test func `golden 29: an hour that the clocks repeat counts twice`() throws {
        let tariff = try tariff(sunday, in: .system("Europe/Berlin"))
        let charge = try tariff.price(booking("2026-10-25T01:00", 4))
        #expect(charge.total == .of(1 + 20 + 20 + 300))
        #expect(charge.lines.map(\.from.description).first == "2026-10-24T23:00:00Z")
        #expect(charge.lines.map(\.until.description).last == "2026-10-25T03:00:00Z")
        #expect(try tariff.price(booking("2026-10-25T02:30", 1)).total == .of(20))
        #expect(try tariff.price(booking("2026-10-25T02:30", 3)).total == .of(20 + 20 + 300))
    }

    @Test func `golden 29: an hour that the clocks skip is not bookable and not charged`() throws {
        let tariff = try tariff(sunday, in: .system("Europe/Berlin"))
        for start in ["2026-03-29T02:00", "2026-03-29T02:59"] {
            #expect(throws: BookingError.skippedHour) { try tariff.price(booking(start, 1)) }
        }
        let charge = try tariff.price(booking("2026-03-29T01:00", 3))
        #expect(charge.total == .of(1 + 300 + 4_000))
        #expect(charge.lines.map(\.until.description).last == "2026-03-29T03:00:00Z")
    }

    @Test func `a day has as many hours as its clocks show`() throws {
        let berlin = try ZoneRules.system("Europe/Berlin")
        let tariff = try tariff(sunday, in: berlin)
        for (day, twelveFrom) in [("2026-03-29", 12), ("2026-10-25", 12), ("2026-03-30", 12)] {
            for hour in 0..<24 where day != "2026-03-29" || hour != 2 {
                let start = LocalDateTime(LocalDay(day)!, LocalTime(hour: hour)!)
                let longest = (1...12).last { (try? tariff.hours(of: HoursBooking(start: start, hours: $0))) != nil }
                let left = (berlin.end(of: LocalDay(day)!) - berlin.instant(of: start)).microseconds / 3_600_000_000
                #expect(longest == Int(min(12, left)), "\(start)")
                #expect((longest == 12) == (hour <= twelveFrom), "\(start)")
            }
        }
        // Apia went without that day.
        let apia = try Tariff(RateBook([week]), in: .system("Pacific/Apia"))
        #expect(throws: BookingError.skippedHour) { try apia.price(booking("2011-12-30T12:00", 1)) }
        #expect(throws: BookingError.leavesDay) { try apia.priceRange(ofHours: 1, on: LocalDay("2011-12-30")!) }
        // Cairo's clocks show the last hour of that day twice: it has three hours from 22:00 on.
        let cairo = try Tariff(RateBook([week]), in: .system("Africa/Cairo"))
        let late = try cairo.hours(of: booking("2026-10-29T22:00", 3))
        #expect(late.exit - late.entry == .hours(3))
        #expect(throws: BookingError.leavesDay) { try cairo.hours(of: booking("2026-10-29T22:00", 4)) }
    }

    @Test func `the range of a day is what its cheapest and its dearest hours cost`() throws {
        let tariff = try tariff(week)
        let monday = LocalDay("2026-03-02")!
        #expect(try tariff.priceRange(ofHours: 1, on: monday) == .zero ... .of(4))
        #expect(try tariff.priceRange(ofHours: 4, on: monday) == .zero ... .of(12))
        // From 06:00 on they are the dearest, from 00:00 or 12:00 on the cheapest.
        #expect(try tariff.priceRange(ofHours: 12, on: monday) == .of(12) ... .of(24))
        #expect(try tariff.priceRange(ofHours: 4, on: monday.next) == .zero ... .zero)
        #expect(throws: BookingError.hours(most: 12)) { try tariff.priceRange(ofHours: 13, on: monday) }
        let berlin = try self.tariff(sunday, in: .system("Europe/Berlin"))
        #expect(try berlin.priceRange(ofHours: 2, on: LocalDay("2026-10-25")!) == .zero ... .of(4_300))
        #expect(try berlin.priceRange(ofHours: 2, on: LocalDay("2026-03-29")!) == .zero ... .of(4_300))
    }

    @Test func `a group with a grid of its own pays by that alone`() throws {
        let own = Rate("staff", .grid(.cell("morning", 1, .monday, 8..<9)), to: .staff)
        let tariff = try tariff(week, own)
        #expect(try tariff.price(booking("2026-03-02T07:30", 4)).total == .of(10))
        // The hours that its grid leaves blank are free, whatever the public pays.
        let charge = try tariff.price(booking("2026-03-02T07:30", 4, groups: [.staff]))
        #expect(charge.total == .of(1))
        #expect(charge.lines.allSatisfy { $0.rate == own.id })
        let monday = LocalDay("2026-03-02")!
        #expect(try tariff.priceRange(ofHours: 1, on: monday, groups: [.staff]) == .zero ... .of(1))
        #expect(try tariff.priceRange(ofHours: 1, on: monday, groups: [.residents]) == .zero ... .of(4))
    }

    @Test func `only grids price hours that are booked`() throws {
        let group = Rate("staff", .hourly(9), to: .staff)
        #expect(try tariff(week, group).price(booking("2026-03-02T08:00", 1, groups: [.staff])).total == .of(4))
        let bird = Rate("bird", week.price, earlyBird: .morningToAfternoon)
        for tariff in [
            try tariff(group, bird), try tariff(Rate("staff", week.price, to: .staff)), try tariff(),
            try tariff(Rate("cinema", week.price, to: .validation(.cinema))),
        ] {
            #expect(throws: BookingError.noGrid) { try tariff.price(booking("2026-03-02T08:00", 1)) }
            #expect(throws: BookingError.noGrid) { try tariff.priceRange(ofHours: 1, on: LocalDay("2026-03-02")!) }
        }
    }

    @Test func `a vehicle's type may have a grid of its own`() throws {
        let truck = Rate("flex", .grid(.cell("morning", 7, .monday, 8..<10)))
        let tariff = try Tariff([.standard: RateCard(rates: [week]), .truck: RateCard(rates: [truck])], in: .winter)
        var booking = booking("2026-03-02T08:00", 3)
        #expect(try tariff.price(booking).total == .of(10))
        booking.card = .truck
        #expect(try tariff.price(booking).total == .of(14))
        #expect(try tariff.price(booking).card == .truck)
        #expect(try tariff.priceRange(ofHours: 2, on: LocalDay("2026-03-02")!, card: .truck) == .zero ... .of(14))
    }

    @Test func `windows, caps and a tax on top hold for booked hours too`() throws {
        var early = week
        early.windows = [.daily("00:00", "09:00")]
        #expect(try tariff(early).price(booking("2026-03-02T08:00", 4)).total == .of(4))
        let tax = Tax(name: "VAT", basisPoints: 1_900, isIncluded: false)
        let terms = Terms(caps: [Cap(.of(9), in: .calendarDay)], tax: tax)
        let charge = try tariff(week, terms: terms).price(booking("2026-03-02T08:00", 4))
        #expect(charge.lines.map(\.amount) == [.of(8), .of(4), .of(-3), .cents(171)])
        #expect(charge.total == .cents(1_071))
        #expect(charge.tax?.amount == .cents(171))
        let range = try tariff(week, terms: terms).priceRange(ofHours: 2, on: LocalDay("2026-03-02")!)
        #expect(range == .zero ... .cents(952))
    }

    @Test func `an amount that does not fit and a day beyond the calendar are errors`() throws {
        let dear = Rate("flex", .grid(.cell("all", .max / 100, .monday, 0..<24)))
        #expect(throws: BookingError.tariff(.overflow)) { try tariff(dear).price(booking("2026-03-02T08:00", 2)) }
        #expect(throws: BookingError.tariff(.overflow)) {
            try tariff(dear).priceRange(ofHours: 2, on: LocalDay("2026-03-02")!)
        }
        for zone in ["Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
            let tariff = try tariff(week, in: .system(zone))
            for start in ["0001-01-01T00:00", "9999-12-31T23:00"] {
                #expect(throws: BookingError.beyondCalendar) { try tariff.price(booking(start, 1)) }
            }
            for start in ["0001-01-02T00:00", "9999-12-30T23:00"] {
                #expect(throws: Never.self) { try tariff.price(booking(start, 1)) }
            }
        }
    }

    @Test func `each hour that the clock on the wall shows is paid once, around any change of clocks`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = Seeded(seed)
        let changes = try RandomCase.changes.get()
        for index in 0..<300 {
            let comment: Comment = "seed \(seed), case \(index)"
            let (zone, change) = changes.randomElement(using: &generator)!
            let day = zone.day(of: change).advanced(by: .random(in: -1...1, using: &generator))
            let cells = (0..<24).filter { _ in Int.random(in: 0...4, using: &generator) > 0 }.map { hour in
                GridCell.cell(
                    "h\(hour)", .random(in: 0...9, using: &generator) * 1_000 + Int64(hour), day.weekday,
                    hour..<hour + 1)
            }
            let tariff = try self.tariff(Rate("flex", .weekGrid(WeekGrid(cells))), in: zone)
            let hours = Int.random(in: 1...12, using: &generator)
            var totals: [Money] = []
            for hour in 0..<24 {
                let start = LocalDateTime(day, LocalTime(hour: hour)!)
                let shown = hoursShown(from: start, hours, in: zone)
                let outcome = Result { try tariff.price(HoursBooking(start: start, hours: hours)) }
                switch outcome {
                case .success(let charge):
                    let due = shown.map { hour in cells.first { $0.hours.contains(hour) }?.amount.minorUnits ?? 0 }
                    #expect(charge.total.minorUnits == due.reduce(0, +), comment)
                    #expect(shown.count == hours, comment)
                    totals.append(charge.total)
                case .failure(let error as BookingError):
                    #expect(error == (shown.isEmpty ? .skippedHour : .leavesDay), comment)
                    #expect(shown.count < hours, comment)
                case .failure(let error): throw error
                }
            }
            let range = try? tariff.priceRange(ofHours: hours, on: day)
            #expect(range?.lowerBound == totals.min(), comment)
            #expect(range?.upperBound == totals.max(), comment)
        }
    }

    /// The hours that the clock shows from a whole one on to the end of its day, read off it minute by minute; none
    /// where it never shows that one.
    private func hoursShown(from start: LocalDateTime, _ most: Int, in zone: ZoneRules) -> [WeekHour] {
        let minute = TimeSpan.minutes(1)
        var now = zone.instant(of: start)
        guard zone.local(now) == start else { return [] }
        var shown: [WeekHour] = []
        var last: LocalDateTime?
        while now < zone.end(of: start.day) {
            let local = zone.local(now)
            let time = Int(local.microsecondOfDay / minute.microseconds)
            let goesOn = last.map { local.microseconds - $0.microseconds == minute.microseconds } ?? false
            if !goesOn || time % 60 == 0 {
                guard shown.count < most else { break }
                shown.append(WeekHour(local.day.weekday, time / 60)!)
            }
            last = local
            now = now + minute
        }
        return shown
    }
}

extension Price {
    static func grid(_ cells: GridCell...) -> Price { .weekGrid(WeekGrid(cells)) }
}

extension GridCell {
    /// Some hours of one day at a price.
    static func cell(_ name: String, _ amount: Int64, _ day: Weekday, _ hours: Range<Int>) -> GridCell {
        GridCell(name: name, amount: .of(amount), hours: Set(hours.map { WeekHour(day, $0)! }))
    }
}
