import Chronology
import Money
import Testing

import Tariffs

@Suite struct TaxTests {
    let casual = Rate("casual", .perUnit(.cents(250), every: .hours(1)))

    private func charge(_ basisPoints: Int64, isIncluded: Bool, _ rates: Rate...) throws -> Charge {
        let tax = Tax(name: "VAT", basisPoints: basisPoints, isIncluded: isIncluded)
        let book = RateBook(rates, terms: Terms(tax: tax))
        return try Tariff(book, in: .winter).price(stay("2026-03-02T10:00", "2026-03-02T12:00"))
    }

    @Test func `a tax that is included is a part of the total`() throws {
        let charge = try charge(1_900, isIncluded: true, casual)
        #expect(charge.total == .of(5))
        #expect(charge.tax?.amount == .cents(80), "500 × 19 ÷ 119 is 79.8")
        #expect(charge.lines.count == 1)
    }

    @Test func `a tax on top is the last line`() throws {
        let charge = try charge(1_900, isIncluded: false, casual)
        #expect(charge.total == .cents(595))
        #expect(charge.lines.map(\.amount) == [.of(5), .cents(95)])
        #expect(charge.lines.last?.reason == charge.tax.map { .tax($0.tax) })
        #expect(charge.lines.last?.from == charge.lines.last?.until)
        #expect(charge.lines.last?.version == 0, "that of the terms")
    }

    @Test(arguments: [(10, 50, 0), (10, 500, 1), (30, 500, 2), (50, 100, 1), (49, 100, 0)])
    func `it is rounded half up`(cents: Int64, basisPoints: Int64, amount: Int64) throws {
        let charge = try charge(basisPoints, isIncluded: false, Rate("once", .once(.cents(cents))))
        #expect(charge.tax?.amount == .cents(amount))
    }

    @Test func `it is on the charge after caps, and candidates are compared before it`() throws {
        var capped = casual
        capped.caps = [Cap(.of(4), in: .calendarDay)]
        let bird = Rate("bird", .once(.of(3)), earlyBird: EarlyBird(exit: .daily("12:00", "13:00")))
        let charge = try charge(1_000, isIncluded: false, capped, bird)
        #expect(charge.candidates.map(\.total) == [.of(4), .of(3)])
        #expect(charge.total == .cents(330))
    }

    @Test func `what is free is taxed by nothing`() throws {
        let charge = try charge(1_900, isIncluded: false)
        #expect(charge.total == .zero)
        #expect(charge.tax?.amount == .zero)
        #expect(charge.lines.map(\.amount) == [.zero, .zero])
    }

    @Test func `without a tax none is named`() throws {
        let plain = try TariffsTests.charge(stay("2026-03-02T10:00", "2026-03-02T12:00"), casual)
        #expect(plain.tax == nil)
    }
}
