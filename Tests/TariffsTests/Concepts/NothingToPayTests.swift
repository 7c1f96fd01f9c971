import Chronology
import Money
import Tariffs
import Testing

/// Why rates stand on no line of a stay of which nothing, or nothing by them, is to be paid.
@Suite struct NothingToPayTests {
    let visitor = Rate(id: RateID("visitor")!, price: .hourly(50), free: .hours(3))

    @Test func `of a stay that a right has paid for nothing is to be paid by any rate`() throws {
        let covered = stay(
            "2026-03-02T09:00", "2026-03-02T14:00", covered: [("2026-03-02T00:00", "2026-03-03T00:00")])
        let charge = try charge(covered, visitor, Rate("casual", .hourly(4)))
        #expect(charge.total == .zero)
        #expect(charge.leftOut.map(\.reason) == [.nothingToPay, .nothingToPay])
    }

    @Test func `a rate published later on the vehicle's own card is named, though the standard card priced the stay`()
        throws
    {
        let bike = CardID("bike")!
        let entry = ZoneRules.winter.instant("2026-03-02T09:00")
        var book = RateBook([visitor])
        book.publish(
            Publication(.rate(Rate("bike", .hourly(1))), on: bike, knownAt: entry + .hours(1), version: 9))
        let tariff = try Tariff(book, knownAt: entry, before: 5, in: .winter)
        let charge = try tariff.price(Stay(entry: entry, exit: entry + .hours(5), card: bike))
        #expect(charge.card == .standard)
        #expect(charge.leftOut.map(\.rate) == [RateID("bike")!])
        #expect(charge.leftOut.map(\.reason) == [.publishedLater])
    }

    @Test func `a withdrawn rate is named only where it would have been in force`() throws {
        var book = RateBook([Rate("casual", .hourly(4)), Rate("past", .hourly(9), .on("2026-02-02", "08:00", "20:00"))])
        for (index, rate) in ["past", "casual"].enumerated() {
            book.publish(
                Publication(
                    .withdrawal(RateID(rate)!), knownAt: Instant("2026-03-01T00:00:00Z")!, version: Int64(3 + index))
            )
        }
        let charge = try Tariff(book, in: .winter).price(stay("2026-03-02T09:00", "2026-03-02T14:00"))
        #expect(charge.leftOut.map(\.rate) == [RateID("casual")!])
        #expect(charge.leftOut.map(\.reason) == [.withdrawn])
    }

    @Test func `the days of a flat rate run on from one occurrence of its window to the next`() throws {
        let day = Rate(id: RateID("day")!, windows: [.daily("00:00", "24:00")], price: .daily(50), flat: true)
        #expect(try charge(stay("2026-03-06T20:00", "2026-03-07T15:59"), day).total == .of(50))
        #expect(try charge(stay("2026-03-06T20:00", "2026-03-07T20:01"), day).total == .of(100))
    }

    @Test func `rounding on the whole goes by the step that the paid time has reached`() throws {
        let steps = Price.steps([
            Step(.of(2), every: .minutes(15), lasting: .hours(2)), Step(.of(10), every: .hours(1)),
        ])
        let rate = Rate(id: RateID("r")!, price: steps, free: .hours(3))
        let card = RateCard(rates: [rate], terms: Terms(crossing: .lastStepOnTotal))
        let charge = try Tariff([.standard: card], in: .winter)
            .price(stay("2026-03-02T08:00", "2026-03-02T12:05"))
        #expect(charge.total == .of(10))
    }
}
