import TestSupport
import Chronology
import Money
import Testing

import Tariffs

/// A card with the highest amounts that one may have can be charged for the longest stay that there is.
@Suite struct DearestCardTests {
    /// The highest amount that somebody may name in a currency of so many decimals.
    private static func most(_ currency: String) throws -> Money {
        let currency = Currency(code: currency)!
        let whole = String(repeating: "9", count: Money.mostWholeDigits)
        let decimals = String(repeating: "9", count: currency.digits)
        return try Money(named: decimals.isEmpty ? whole : "\(whole).\(decimals)", currency)
    }

    private static func prices(_ most: Money) -> [Price] {
        let all = Weekday.allCases.flatMap { day in (0..<24).map { WeekHour(day, $0)! } }
        let minute = TimeSpan.minutes(1)
        return [
            .perUnit(most, every: minute), .perUnit(most, every: .hours(1)), .perUnit(most, every: .days(366)),
            .once(most),
            .perDay(most), .steps([Step(most, every: minute, lasting: minute), Step(most, every: minute)]),
            .weekGrid(WeekGrid([GridCell(name: "any", amount: most, hours: Set(all))])),
        ]
    }

    private let longest = Stay(
        entry: Instant("2026-03-02T08:00:00Z")!, exit: Instant("2026-03-02T08:00:00Z")! + Tariff.longestStay)

    @Test(arguments: ["EUR", "JPY", "KWD"])
    func `the highest amounts for the longest stay are a sum of lines`(currency: String) throws {
        let most = try Self.most(currency)
        for crossing in Crossing.allCases {
            // What is counted by the hour, the day or the window knows no crossing, and takes its time.
            let prices = Self.prices(most)
            for price in currency == "EUR" && crossing == .perBlock ? prices : Array(prices.prefix(3)) {
                for isIncluded in [true, false] where currency != "KWD" || isIncluded {
                    let terms = Terms(
                        crossing: crossing, tax: Tax(name: "t", basisPoints: 10_000, isIncluded: isIncluded),
                        overstay: .feeAndRates(most))
                    let tariff = try Tariff([.standard: RateCard(rates: [Rate("r", price)], terms: terms)], in: .utc)
                    let charge = try tariff.price(longest)
                    #expect(charge.total >= most, "\(price)")
                    #expect(charge.total.minorUnits == charge.lines.reduce(0) { $0 + $1.amount.minorUnits }, "\(price)")
                }
            }
        }
    }

    @Test func `any card whose amounts are near the highest is priced, or is an error, for long stays`() throws {
        let most = try Self.most("KWD")
        var priced = 0
        try forAll(150, Wishes(features: Wishes.everything.features, wholeMinutes: false, most: most.minorUnits)) {
            random, comment, generator in
            var random = random
            let longest = [TimeSpan.days(4), .days(40), .days(400)].randomElement(using: &generator)!
            let length = Int64.random(in: 1...longest.microseconds, using: &generator)
            random.stay.exit = random.stay.entry + TimeSpan(microseconds: length)
            do {
                let charge = try random.charge()
                priced += 1
                let sum = charge.lines.reduce(0) { $0 &+ $1.amount.minorUnits }
                #expect(charge.total.minorUnits == sum && sum >= 0, comment)
            } catch let error as TariffError {
                #expect([.overflow, .tooMuchWork].contains(error), comment)
            }
        }
        #expect(priced > 20)
    }
}
