import Chronology
import Money
import Testing

import Tariffs

@Suite struct VehicleTests {
    let cards = [
        CardID.standard: RateCard(rates: [Rate("casual", .hourly(4))]),
        .truck: RateCard(
            rates: [Rate("casual", .hourly(9))],
            terms: Terms(tax: Tax(name: "VAT", basisPoints: 1_900, isIncluded: true))),
    ]

    private func charge(_ card: CardID) throws -> Charge {
        var stay = stay("2026-03-02T10:00", "2026-03-02T12:00")
        stay.card = card
        return try Tariff(cards, in: .winter).price(stay)
    }

    @Test func `a type has its own card, with its own terms`() throws {
        #expect(try charge(.truck).total == .of(18))
        #expect(try charge(.truck).card == .truck)
        #expect(try charge(.truck).tax?.tax.name == "VAT")
        #expect(try charge(.standard).total == .of(8))
        #expect(try charge(.standard).tax == nil)
    }

    @Test func `a type without a card pays by the standard one`() throws {
        let charge = try charge(.tram)
        #expect(charge.total == .of(8))
        #expect(charge.card == .standard)
    }

    @Test func `an id names another rate on each card`() throws {
        var book = RateBook([Rate("casual", .hourly(4))])
        let recorded = Instant("2001-01-01T00:00:00Z")!
        book.publish(Publication(.rate(Rate("casual", .hourly(9))), on: .truck, knownAt: recorded, version: 2))
        book.publish(Publication(.withdrawal(RateID("casual")!), knownAt: recorded, version: 3))
        var stay = stay("2026-03-02T10:00", "2026-03-02T11:00")
        #expect(try Tariff(book, in: .winter).price(stay).total == .zero)
        stay.card = .truck
        #expect(try Tariff(book, in: .winter).price(stay).total == .of(9))
    }

    /// A card stays a card: its type does not fall back to the standard one.
    @Test func `a type whose rates are all withdrawn parks free`() throws {
        var book = RateBook([Rate("casual", .hourly(4))])
        let recorded = Instant("2001-01-01T00:00:00Z")!
        book.publish(Publication(.rate(Rate("night", .hourly(9))), on: .truck, knownAt: recorded, version: 2))
        book.publish(Publication(.withdrawal(RateID("night")!), on: .truck, knownAt: recorded, version: 3))
        var stay = stay("2026-03-02T10:00", "2026-03-02T11:00")
        stay.card = .truck
        let charge = try Tariff(book, in: .winter).price(stay)
        #expect(charge.lines.map(\.reason) == [.gap])
        #expect(charge.leftOut.map(\.reason) == [.withdrawn])
    }
}
