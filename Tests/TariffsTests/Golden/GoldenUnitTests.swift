import Chronology
import Money
import Testing

import Tariffs

/// The golden cases of tariffs.md about days, steps, grace and free time.
///
/// 6 March 2026 is a Friday.
@Suite struct GoldenUnitTests {
    private let entry = ZoneRules.winter.instant("2026-03-06T10:00")

    private func charge(_ length: TimeSpan, _ rate: Rate) throws -> Charge {
        try Tariff(RateBook([rate]), in: .winter).price(Stay(entry: entry, exit: entry + length))
    }

    @Test(arguments: [(true, 50), (false, 100)])
    func `golden 17: a day's price counts calendar days, a flat one days from the entry`(
        flat: Bool, amount: Int64
    ) throws {
        let stay = stay("2026-03-06T20:00", "2026-03-07T15:59")
        #expect(
            try Tariff(RateBook([Rate("day", .daily(50), flat: flat)]), in: .winter).price(stay).total == .of(amount))
    }

    @Test func `golden 18: the first hour has a price of its own`() throws {
        let rate = Rate("casual", .steps([.hourly(3, lasting: .hours(1)), .hourly(5)]))
        let charge = try charge(.hours(3), rate)
        #expect(charge.total == .of(13))
        #expect(charge.lines.map(\.amount) == [.of(3), .of(10)])
    }

    @Test(arguments: [(899, 0), (900, 50), (4_200, 100)])
    func `golden 19: a stay shorter than the grace is free, any other counts from the entry`(
        seconds: Int64, amount: Int64
    ) throws {
        let charge = try charge(.seconds(seconds), Rate("casual", .hourly(50), grace: .minutes(15)))
        #expect(charge.total == .of(amount))
        #expect(charge.lines.map(\.reason) == [amount == 0 ? .grace : .block])
    }

    @Test(arguments: [(150, 0), (210, 50)])
    func `golden 20: three hours are always free`(minutes: Int64, amount: Int64) throws {
        let charge = try charge(.minutes(minutes), Rate("casual", .hourly(50), free: .hours(3)))
        #expect(charge.total == .of(amount))
        #expect(charge.lines.map(\.reason) == (amount == 0 ? [.free] : [.free, .block]))
    }

    @Test(arguments: [(1_440, 2_400), (1_500, 3_400), (2_881, 4_400)])
    func `golden 21: a first day by the hour, then by the day`(minutes: Int64, amount: Int64) throws {
        let rate = Rate("guest", .steps([.hourly(100, lasting: .hours(24)), Step(.of(1_000), every: .hours(24))]))
        #expect(try charge(.minutes(minutes), rate).total == .of(amount))
    }

    @Test func `golden 54: units run on where a rate's windows touch`() throws {
        let day = Rate("day", .hourly(2), .daily("00:00", "24:00"))
        let stay = stay("2026-03-02T23:30", "2026-03-03T00:30")
        #expect(try Tariff(RateBook([day]), in: .winter).price(stay).total == .of(2))
    }
}
