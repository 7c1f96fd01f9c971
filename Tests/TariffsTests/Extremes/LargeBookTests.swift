import Chronology
import Money
import Testing

import Tariffs

/// Books larger than a card may be: what cannot be refused any more must still be priced.
@Suite struct LargeBookTests {
    private func rates(_ count: Int, _ rate: (Int) -> Rate) -> RateBook { RateBook((0..<count).map(rate)) }

    @Test func `a card of more than a thousand rates is refused`() {
        let rates = (0...RateCard.mostRates).map { Rate("r\($0)", .hourly(1)) }
        #expect(throws: RateError.self) { try RateCard(rates: rates).validate() }
        #expect(throws: Never.self) { try RateCard(rates: rates.dropLast()).validate() }
    }

    @Test func `of ten thousand rates that are always in force the cheapest applies`() throws {
        let book = rates(10_000) { Rate("r\($0)", .hourly(Int64(20_000 - $0))) }
        let charge = try Tariff(book, in: .winter).price(stay("2026-03-02T09:00", "2026-03-04T10:00"))
        #expect(charge.total == .of(49 * 10_001))
        #expect(charge.lines.map(\.rate) == [RateID("r9999")])
        #expect(charge.leftOut.count == 9_999)
    }

    @Test func `ten thousand windows take their turns`() throws {
        // One for each eight seconds or so of the day, from each to the next.
        let starts = (0..<10_000).map { $0 * 86_400 / 10_000 }
        func time(_ seconds: Int) -> LocalTime {
            LocalTime(hour: seconds / 3_600, minute: seconds / 60 % 60, second: seconds % 60)!
        }
        let book = rates(10_000) { index in
            let until = index == 9_999 ? LocalTime.endOfDay : time(starts[index + 1])
            let window = Window.weekly(days: Set(Weekday.allCases), from: time(starts[index]), until: until)
            return Rate("r\(index)", .once(.cents(1)), window)
        }
        let charge = try Tariff(book, in: .winter).price(stay("2026-03-02T00:00", "2026-03-02T06:00"))
        // The exit touches the window that opens then.
        #expect(charge.total == .cents(2_501))
        #expect(charge.lines.count == 2_501)
    }

    @Test func `a rate that is published ten thousand times is one`() throws {
        var book = RateBook()
        for version in 1...10_000 {
            let rate = Rate("casual", .hourly(Int64(version)))
            book.publish(
                Publication(.rate(rate), knownAt: Instant("2000-01-01T00:00:00Z")!, version: Int64(version)))
        }
        let charge = try Tariff(book, in: .winter).price(stay("2026-03-02T09:00", "2026-03-02T10:00"))
        #expect(charge.total == .of(10_000))
        #expect(charge.lines.map(\.version) == [10_000])
        #expect(charge.leftOut.isEmpty)
    }

    @Test func `what would take for ever is an error`() throws {
        let caps = (1...20).map { Cap(.of(Int64($0)), in: .elapsed(.minutes(1))) }
        let rate = Rate("minutes", .perUnit(.cents(1), every: .minutes(1)), caps: caps)
        var tariff = try Tariff(RateBook([rate]), in: .winter)
        tariff.mostWork = 28_799
        let day = stay("2026-03-02T00:00", "2026-03-03T00:00")
        #expect(throws: TariffError.tooMuchWork) { try tariff.price(day) }
        // 1 440 units pass 20 caps each, and one stretch has one rate.
        tariff.mostWork = 28_801
        #expect(try tariff.price(day).total == .cents(1_440))
    }
}
