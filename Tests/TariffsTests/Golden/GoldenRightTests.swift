import Chronology
import Money
import Testing

import Tariffs

/// The golden cases of tariffs.md about subscriptions, passes and what is owed behind a right.
///
/// 2 March 2026 is a Monday.
@Suite struct GoldenRightTests {
    @Test(arguments: [(0, "2026-02-28"), (1, "2026-03-31"), (2, "2026-04-30")])
    func `golden 30: months are counted from the anchor day, never from the last renewal`(
        renewals: Int, last: String
    ) throws {
        let monthly = Subscription(id: SubscriptionID("monthly")!, amount: .of(3_000), period: .month)
        #expect(monthly.lastDay(from: LocalDay("2026-01-31")!, renewals: renewals) == LocalDay(last))
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
}
