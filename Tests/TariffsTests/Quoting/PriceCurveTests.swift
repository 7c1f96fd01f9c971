import Chronology
import Money
import Testing

import Tariffs

extension Tariff {
    /// The curve as the rate tester draws it.
    fileprivate func curve(of stay: Stay, upTo length: TimeSpan, every step: TimeSpan) throws(TariffError) -> PriceCurve
    {
        var points: [PriceCurve.Point] = []
        for length in PriceCurve.lengths(upTo: length, every: step) {
            points.append(try point(of: stay, lasting: length))
        }
        return PriceCurve(points: points)
    }
}

/// What stays of growing length cost, and how long an amount lasts.
///
/// 2 March 2026 is a Monday.
@Suite struct PriceCurveTests {
    private let entry = ZoneRules.winter.instant("2026-03-02T09:00")

    private func tariff(_ rates: Rate...) throws -> Tariff { try Tariff(RateBook(rates), in: .winter) }

    private func stay(at entry: Instant) -> Stay { Stay(entry: entry, exit: entry) }

    @Test func `a curve has a point for every step up to its length`() throws {
        let tariff = try tariff(Rate("casual", .hourly(2)))
        let curve = try tariff.curve(of: stay(at: entry), upTo: .minutes(150), every: .minutes(40))
        #expect(curve.points.map(\.length) == [.minutes(40), .minutes(80), .minutes(120)])
        #expect(curve.points.map(\.total) == [.of(2), .of(4), .of(4)])
        let single = try tariff.curve(of: stay(at: entry), upTo: .minutes(40), every: .minutes(40))
        #expect(single.points.count == 1)
        #expect(try tariff.curve(of: stay(at: entry), upTo: .minutes(39), every: .minutes(40)).points.isEmpty)
    }

    @Test func `each point is what a stay of that length costs`() throws {
        try forAll(100, .everything.toTheMicrosecond) { random, comment, generator in
            let tariff = try Tariff(random.book, in: random.zone)
            let step = TimeSpan(microseconds: .random(in: 1_000_000...7_200_000_000, using: &generator))
            let length = TimeSpan(microseconds: step.microseconds * .random(in: 1...20, using: &generator) + 7)
            let curve = try tariff.curve(of: random.stay, upTo: length, every: step)
            #expect(Int64(curve.points.count) == length.microseconds / step.microseconds, comment)
            for (index, point) in curve.points.enumerated() {
                #expect(point.length.microseconds == Int64(index + 1) * step.microseconds, comment)
                var stay = random.stay
                stay.exit = stay.entry + point.length
                #expect(try tariff.price(stay).total == point.total, comment)
            }
        }
    }

    @Test func `a curve that leaves the calendar cannot be priced`() throws {
        let tariff = try tariff(Rate("casual", .hourly(2)))
        let late = stay(at: .latest - .minutes(30))
        #expect(throws: TariffError.beyondCalendar) { try tariff.curve(of: late, upTo: .hours(1), every: .minutes(15)) }
        #expect(throws: TariffError.beyondCalendar) { try tariff.affordable(.of(9), for: late, upTo: .hours(1)) }
        let dear = try self.tariff(Rate("casual", .hourly(.max / 100)))
        #expect(throws: TariffError.overflow) {
            try dear.curve(of: stay(at: entry), upTo: .hours(2), every: .hours(1))
        }
    }

    @Test(arguments: [(0, 0, 200), (199, 0, 200), (200, 3_600, 400), (399, 3_600, 400), (400, 7_200, 600)])
    func `an amount lasts to the second`(cents: Int64, seconds: Int64, then: Int64) throws {
        let tariff = try tariff(Rate("casual", .hourly(2)))
        let affordable = try tariff.affordable(.cents(cents), for: stay(at: entry), upTo: .hours(5))
        #expect(affordable.unbroken == .seconds(seconds))
        #expect(affordable.then == .cents(then))
        #expect(affordable.longest == affordable.unbroken)
    }

    @Test func `of an amount that lasts longer than was looked at no end is told`() throws {
        let tariff = try tariff(Rate("casual", .hourly(2)))
        for length in [TimeSpan.hours(3), .minutes(121), .seconds(90), .seconds(1)] {
            let affordable = try tariff.affordable(.of(6), for: stay(at: entry), upTo: length)
            #expect(affordable.unbroken == length)
            #expect(affordable.then == nil)
            #expect(affordable.longest == length)
        }
        // The last second of all is dearer.
        let affordable = try tariff.affordable(.of(6), for: stay(at: entry), upTo: .seconds(10_801))
        #expect(affordable.unbroken == .hours(3))
        #expect(affordable.then == .of(8))
    }

    @Test func `a longer stay that meets an early bird costs no more again`() throws {
        let tariff = try tariff(
            Rate("day", .hourly(12), .daily("08:00", "17:00")),
            Rate("evening", .once(.of(20)), .daily("17:00", "24:00")),
            Rate("bird", .once(.of(24)), earlyBird: .morningToAfternoon))
        let affordable = try tariff.affordable(.of(30), for: stay(at: entry), upTo: .hours(24))
        #expect(affordable.unbroken == .hours(2))
        #expect(affordable.then == .of(36))
        #expect(affordable.longest == .hours(9))
        let poor = try tariff.affordable(.of(23), for: stay(at: entry), upTo: .hours(24))
        #expect(poor.unbroken == .hours(1))
        #expect(poor.longest == .hours(1))
        // Up to within the dip.
        let short = try tariff.affordable(.of(30), for: stay(at: entry), upTo: .hours(7))
        #expect(short.unbroken == .hours(2))
        #expect(short.longest == .hours(7))
    }

    @Test func `an amount lasts exactly to the last second that it pays for`() throws {
        let fractions = Rate(
            "car",
            .steps([
                Step(.cents(300), every: .minutes(30), lasting: .minutes(30)), Step(.cents(200), every: .minutes(30)),
            ]), .daily("08:00", "10:07"), caps: [Cap(.cents(500), in: .elapsed(.hours(1)))], grace: .minutes(3),
            tolerance: .minutes(5))
        let tariff = try tariff(
            fractions, Rate("late", .perUnit(.cents(70), every: .minutes(7)), .daily("10:07", "12:00")))
        let stay = stay(at: entry + .seconds(23))
        let longest: Int64 = 100 * 60
        let totals = try (0...longest).map { second in
            var stay = stay
            stay.exit = stay.entry + .seconds(second)
            return try tariff.price(stay).total
        }
        #expect(Set(totals).count > 5)
        for budget in Set(totals + totals.map { Money(minorUnits: $0.minorUnits + 1) }) {
            let affordable = try tariff.affordable(budget, for: stay, upTo: .seconds(longest))
            let dearer = totals.firstIndex { $0 > budget }
            #expect(affordable.unbroken == .seconds(Int64(dearer ?? totals.count) - 1), "\(budget)")
            #expect(affordable.then == dearer.map { totals[$0] }, "\(budget)")
            let last = try #require(totals.lastIndex { $0 <= budget })
            #expect(affordable.longest == .seconds(Int64(last)), "\(budget)")
        }
    }

    @Test func `what is affordable is within the budget, and a second more is not`() throws {
        try forAll(60, .everything.toTheMicrosecond) { random, comment, generator in
            let tariff = try Tariff(random.book, in: random.zone)
            func total(_ length: TimeSpan) throws -> Money {
                var stay = random.stay
                stay.exit = stay.entry + length
                return try tariff.price(stay).total
            }
            let length = TimeSpan.seconds(.random(in: 1...9_000, using: &generator))
            let budget = Money(minorUnits: .random(in: 0...(try total(length).minorUnits + 1), using: &generator))
            let affordable = try tariff.affordable(budget, for: random.stay, upTo: length)
            #expect(try total(affordable.unbroken) <= budget, comment)
            #expect(try total(affordable.longest) <= budget, comment)
            #expect(affordable.unbroken <= affordable.longest && affordable.longest <= length, comment)
            #expect((affordable.then == nil) == (affordable.unbroken == length), comment)
            if let then = affordable.then {
                #expect(then > budget, comment)
                #expect(try total(affordable.unbroken + .seconds(1)) == then, comment)
            }
            for minute in 0...(length.microseconds / TimeSpan.minutes(1).microseconds) {
                let isWithin = try total(.minutes(minute)) <= budget
                if .minutes(minute) <= affordable.unbroken { #expect(isWithin, comment) }
                if .minutes(minute) > affordable.longest { #expect(!isWithin, comment) }
            }
        }
    }
}
