import Chronology
import Money
import Testing

import Tariffs

@Suite struct UndecidedCardsTests {
    let day = LocalDay("2026-03-02")!
    let truck = CardID("truck")!

    private func undecided(_ cards: [CardID: RateCard]) -> [CardID: [Finding]] {
        cards.undecided(in: .winter, from: day)
    }

    @Test func `of cards that are tried out, those with rates that meet undecided are named`() throws {
        let casual = Rate("casual", .hourly(2), .daily("08:00", "18:00"))
        let evening = Rate("evening", .hourly(1), .daily("17:00", "24:00"))
        let found = undecided([
            .standard: RateCard(rates: [casual]), truck: RateCard(rates: [casual, evening]),
        ])
        #expect(found.keys.map(\.text) == ["truck"])
        let finding = try #require(found[truck]?.first)
        #expect(found[truck]?.count == 1)
        #expect(finding.kind == .ratesOverlap)
        #expect(finding.rates == [casual.id, evening.id])
        #expect(finding.meeting == ZoneRules.winter.instant("2026-03-02T17:00"))
    }

    @Test func `what is only a warning keeps nobody from trying`() {
        let gap = Rate("casual", .hourly(2), .daily("08:00", "18:00"))
        #expect(!RateCard(rates: [gap]).lint(in: .winter, from: day).isEmpty)
        #expect(undecided([.standard: RateCard(rates: [gap])]).isEmpty)
    }
}
