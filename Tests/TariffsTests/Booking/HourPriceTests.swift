import Chronology
import Money
import Tariffs
import TestSupport
import Testing

/// The price list of a day, and hours that are booked until its end.
///
/// 2 March 2026 is a Monday.
@Suite struct HourPriceTests {
    private let week = Rate("flex", .grid(.cell("morning", 4, .monday, 8..<10), .cell("day", 2, .monday, 10..<18)))
    private let sunday = Rate("flex", .grid(.cell("two", 20, .sunday, 2..<3), .cell("three", 300, .sunday, 3..<4)))
    private let monday = LocalDay("2026-03-02")!

    private func tariff(_ rates: Rate..., terms: Terms? = nil, in zone: ZoneRules = .winter) throws -> Tariff {
        try Tariff(RateBook(rates, terms: terms), in: zone)
    }

    // MARK: The day's prices

    @Test func `a day has its hours, each at the price of its cell, and a blank one is free`() throws {
        var rate = week
        var (morning, day) = (GridCell.cell("morning", 4, .monday, 8..<10), GridCell.cell("day", 2, .monday, 10..<18))
        (morning.colour, day.colour) = ("#d04020", nil)
        rate.price = .grid(morning, day)
        let hours = try tariff(rate).hourPrices(on: monday)
        #expect(hours.count == 24)
        #expect(hours.map(\.price) == (0..<24).map { .of($0 < 8 || $0 >= 18 ? 0 : $0 < 10 ? 4 : 2) })
        #expect(hours[7].name == nil && hours[8].name == "morning" && hours[10].name == "day")
        #expect(hours[8].colour == "#d04020" && hours[10].colour == nil)
        #expect(hours[0].from == ZoneRules.winter.instant("2026-03-02T00:00"))
        #expect(zip(hours, hours.dropFirst()).allSatisfy { $0.until == $1.from })
        #expect(hours.last?.until == ZoneRules.winter.instant("2026-03-03T00:00"))
        #expect(try tariff(rate).hourPrices(on: monday.next).allSatisfy { $0.price == .zero })
    }

    @Test func `golden 29: a day has the hour twice that the clocks repeat, and not the one that they skip`() throws {
        let tariff = try tariff(sunday, in: .system("Europe/Berlin"))
        let autumn = try tariff.hourPrices(on: LocalDay("2026-10-25")!)
        #expect(autumn.count == 25)
        #expect(autumn[1...5].map(\.price) == [.zero, .of(20), .of(20), .of(300), .zero])
        let spring = try tariff.hourPrices(on: LocalDay("2026-03-29")!)
        #expect(spring.count == 23)
        #expect(spring[1...3].map(\.price) == [.zero, .of(300), .zero])
        #expect(spring[1].until == Instant("2026-03-29T01:00:00Z") && spring[2].name == "three")
    }

    @Test func `an hour costs what its booking costs, with the tax on top`() throws {
        let tariff = try tariff(week, terms: Terms(tax: Tax(name: "VAT", basisPoints: 1_900, isIncluded: false)))
        for (hour, price) in try tariff.hourPrices(on: monday).enumerated() {
            let start = LocalDateTime(monday, LocalTime(hour: hour)!)
            #expect(try tariff.price(HoursBooking(start: start, hours: 1)).total == price.price)
        }
        #expect(try tariff.hourPrices(on: monday)[8].price == .cents(476))
    }

    @Test func `hours that no grid sells to a driver have no price`() throws {
        let staff = Rate("staff", .grid(.cell("any", 1, .monday, 0..<24)), to: .staff)
        let tariff = try tariff(staff, Rate("hour", .hourly(3)))
        #expect(try tariff.hourPrices(on: monday).allSatisfy { $0.price == nil && $0.name == nil })
        #expect(try tariff.hourPrices(on: monday, groups: [.staff]).allSatisfy { $0.price == .of(1) })
        #expect(try tariff.hourPriceRange(from: monday) == nil)
        #expect(try tariff.hourPriceRange(from: monday, groups: [.staff]) == .zero...(.of(1)))
    }

    @Test func `the range of the grid is the same on every day of the week`() throws {
        let all = Weekday.allCases.map { GridCell.cell("cheap", 1, $0, 0..<24) }
        let dear = GridCell.cell("dear", 9, .thursday, 7..<8)
        let grid = Rate("flex", .grid(all[0], all[1], all[2], all[4], all[5], all[6], dear))
        for day in 0..<7 {
            #expect(try tariff(week).hourPriceRange(from: monday.advanced(by: day)) == .zero...(.of(4)))
            #expect(try tariff(grid).hourPriceRange(from: monday.advanced(by: day)) == .zero...(.of(9)))
        }
        let whole = Rate("flex", .grid(all[0], all[1], all[2], all[3], all[4], all[5], all[6]))
        #expect(try tariff(whole).hourPriceRange(from: monday) == .of(1)...(.of(1)))
    }

    @Test func `days beyond the calendar have no prices`() throws {
        #expect(throws: BookingError.beyondCalendar) { try tariff(week).hourPrices(on: LocalDay("9999-12-31")!) }
        #expect(throws: BookingError.beyondCalendar) { try tariff(week).hourPriceRange(from: LocalDay("9999-12-30")!) }
    }

    // MARK: Until the day's end

    @Test func `until the day's end the hour that has begun counts whole, and all behind it`() throws {
        let tariff = try tariff(week)
        let stay = try tariff.hours(untilDayEndFrom: ZoneRules.winter.instant("2026-03-02T09:59:59"))
        #expect(stay.entry == ZoneRules.winter.instant("2026-03-02T09:00"))
        #expect(stay.exit == ZoneRules.winter.instant("2026-03-03T00:00"))
        #expect(try tariff.price(hours: stay).total == .of(4 + 8 * 2))
        let last = try tariff.hours(untilDayEndFrom: ZoneRules.winter.instant("2026-03-02T23:30"))
        #expect(last.exit - last.entry == .hours(1))
    }

    @Test func `until the day's end are all hours that the clock still shows`() throws {
        let berlin = try ZoneRules.system("Europe/Berlin")
        let tariff = try tariff(sunday, in: berlin)
        let cases: [(String, String, Int64)] = [
            ("2026-10-24T22:30:00Z", "2026-10-24T22:00:00Z", 20 + 20 + 300),
            ("2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z", 20 + 20 + 300),
            ("2026-10-25T01:30:00Z", "2026-10-25T01:00:00Z", 20 + 300),
            ("2026-03-29T00:30:00Z", "2026-03-29T00:00:00Z", 300),
        ]
        for (now, from, total) in cases {
            let stay = try tariff.hours(untilDayEndFrom: Instant(now)!)
            #expect(stay.entry == Instant(from) && stay.exit == berlin.end(of: berlin.day(of: stay.entry)))
            #expect(try tariff.price(hours: stay).total == .of(total), "\(now)")
        }
    }
}
