import Chronology
import Money
import Testing

import Tariffs

/// What findings look like together.
@Suite struct FindingTests {
    @Test func `a sound card has no findings`() throws {
        let found = try lint(
            Rate("day", .hourly(12), .daily("07:00", "17:00"), caps: [.day(100)]),
            Rate("night", .once(.of(20)), .daily("17:00", "07:00")),
            Rate("long", .daily(30), tier: .advanced).when(atLeast: .hours(24)),
            Rate("fair", .hourly(30), .on("2026-03-05", "13:00", "15:00"), tier: .event).with {
                $0.cardCaps = .excluded
            },
            Rate("staff", .hourly(5), .daily("08:00", "18:00"), to: .staff),
            Rate("cinema", .hourly(6), to: .validation(ValidationID("cinema")!)),
            .bird("early", .daily("06:00", "09:30"), .daily("15:00", "18:00")), terms: Terms(caps: [.hours(24, 120)]),
            in: try .system("Europe/Berlin"))
        #expect(found == [])
    }

    @Test func `errors come first, then findings by the order of the rates, those of the card last`() throws {
        let found = try lint(
            Rate("a", .hourly(3), .daily("08:00", "12:00")).with { $0.flat = true },
            Rate("b", .hourly(3), .daily("11:00", "18:00")), Rate("c", .hourly(3), .daily("17:00", "20:00")),
            Rate("fair", .hourly(3), tier: .event, caps: [.day(2)]))
        #expect(
            found.map { "\($0.kind.rawValue) \($0.rates)" } == [
                "rates-overlap [a, b]", "rates-overlap [b, c]", "flat-without-effect [a]",
                "rate-never-applies [a, fair]", "rate-never-applies [b, fair]", "rate-never-applies [c, fair]",
                "event-without-date [fair]", "cap-below-unit [fair]",
            ])
        let gap = try lint(Rate("a", .hourly(3), .daily("08:00", "12:00")).with { $0.flat = true })
        #expect(gap.map(\.kind) == [.flatWithoutEffect, .gap])
    }

    @Test func `codes are words with hyphens, and only rates that overlap outright are an error`() {
        for kind in Finding.Kind.allCases {
            let words = kind.rawValue.split(separator: "-", omittingEmptySubsequences: false)
            #expect(words.allSatisfy { !$0.isEmpty && $0.allSatisfy { ("a"..."z").contains($0) } })
            #expect((kind.severity == .error) == (kind == .ratesOverlap))
        }
    }

    @Test func `of each kind a hundred are told at most`() {
        let rates = (0..<1_000).map { Rate("r\($0)", .hourly(3)) }
        let found = RateCard(rates: rates).lint(in: .winter, from: LocalDay("2026-03-02")!)
        #expect(found.count == RateCard.mostFindings)
        #expect(found.allSatisfy { $0.kind == .ratesOverlap })
        #expect(found.last?.rates.map(\.text) == ["r0", "r100"])
    }

    @Test func `a card of a thousand rates side by side has no findings but for its gap`() {
        let rates = (0..<1_000).map { index in
            let day = Weekday.allCases[index % 7]
            let minute = index / 7 * 10
            func time(_ minute: Int) -> LocalTime { LocalTime(hour: minute / 60, minute: minute % 60)! }
            return Rate(
                "r\(index)", .hourly(3), .weekly(days: [day], from: time(minute), until: time(minute + 10)))
        }
        let found = RateCard(rates: rates).lint(in: .winter, from: LocalDay("2026-03-02")!)
        #expect(found.map(\.kind) == [.gap])
    }
}
