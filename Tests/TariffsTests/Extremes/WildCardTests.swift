import TestSupport
import Chronology
import Money
import Testing

import Tariffs

/// Whatever is written on a card and whenever a car comes: a charge or a typed error, never a trap.
@Suite struct WildCardTests {
    /// The ends of the calendar, 1970, changes of clocks, and anywhere.
    private func entry(_ generator: inout Seeded) -> Instant {
        let (first, last) = (Instant.earliest.microseconds, Instant.latest.microseconds)
        let changes = [
            Instant("2026-10-25T00:30:00Z")!, Instant("2011-12-30T09:30:00Z")!, Instant("1969-12-31T23:59:59Z")!,
        ]
        let any = Int64.random(in: first...last, using: &generator)
        let entries = [first, first + 1, last - 3_600_000_000, last, 0, -1, any] + changes.map(\.microseconds)
        return Instant(microseconds: entries.randomElement(using: &generator)!)
    }

    private func isSensible(_ card: RateCard) -> Bool {
        do {
            for rate in card.rates { try rate.validate() }
            try card.terms.validate()
            return true
        } catch {
            return false
        }
    }

    /// - Returns: how many cards made sense, and how many stays had a price.
    private func fuzz(_ count: Int, nonsense: Int) throws -> (sensible: Int, priced: Int) {
        let zones = try ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "UTC"]
            .map(ZoneRules.system)
        let seed = UInt64.random(in: 0 ... .max)
        var generator = Seeded(seed)
        var (sensible, priced) = (0, 0)
        for index in 0..<count {
            let comment: Comment = "seed \(seed), case \(index)"
            let wild = WildCard(nonsense: nonsense, entry: entry(&generator))
            let (card, stay) = (wild.card(&generator), wild.stay(&generator))
            let zone = zones.randomElement(using: &generator)!
            do throws(TariffError) {
                let tariff = try Tariff([.standard: card], in: zone)
                sensible += 1
                #expect(isSensible(card), comment)
                let charge = try tariff.price(stay)
                priced += 1
                let sum = charge.lines.reduce(Int64(0)) { $0 &+ $1.amount.minorUnits }
                #expect(charge.total.minorUnits == sum && sum >= 0, comment)
                #expect(charge.lines.allSatisfy { $0.from <= $0.until && $0.quantity >= 0 }, comment)
                #expect(try tariff.price(stay) == charge, comment)
            } catch {
                switch error {
                case .invalidRate, .invalidTerms: #expect(!isSensible(card), comment)
                case .overflow, .tooMuchWork, .exitBeforeEntry, .stayTooLong, .beyondCalendar:
                    #expect(isSensible(card), comment)
                }
            }
        }
        return (sensible, priced)
    }

    @Test func `cards at their extremes are priced or are an error`() throws {
        let (sensible, priced) = try fuzz(2_000, nonsense: 0)
        #expect(sensible > 1_000)
        #expect(priced > 500)
    }

    @Test func `cards with a field or two of nonsense are refused, the others priced`() throws {
        let (sensible, _) = try fuzz(2_000, nonsense: 2)
        #expect(sensible > 200)
        #expect(sensible < 1_800)
    }

    @Test func `cards of nothing but nonsense are refused`() throws {
        _ = try fuzz(1_000, nonsense: 50)
    }
}
