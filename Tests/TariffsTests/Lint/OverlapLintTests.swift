import Chronology
import Testing

import Tariffs

/// Rates, or windows of one, that are in force together.
@Suite struct OverlapLintTests {
    @Test func `two casual rates of one audience whose windows meet are an error`() throws {
        let found = try lint(
            Rate("day", .hourly(3), .daily("07:00", "18:00")), Rate("late", .hourly(2), .daily("17:00", "24:00")))
        #expect(found.rates(.ratesOverlap) == [["day", "late"]])
        #expect(found.meetings(.ratesOverlap) == ["2026-03-02T17:00"])
        let told = try #require(found.first)
        #expect(told.severity == .error)
        #expect(
            told.sentence == """
                Rates 'day' and 'late' are both in force at Monday 2026-03-02 17:00, and neither goes before the \
                other. Part their windows, or put the one that is to win into a higher tier.
                """)
    }

    @Test func `windows that only touch do not meet, not even across midnight or the week's end`() throws {
        let day = Rate("day", .hourly(3), .daily("07:00", "17:00"))
        #expect(try lint(day, Rate("night", .hourly(2), .daily("17:00", "07:00"))).isEmpty)
        let sunday = Rate("sunday", .hourly(3), .every(.sunday, "00:00", "24:00"))
        let monday = Rate("monday", .hourly(3), .every(.monday, "00:00", "24:00"))
        #expect(try lint(sunday, monday).of(.ratesOverlap).isEmpty)
    }

    @Test func `a Sunday night meets Monday morning`() throws {
        let sunday = Rate("sunday", .hourly(3), .every(.sunday, "22:00", "06:00"))
        let monday = Rate("monday", .hourly(3), .every(.monday, "05:00", "08:00"))
        #expect(try lint(sunday, monday).meetings(.ratesOverlap) == ["2026-03-02T05:00"])
        #expect(try lint(sunday, monday, from: "2026-03-03").meetings(.ratesOverlap) == ["2026-03-09T05:00"])
    }

    @Test func `rates without windows are always in force, and meet at once`() throws {
        let found = try lint(
            Rate("a", .hourly(3)), Rate("b", .hourly(4)), Rate("c", .hourly(5), .on("2027-01-05", "10:00", "12:00")))
        #expect(found.rates(.ratesOverlap) == [["a", "b"], ["a", "c"], ["b", "c"]])
        #expect(found.meetings(.ratesOverlap) == ["2026-03-02T00:00", "2027-01-05T10:00", "2027-01-05T10:00"])
    }

    @Test func `other tiers and other audiences stand apart`() throws {
        let casual = Rate("casual", .hourly(3))
        let event = Rate("event", .hourly(9), .on("2026-03-05", "13:00", "15:00"), tier: .event)
        #expect(try lint(casual, event, Rate("staff", .hourly(1), to: .staff)).isEmpty)
    }

    @Test func `an early bird is no rate of the hour`() throws {
        #expect(
            try lint(Rate("casual", .hourly(3)), .bird("early", .daily("06:00", "09:30"), .daily("15:00", "18:00")))
                .isEmpty)
    }

    @Test func `two events meet on their date, and not when it is over`() throws {
        let fair = Rate("fair", .hourly(9), .on("2026-03-05", "13:00", "16:00"), tier: .event)
        let match = Rate("match", .hourly(9), .on("2026-03-05", "15:00", "18:00"), tier: .event)
        let casual = Rate("casual", .hourly(3))
        #expect(try lint(casual, fair, match).meetings(.ratesOverlap) == ["2026-03-05T15:00"])
        #expect(try lint(casual, fair, match, from: "2026-03-06").of(.ratesOverlap).isEmpty)
    }

    @Test func `a meeting that a skipped hour hides is that of the next week`() throws {
        let berlin = try ZoneRules.system("Europe/Berlin")
        let night = Rate("night", .hourly(3), .every(.sunday, "01:00", "02:30"))
        let early = Rate("early", .hourly(4), .every(.sunday, "02:00", "05:00"))
        let found = try lint(night, early, in: berlin, from: "2026-03-28")
        #expect(found.meetings(.ratesOverlap, in: berlin) == ["2026-04-05T02:00"])
    }

    @Test func `stays that exclude each other keep rates apart`() throws {
        let short = Rate("short", .hourly(3)).when(atMost: .hours(4))
        #expect(
            try lint(short, Rate("long", .hourly(2)).when(atLeast: .hours(5))).of(.ratesOverlapConditionally).isEmpty)
        #expect(
            try lint(short, Rate("long", .hourly(2)).when(atLeast: .hours(4))).of(.ratesOverlapConditionally).isEmpty)
        let monday = Rate("monday", .hourly(3)).when(on: [.monday])
        #expect(
            try lint(monday, Rate("tuesday", .hourly(3)).when(on: [.tuesday])).of(.ratesOverlapConditionally).isEmpty)
    }

    @Test func `stays that may fulfil both are a warning, and the same conditions twice an error`() throws {
        let offer = Rate("offer", .once(.of(9))).when(atMost: .hours(4))
        let mixed = try lint(Rate("casual", .hourly(3)), offer)
        #expect(mixed.rates(.ratesOverlapConditionally) == [["casual", "offer"]])
        #expect(mixed.meetings(.ratesOverlapConditionally) == ["2026-03-02T00:00"])
        #expect(mixed.of(.ratesOverlap).isEmpty)
        #expect(
            try lint(offer, Rate("long", .hourly(3)).when(atLeast: .hours(3))).rates(.ratesOverlapConditionally).count
                == 1)
        let again = Rate("again", .once(.of(8))).when(atMost: .hours(4), on: Set(Weekday.allCases))
        #expect(try lint(offer, again).rates(.ratesOverlap) == [["offer", "again"]])
        #expect(try lint(offer, again).of(.ratesOverlapConditionally).isEmpty)
    }

    @Test func `windows of one rate that overlap are told, those that touch are not`() throws {
        let touching = Rate("a", .hourly(3), .daily("00:00", "24:00"))
        #expect(try lint(touching).isEmpty)
        #expect(
            try lint(Rate("a", .hourly(3), .daily("08:00", "12:00"), .daily("12:00", "17:00"))).of(.windowsOverlap)
                .isEmpty)
        let weekly = Rate("a", .hourly(3), .daily("20:00", "08:00"), .every(.friday, "07:00", "17:00"))
        #expect(try lint(weekly).meetings(.windowsOverlap) == ["2026-03-06T07:00"])
        let dated = Rate("a", .hourly(3), .on("2026-03-04", "10:00", "12:00"), .on("2026-03-04", "11:00", "13:00"))
        #expect(try lint(dated).meetings(.windowsOverlap) == ["2026-03-04T11:00"])
        let both = Rate("a", .hourly(3), .daily("10:00", "12:00"), .on("2026-03-04", "11:00", "13:00"))
        #expect(try lint(both).meetings(.windowsOverlap) == ["2026-03-04T11:00"])
        #expect(try lint(both, from: "2026-03-05").of(.windowsOverlap).isEmpty)
    }
}
