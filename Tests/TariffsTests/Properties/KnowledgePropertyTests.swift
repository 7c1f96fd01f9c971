import Chronology
import Money
import Testing

import Tariffs

/// What a stay knows, it knows for ever (tariffs.md, As known at the start).
@Suite struct KnowledgePropertyTests {
    @Test func `nothing published or withdrawn after the start changes a charge`() throws {
        try forAll(1_000, .everything) { random, comment, generator in
            let start = random.stay.entry
            let before = try Tariff(random.book, knownAt: start, before: 50, in: random.zone).price(random.stay)
            #expect(before.leftOut.allSatisfy { $0.reason != .publishedLater }, comment)
            var book = random.book
            let other = try RandomCase(&generator, Wishes(features: Wishes.everything.features, most: .max / 4))
            var later = other.book.publications.map { ($0.content, $0.card) }
            for (id, card) in random.cards {
                later += card.rates.map { (.withdrawal($0.id), id) }
            }
            for (index, change) in later.shuffled(using: &generator).enumerated() {
                let delay = TimeSpan(microseconds: [0, 0, 1, 60_000_000].randomElement(using: &generator)!)
                book.publish(
                    Publication(change.0, on: change.1, knownAt: start + delay, version: 50 + Int64(index)))
            }
            let known = book.known(at: start, before: 50)
            #expect(known == random.book, comment)
            #expect(try Tariff(known, in: random.zone).price(random.stay) == before, comment)

            let after = try Tariff(book, knownAt: start, before: 50, in: random.zone).price(random.stay)
            #expect(after.lines == before.lines && after.total == before.total && after.tax == before.tax, comment)
            #expect(after.candidates == before.candidates && after.card == before.card, comment)
            #expect(after.leftOut.filter { $0.reason != .publishedLater } == before.leftOut, comment)
            let published = book.publications.count { publication in
                // Also those of the vehicle's own card, where another one prices the stay.
                guard publication.version >= 50, [before.card, random.stay.card].contains(publication.card) else {
                    return false
                }
                if case .rate = publication.content { return true } else { return false }
            }
            #expect(after.leftOut.count - before.leftOut.count == published, comment)
        }
    }

    @Test func `what was withdrawn before the start is as if it had not been, but for the reason why`() throws {
        try forAll(1_000, .everything) { random, comment, generator in
            guard let rate = random.card.rates.randomElement(using: &generator) else { return }
            let id = random.pricingCard
            var book = random.book
            book.publish(Publication(.withdrawal(rate.id), on: id, knownAt: random.stay.entry, version: 49))
            let charge = try Tariff(book, knownAt: random.stay.entry, before: 50, in: random.zone).price(random.stay)
            var without = random
            without.cards[id]?.rates.removeAll { $0.id == rate.id }
            let expected = try without.charge()
            #expect(charge.total == expected.total, comment)
            #expect(charge.lines.map(\.amount) == expected.lines.map(\.amount), comment)
            let named = charge.leftOut.filter { $0.reason == .withdrawn }
            #expect(named.allSatisfy { $0.rate == rate.id && $0.version == 49 } && named.count <= 1, comment)
            let others = charge.leftOut.filter { $0.reason != .withdrawn }
            #expect(others.map(\.rate) == expected.leftOut.map(\.rate), comment)
            #expect(others.map(\.reason) == expected.leftOut.map(\.reason), comment)
            // A rate that would have been in force, had it not been withdrawn, is named.
            let standing = try random.charge()
            let wasApplied = standing.lines.contains { $0.rate == rate.id && $0.from < $0.until && $0.reason == .block }
            if wasApplied, rate.windows.isEmpty { #expect(named.count == 1, comment) }
        }
    }

    @Test func `pricing twice gives the same charge`() throws {
        try forAll(1_000, Wishes.everything.toTheMicrosecond) { random, comment, _ in
            let tariff = try Tariff(random.book, in: random.zone)
            let first = try tariff.price(random.stay)
            #expect(try tariff.price(random.stay) == first, comment)
            #expect(try random.charge() == first, comment)
        }
    }
}
