import Chronology
import Money
import Testing

import Tariffs

/// The golden cases of tariffs.md about subscriptions, passes and what is owed behind a right.
///
/// 2 March 2026 is a Monday.
@Suite struct GoldenRightTests {
    @Test(arguments: [
        (Subscription.Period.month, "2026-01-31", ["2026-02-27", "2026-03-30", "2026-04-29"]),
        (.month, "2025-12-01", ["2025-12-31", "2026-01-31", "2026-02-28"]), (.week, "2026-03-02", ["2026-03-08"]),
    ])
    func `golden 30: a period runs to the day before the next one's anchor day`(
        period: Subscription.Period, first: String, last: [String]
    ) throws {
        let sold = Subscription(id: SubscriptionID("sold")!, amount: .of(3_000), period: period)
        let ends = last.indices.map { sold.lastDay(from: LocalDay(first)!, renewals: $0) }
        #expect(ends == last.map { LocalDay($0) })
    }

    @Test func `golden 31: guests pay behind their free hours, residents and staff have paid`() throws {
        let office = try Tariff(RateBook([Rate("office", .hourly(50), free: .hours(3))]), in: .winter)
        let (from, until) = ("2026-03-02T09:00", "2026-03-02T14:00")
        #expect(try office.price(stay(from, until)).total == .of(100))

        let monthly = Subscription(id: SubscriptionID("resident")!, amount: .of(3_000), period: .month)
        let first = LocalDay("2026-02-10")!
        let last = try #require(monthly.lastDay(from: first, renewals: 0))
        let subscribed = ZoneRules.winter.start(of: first)..<ZoneRules.winter.end(of: last)
        var resident = stay(from, until)
        resident.covered = [subscribed]
        let charge = try office.price(resident)
        #expect(charge.total == .zero)
        #expect(charge.lines.map(\.reason) == [.covered])

        let pass = ("2026-01-01T00:00", "2027-01-01T00:00")
        #expect(try office.price(stay(from, until, covered: [pass])).total == .zero)
    }

    @Test func `golden 32: a fee behind a reservation, then by the rates`() throws {
        let terms = Terms(overstay: .feeAndRates(.of(25)))
        let book = RateBook([Rate("overstay", .hourly(4))], terms: terms)
        let reserved = ("2026-03-02T00:00", "2026-03-03T00:00")
        let stay = stay("2026-03-02T09:00", "2026-03-03T10:00", covered: [reserved])
        let charge = try Tariff(book, in: .winter).price(stay)
        #expect(charge.total == .of(65))
        #expect(charge.lines.map(\.reason) == [.covered, .overstay, .block])
        #expect(charge.lines.map(\.amount) == [.zero, .of(25), .of(40)])
        #expect(charge.lines.map(\.quantity) == [0, 1, 10])
    }

    @Test func `golden 49: what is forgiven behind booked hours is free, and more is paid from their end`() throws {
        let tariff = try Tariff(RateBook([Rate("casual", .hourly(3))]), in: .winter)
        var stay = stay("2026-03-02T10:00", "2026-03-02T13:15", covered: [("2026-03-02T10:00", "2026-03-02T13:00")])
        let end = try #require(stay.covered.first).upperBound
        stay.forgiven = [end..<end + .minutes(15)]
        let forgiven = try tariff.price(stay)
        #expect(forgiven.total == .zero)
        #expect(forgiven.lines.map(\.reason) == [.covered, .forgiven])
        stay.exit = stay.exit + .minutes(1)
        let charge = try tariff.price(stay)
        #expect(charge.total == .of(3))
        #expect(charge.lines.map(\.reason) == [.covered, .block])
        #expect(charge.lines[1].from == end)
    }

    @Test func `golden 50: a quarter of an hour behind a right is no overstay, and a second more is one`()
        throws
    {
        let terms = Terms(overstay: .feeAndRates(.of(25), grace: .minutes(15)))
        let tariff = try Tariff(RateBook([Rate("overstay", .hourly(4))], terms: terms), in: .winter)
        let reserved = ("2026-03-02T00:00", "2026-03-03T00:00")
        var stay = stay("2026-03-02T09:00", "2026-03-03T00:15", covered: [reserved])
        let forgiven = try tariff.price(stay)
        #expect(forgiven.total == .zero)
        #expect(forgiven.lines.map(\.reason) == [.covered, .overstayGrace])
        stay.exit = stay.exit + .seconds(1)
        let charge = try tariff.price(stay)
        #expect(charge.total == .of(29))
        #expect(charge.lines.map(\.reason) == [.covered, .overstay, .block])
        #expect(charge.lines.map(\.amount) == [.zero, .of(25), .of(4)])
        #expect(charge.lines.map(\.from).dropFirst().allSatisfy { $0 == ZoneRules.winter.instant("2026-03-03T00:00") })
    }
}
