import Chronology
import Money
import Testing

import Tariffs

@Suite struct RateBookTests {
    let noon = ZoneRules.utc.instant("2026-03-02T12:00")

    private func book(_ entries: (String, Int64, TimeSpan, Int64)...) -> RateBook {
        var book = RateBook()
        for (id, price, after, version) in entries {
            book.publish(Publication(.rate(Rate(id, .hourly(price))), knownAt: noon + after, version: version))
        }
        return book
    }

    @Test func `a rate recorded at the very instant counts when it stands earlier in the log`() {
        let book = book(("a", 1, .zero, 7), ("b", 1, .zero, 9), ("c", 1, .minutes(1), 10))
        #expect(book.known(at: noon, before: 8).card(.standard).rates.map(\.version) == [7])
        #expect(book.known(at: noon, before: 7).publications.isEmpty)
        #expect(
            book.known(at: noon + TimeSpan(microseconds: 1), before: 1).card(.standard).rates.map(\.version) == [7, 9])
    }

    @Test func `publishing an id again replaces the rate for later stays only`() throws {
        let book = book(("a", 1, .minutes(-9), 1), ("b", 2, .minutes(-8), 2), ("a", 3, .minutes(5), 3))
        #expect(book.known(at: noon, before: 99).card(.standard).rates.map(\.version) == [1, 2])
        #expect(book.known(at: noon + .minutes(6), before: 99).card(.standard).rates.map(\.version) == [2, 3])
        #expect(book.publications.count == 3)
    }

    @Test func `a rate published again counts as published anew`() throws {
        let book = book(("a", 5, .minutes(-9), 1), ("b", 5, .minutes(-8), 2), ("a", 5, .minutes(-7), 3))
        let charge = try Tariff(book, in: .utc).price(Stay(entry: noon, exit: noon + .hours(1)))
        #expect(charge.lines.map(\.version) == [2])
    }

    @Test func `a rate that makes no sense is refused by name, unless it was published later`() throws {
        var book = book(("a", 5, .minutes(-9), 1))
        book.publish(Publication(.rate(Rate("b", .hourly(-1))), knownAt: noon, version: 2))
        #expect(throws: TariffError.self) { try Tariff(book, in: .utc) }
        let tariff = try Tariff(book, knownAt: noon, before: 2, in: .utc)
        let charge = try tariff.price(Stay(entry: noon, exit: noon + .hours(1)))
        #expect(charge.total == .of(5))
        #expect(charge.leftOut.map(\.reason) == [.publishedLater])
    }

    @Test(arguments: ["a", "7", "day-rate_2.b", String(repeating: "x", count: 64)])
    func `a rate is named by letters, digits and what joins them`(text: String) {
        #expect(RateID(text)?.description == text)
        #expect(GroupID(text)?.description == text)
    }

    @Test(arguments: ["", "-a", ".a", "A", "a b", "ä", "a,b", String(repeating: "x", count: 65)])
    func `any other name is refused`(text: String) {
        #expect(RateID(text) == nil)
        #expect(GroupID(text) == nil)
    }
}
