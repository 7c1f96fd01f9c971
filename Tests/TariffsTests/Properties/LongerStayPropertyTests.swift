import TestSupport
import Chronology
import Money
import Testing

import Tariffs

/// That staying longer never costs less, and that time without a rate changes nothing.
@Suite struct LongerStayPropertyTests {
    /// Early birds and conditions are offers for stays of some length: a longer stay may meet a cheaper one.
    private static let wild = Wishes.everything.toTheMicrosecond.without(.earlyBirds, .conditions)

    private static let crossings = Crossing.allCases

    private func set(_ crossing: Crossing, in random: RandomCase) -> RandomCase {
        var random = random
        for id in random.cards.keys { random.cards[id]?.terms.crossing = crossing }
        return random
    }

    @Test(arguments: crossings) func `a stay that is longer, if only by a second, never costs less`(
        crossing: Crossing
    ) throws {
        var dearer = 0
        try forAll(1_000, Self.wild) { random, comment, generator in
            let random = set(crossing, in: random)
            let tariff = try Tariff(random.book, in: random.zone)
            var (stay, last) = (random.stay, try tariff.price(random.stay).total)
            for _ in 0..<12 {
                let more: Int64 = [1, 1_000_000, 60_000_000, 3_600_000_000].randomElement(using: &generator)!
                stay.exit = stay.exit + TimeSpan(microseconds: .random(in: 1...more, using: &generator))
                let next = try tariff.price(stay).total
                #expect(last <= next, comment)
                if last < next { dearer += 1 }
                last = next
            }
        }
        #expect(dearer > 100)
    }

    /// The instants at which something ends or begins on the lines are those at which a charge would fall.
    @Test(arguments: crossings) func `nor does one that lasts a second beyond where a line ends`(
        crossing: Crossing
    ) throws {
        var asked = 0
        try forAll(1_000, Self.wild) { random, comment, _ in
            let random = set(crossing, in: random)
            let tariff = try Tariff(random.book, in: random.zone)
            for line in try tariff.price(random.stay).lines where line.from < line.until {
                var stay = random.stay
                stay.exit = min(max(line.until, stay.entry), stay.exit)
                let at = try tariff.price(stay).total
                stay.exit = stay.exit + TimeSpan(microseconds: 1)
                let just = try tariff.price(stay).total
                stay.exit = stay.exit + .seconds(1)
                let later = try tariff.price(stay).total
                #expect(at <= just && just <= later, comment)
                asked += 1
            }
        }
        #expect(asked > 1_000)
    }

    /// A grace counts the stay or the overstay as it is, in a gap or not, and so does what is forgiven. With a validation the gap may be none.
    @Test(arguments: crossings) func `leaving later in a gap changes nothing`(crossing: Crossing) throws {
        var gaps = 0
        try forAll(2_000, Self.wild.without(.validations)) { random, comment, generator in
            var random = set(crossing, in: random)
            (random.stay.forgiven, random.stay.limit) = ([], nil)
            for id in random.cards.keys {
                for index in random.cards[id]!.rates.indices { random.cards[id]!.rates[index].grace = .zero }
                random.cards[id]!.terms.overstay.grace = .zero
            }
            let tariff = try Tariff(random.book, in: random.zone)
            let charge = try tariff.price(random.stay)
            guard let gap = charge.lines.last(where: { !$0.isCut && !$0.isTax }), gap.reason == .gap else { return }
            var stay = random.stay
            let length = (gap.until - gap.from).microseconds
            // At the very end of covered time a fee is not due, and an exit as a window ends touches the next one.
            for microseconds: Int64 in [1, length / 2, .random(in: 1...length, using: &generator)]
            where microseconds > 0 {
                stay.exit = gap.from + TimeSpan(microseconds: microseconds)
                #expect(try tariff.price(stay).total == charge.total, comment)
            }
            gaps += 1
        }
        #expect(gaps > 50)
    }

    /// Days of flat rates and caps by the time elapsed run from the entry, and so do an agreement's minutes and what is
    /// forgiven.
    @Test(arguments: crossings) func `entering earlier in a gap changes nothing`(crossing: Crossing) throws {
        var gaps = 0
        try forAll(2_000, Self.wild.without(.flat, .agreements, .validations)) { random, comment, generator in
            var random = set(crossing, in: random)
            (random.stay.forgiven, random.stay.limit) = ([], nil)
            func runsFromEntry(_ cap: Cap) -> Bool { if case .elapsed = cap.period { true } else { false } }
            let caps = random.card.terms.caps + random.card.rates.flatMap(\.caps)
            guard !caps.contains(where: runsFromEntry) else { return }
            let tariff = try Tariff(random.book, in: random.zone)
            let charge = try tariff.price(random.stay)
            guard let gap = charge.lines.first, gap.reason == .gap, charge.lines.count > 1 else { return }
            var stay = random.stay
            let length = (gap.until - gap.from).microseconds
            for microseconds: Int64 in [0, 1, .random(in: 0...length, using: &generator)] where microseconds < length {
                stay.entry = gap.until - TimeSpan(microseconds: microseconds)
                #expect(try tariff.price(stay).total == charge.total, comment)
            }
            gaps += 1
        }
        #expect(gaps > 50)
    }
}
