import Chronology
import Money
import JSON
import Tariffs
import Testing

/// What a city's kiosks took on some days of 2023, beside what the tariff that it published comes to.
@Suite(.enabled(if: RealData.has(KioskPayment.file), "../shared/data has no austin_kiosks_2023.csv"))
struct RealChargesTests {
    private let payments: [KioskPayment]
    private let zone: ZoneRules
    private let card: RateCard

    init() throws {
        payments = try KioskPayment.all()
        let document = try RateCardDocument(json: try #require(Documents.cards().first { $0.name == "austin" }).json)
        zone = try RealData.zone(document.timeZone)
        card = document.rateCard
    }

    private func charged(_ card: RateCard, _ payments: [KioskPayment], groups: Set<GroupID> = []) throws -> Int {
        let tariff = try Tariff([.standard: card], in: zone)
        return try payments.count { payment in
            let (entry, exit) = (zone.instant(of: payment.start), zone.instant(of: payment.end))
            return try tariff.price(Stay(entry: entry, exit: exit, groups: groups)).total == payment.amount
        }
    }

    @Test func `the published hours and the card fee explain 610 of 627 payments by card for whole hours`() throws {
        let payments = payments.filter { $0.method == "CARD" && $0.isForWholeHours }
        #expect(payments.count == 627)
        #expect(try charged(card, payments, groups: [GroupID("card-payment")!]) == 610)
    }

    @Test func `the published hours explain every payment in coins for whole hours`() throws {
        let payments = payments.filter { $0.method == "COINS" && $0.isForWholeHours }
        #expect(payments.count == 16)
        #expect(try charged(card, payments) == 16)
    }

    @Test(.enabled(if: RealData.has(QuarterHours.file), "../shared/data has no table of quarter-hours"))
    func `the amounts for quarters of an hour, as steps, explain 1230 of 1262 payments by card`() throws {
        let table = try QuarterHours()
        let payments = payments.filter { $0.method == "CARD" && table.minutes.contains($0.minutes) }
        #expect(payments.count == 1262)
        let hours = Window.weekly(days: Set(Weekday.allCases), from: LocalTime(hour: 8)!, until: .endOfDay)
        let rate = Rate(id: RateID("quarters")!, windows: [hours], price: .steps(table.steps))
        #expect(try charged(RateCard(rates: [rate]), payments) == 1230)
    }
}

/// What the kiosks mostly took for so many quarters of an hour.
private struct QuarterHours {
    /// Each step leads from one length of the table to the next.
    private(set) var steps: [Step] = []
    private(set) var minutes: Set<Int64> = []

    static let file = "austin_kiosks_2023_quarter_hour_table.csv"

    init() throws {
        var (reached, paid) = (Int64(0), Money.zero)
        for row in try RealData.rows(Self.file) {
            let length = try #require(Int64(row["chargeable_minutes"]))
            let amount = try Money(row["modal_amount_usd"], Currency(code: "USD")!)
            let unit = TimeSpan.minutes(length - reached)
            steps.append(Step(try amount.subtracting(paid), every: unit, lasting: unit))
            minutes.insert(length)
            (reached, paid) = (length, amount)
        }
        steps[steps.count - 1].lasting = nil
    }
}
