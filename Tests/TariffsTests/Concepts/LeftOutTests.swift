import Chronology
import Money
import Testing

import Tariffs

@Suite struct LeftOutTests {
    let casual = Rate("casual", .hourly(15))
    let morning = stay("2026-03-02T09:00", "2026-03-02T11:00")

    private func reasons(_ rates: Rate..., of stay: Stay? = nil) throws -> [LeftOut.Reason] {
        try Tariff(RateBook(rates), in: .winter).price(stay ?? morning).leftOut.map(\.reason)
    }

    @Test func `of another audience`() throws {
        let staff = Rate("staff", .hourly(1), to: .staff)
        let cinema = Rate("cinema", .hourly(1), to: .validation(.cinema))
        #expect(try reasons(casual, staff, cinema) == [.otherAudience, .otherAudience])
    }

    @Test func `for another kind of stay`() throws {
        let long = Rate("long", .daily(1), tier: .advanced, conditions: StayConditions(minimumStay: .hours(3)))
        let bird = Rate("bird", .once(.of(1)), earlyBird: .morningToAfternoon)
        #expect(try reasons(casual, long, bird) == [.conditionNotMet, .conditionNotMet])
    }

    @Test func `for another time`() throws {
        let evening = Rate("evening", .hourly(1), .daily("17:00", "24:00"))
        #expect(try reasons(casual, evening) == [.outsideWindows])
    }

    @Test func `for a time that is covered`() throws {
        let dawn = Rate("dawn", .hourly(1), .daily("09:00", "10:00"))
        let covered = [("2026-03-02T08:00", "2026-03-02T10:00")]
        #expect(
            try reasons(casual, dawn, of: stay("2026-03-02T09:00", "2026-03-02T11:00", covered: covered))
                == [.outsideWindows])
    }

    @Test func `outranked wherever it would have been in force`() throws {
        #expect(try reasons(casual, Rate("event", .hourly(99), tier: .event)) == [.outranked])
    }

    @Test func `dearer than a rival, or as dear and published later`() throws {
        #expect(try reasons(casual, Rate("dear", .hourly(16)), Rate("late", .hourly(15))) == [.dearer, .dearer])
    }

    @Test func `dearer than another way to price the whole stay`() throws {
        let bird = Rate("bird", .once(.of(1)), earlyBird: EarlyBird(exit: .daily("10:00", "12:00")))
        #expect(try reasons(casual, bird) == [.dearer])
    }

    @Test func `graced by another rate`() throws {
        let kind = Rate("kind", .hourly(99), grace: .hours(3))
        let evening = Rate("evening", .hourly(1), .daily("17:00", "24:00"))
        #expect(try reasons(kind, casual, evening) == [.graced, .outsideWindows])
    }

    @Test func `withdrawn, or published later, behind the others and with that version`() throws {
        var book = RateBook([casual, Rate("gone", .hourly(1)), Rate("dear", .hourly(99))])
        book.publish(Publication(.withdrawal(RateID("gone")!), knownAt: morning.entry, version: 4))
        book.publish(Publication(.rate(Rate("new", .hourly(1))), knownAt: morning.entry, version: 5))
        let tariff = try Tariff(book, knownAt: morning.entry, before: 5, in: .winter)
        let leftOut = try tariff.price(morning).leftOut
        #expect(leftOut.map(\.reason) == [.dearer, .withdrawn, .publishedLater])
        #expect(leftOut.map(\.version) == [3, 4, 5])
        #expect(leftOut.map(\.rate.text) == ["dear", "gone", "new"])
    }

    @Test func `a stay without length leaves out every rate`() throws {
        let nothing = Stay(entry: morning.entry, exit: morning.entry)
        #expect(
            try reasons(casual, Rate("staff", .hourly(1), to: .staff), of: nothing) == [
                .outsideWindows, .otherAudience,
            ])
    }
}
