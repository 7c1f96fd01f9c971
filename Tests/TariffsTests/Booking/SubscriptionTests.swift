import TestSupport
import Chronology
import Money
import Testing

import Tariffs

/// What a card sells for a time, and the periods it is sold for (tariffs.md, golden case 30).
@Suite struct SubscriptionTests {
    private let sold = [
        Subscription(id: .resident, name: "Residents", amount: .of(3_000), period: .month),
        Subscription(id: .week, amount: .of(900), period: .week),
        Subscription(id: .year, amount: .of(30_000), period: .year),
    ]

    private func tariff(tax: Tax? = nil) throws -> Tariff {
        try Tariff(RateBook([], terms: Terms(tax: tax, subscriptions: sold)), in: .winter)
    }

    @Test(arguments: [
        (0, "2026-01-31", "2026-02-27"), (1, "2026-02-28", "2026-03-30"), (2, "2026-03-31", "2026-04-29"),
    ])
    func `golden 30: each period begins where the one before ends`(renewal: Int, first: String, last: String) throws {
        let period = try tariff().period(of: .resident, from: LocalDay("2026-01-31")!, renewal: renewal)
        #expect(period.subscription == sold[0])
        #expect(period.firstDay == LocalDay(first))
        #expect(period.lastDay == LocalDay(last))
        #expect(period.total == .of(3_000))
        #expect(period.tax == nil)
    }

    @Test(arguments: [
        (SubscriptionID.week, "2026-02-26", 0, "2026-02-26", "2026-03-04"),
        (.week, "2026-02-26", 1, "2026-03-05", "2026-03-11"),
        (.year, "2028-02-29", 0, "2028-02-29", "2029-02-27"), (.year, "2028-02-29", 1, "2029-02-28", "2030-02-27"),
        (.year, "2028-02-29", 3, "2031-02-28", "2032-02-28"), (.resident, "2027-12-30", 1, "2028-01-30", "2028-02-28"),
    ])
    func `weeks and years are counted from the anchor day too`(
        id: SubscriptionID, anchor: String, renewal: Int, first: String, last: String
    ) throws {
        let period = try tariff().period(of: id, from: LocalDay(anchor)!, renewal: renewal)
        #expect(period.firstDay == LocalDay(first))
        #expect(period.lastDay == LocalDay(last))
    }

    @Test func `periods follow one another without a gap, and none drifts from the anchor`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = Seeded(seed)
        let tariff = try tariff()
        for index in 0..<200 {
            let anchor = LocalDay("2020-01-01")!.advanced(by: .random(in: 0...4_000, using: &generator))
            let id = sold.randomElement(using: &generator)!.id
            var first = anchor
            for renewal in 0...30 {
                let comment: Comment = "seed \(seed), case \(index), renewal \(renewal)"
                let period = try tariff.period(of: id, from: anchor, renewal: renewal)
                #expect(period.firstDay == first, comment)
                let (next, after) = (period.lastDay.next.civil, period.lastDay.next.next.civil)
                switch id {
                case .week: #expect(anchor.distance(to: period.lastDay) == 7 * (renewal + 1) - 1, comment)
                // The next one begins on the anchor's day of the month, or on the last one of a shorter month.
                default:
                    #expect(next.day == anchor.civil.day || (after.day == 1 && next.day < anchor.civil.day), comment)
                }
                first = period.lastDay.next
            }
        }
    }

    @Test func `a tax on top is in the total, an included one is told`() throws {
        let vat = Tax(name: "VAT", basisPoints: 1_900, isIncluded: false)
        let net = try tariff(tax: vat).period(of: .resident, from: LocalDay("2026-03-02")!)
        #expect(net.total == .of(3_570))
        #expect(net.tax?.amount == .of(570))
        let gross = try tariff(tax: Tax(name: "VAT", basisPoints: 1_900, isIncluded: true))
            .period(of: .resident, from: LocalDay("2026-03-02")!)
        #expect(gross.total == .of(3_000))
        #expect(gross.tax?.amount == .cents(47_899))
    }

    @Test func `a vehicle's type is sold what its own card sells`() throws {
        let truck = Terms(subscriptions: [Subscription(id: .resident, amount: .of(9_000), period: .month)])
        let tariff = try Tariff(
            [
                .standard: RateCard(rates: [], terms: Terms(subscriptions: sold)),
                .truck: RateCard(rates: [], terms: truck),
            ], in: .winter)
        #expect(tariff.subscriptions() == sold)
        #expect(tariff.subscriptions(on: .truck) == truck.subscriptions)
        #expect(tariff.subscriptions(on: .tram) == sold)
        let first = LocalDay("2026-03-02")!
        #expect(try tariff.period(of: .resident, on: .truck, from: first).total == .of(9_000))
        #expect(throws: BookingError.unknownSubscription(.week)) {
            try tariff.period(of: .week, on: .truck, from: first)
        }
    }

    @Test func `what is not sold, or not within the calendar, is an error`() throws {
        let tariff = try tariff()
        let gym = SubscriptionID("gym")!
        #expect(throws: BookingError.unknownSubscription(gym)) {
            try tariff.period(of: gym, from: LocalDay("2026-03-02")!)
        }
        for (id, day, renewal) in [
            (SubscriptionID.resident, "9999-12-01", 0), (.week, "9999-12-25", 0), (.year, "9999-01-01", 0),
            (.resident, "2026-03-02", -1), (.week, "2026-03-02", .max), (.year, "2026-03-02", .max),
            (.year, "2026-03-02", .min),
        ] {
            #expect(throws: BookingError.beyondCalendar) {
                try tariff.period(of: id, from: LocalDay(day)!, renewal: renewal)
            }
        }
        #expect(try tariff.period(of: .week, from: LocalDay("9999-12-24")!).lastDay == LocalDay("9999-12-30"))
        let vat = Tax(name: "VAT", basisPoints: 1_900, isIncluded: false)
        let dear = Terms(
            tax: vat, subscriptions: [Subscription(id: .week, amount: .cents(.max), period: .week)])
        #expect(throws: BookingError.tariff(.overflow)) {
            try Tariff(RateBook([], terms: dear), in: .winter).period(of: .week, from: LocalDay("2026-03-02")!)
        }
    }
}

extension SubscriptionID {
    fileprivate static let resident = SubscriptionID("resident")!
    fileprivate static let week = SubscriptionID("week")!
    fileprivate static let year = SubscriptionID("year")!
}
