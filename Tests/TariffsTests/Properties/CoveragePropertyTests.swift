import TestSupport
import Chronology
import Money
import Testing

import Tariffs

/// That covering more never costs more, steps, agreements, grace and free time included.
@Suite struct CoveragePropertyTests {
    /// What leaves the charge monotone.
    ///
    /// Not with caps, rates of equal exclusivity, a tolerance, crossings that look beyond the block, or fees for an
    /// overstay: `CoverageTests` has a case against each.
    static let monotone = Wishes.everything.toTheMicrosecond
        .without(.caps, .cardCaps, .rivals, .tolerance, .crossings, .overstays)

    private func neverCostsMore(_ random: RandomCase, _ comment: Comment, _ generator: inout Seeded) throws {
        let tariff = try Tariff(random.book, in: random.zone)
        var (stay, last) = (random.stay, try tariff.price(random.stay).total)
        for _ in 0..<4 {
            let length = max(1, (stay.exit - stay.entry).microseconds)
            let from = stay.entry + TimeSpan(microseconds: .random(in: -1_000...length, using: &generator))
            let until = from + TimeSpan(microseconds: .random(in: 0...length, using: &generator))
            stay.covered.append(from..<until)
            let next = try tariff.price(stay).total
            #expect(next <= last, comment)
            last = next
        }
    }

    @Test func `covering more never costs more`() throws {
        try forAll(2_000, Self.monotone) { random, comment, generator in
            try neverCostsMore(random, comment, &generator)
        }
    }

    @Test func `a grace behind rights does not change that where the rates alone are owed`() throws {
        try forAll(1_000, Self.monotone) { random, comment, generator in
            var random = random
            let grace = TimeSpan.minutes(.random(in: 1...120, using: &generator))
            for id in random.cards.keys { random.cards[id]?.terms.overstay = OverstayPolicy(.rates, grace: grace) }
            try neverCostsMore(random, comment, &generator)
        }
    }

    /// A tolerance breaks it only where another rate comes in between.
    @Test func `with one rate that is always in force neither steps nor a tolerance change that`() throws {
        try forAll(2_000, Wishes(.steps, .tolerance, wholeMinutes: false)) { random, comment, generator in
            guard var rate = random.card.rates.first else { return }
            rate.windows = []
            rate.audience = .everyone
            var alone = random
            let crossing: Crossing = [.perBlock, .unitStart].randomElement(using: &generator)!
            alone.cards = [.standard: RateCard(rates: [rate], terms: Terms(crossing: crossing))]
            try neverCostsMore(alone, comment, &generator)
        }
    }
}
