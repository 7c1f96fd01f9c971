import Chronology
import Testing

import Tariffs

@Suite struct EarlyBirdLintTests {
    private let early = Rate.bird("early", .daily("06:00", "09:30"), .daily("15:00", "18:00"))

    @Test func `two early birds for which one stay may qualify are a warning`() throws {
        let found = try lint(early, .bird("later", .daily("09:00", "11:00"), .daily("17:00", "20:00")))
        #expect(found.rates(.earlyBirdsOverlap) == [["early", "later"]])
        #expect(found.meetings(.earlyBirdsOverlap) == ["2026-03-02T09:00"])
        #expect(found.of(.earlyBirdsOverlap).allSatisfy { $0.severity == .warning })
    }

    @Test func `early birds with other entries, other exits or for others stand apart`() throws {
        func overlap(_ other: Rate) throws -> Bool { try !lint(early, other).of(.earlyBirdsOverlap).isEmpty }
        #expect(try !overlap(.bird("b", .daily("09:30", "11:00"), .daily("15:00", "18:00"))))
        #expect(try !overlap(.bird("b", .daily("06:00", "09:30"), .daily("18:00", "20:00"))))
        #expect(try !overlap(.bird("b", .daily("06:00", "09:30"), .daily("15:00", "18:00"), to: .staff)))
        #expect(try overlap(.bird("b", nil, .daily("15:00", "18:00"))))
        #expect(try overlap(.bird("b", .daily("06:00", "09:30"), nil)))
    }

    @Test func `of two exits the first after the entry counts`() throws {
        // From 07:00 one ends on this morning, the other in the next one's night.
        let morning = Rate.bird("a", .daily("06:00", "08:00"), .daily("09:00", "12:00"))
        let night = Rate.bird("b", .daily("06:00", "08:00"), .every(.sunday, "09:00", "10:00"))
        #expect(try lint(morning, night).meetings(.earlyBirdsOverlap) == ["2026-03-08T06:00"])
    }

    @Test func `the lengths of stays count too`() throws {
        let short = early.with {
            $0.id = RateID("short")!; $0.conditions.maximumStay = .hours(7)
        }
        let found = try lint(early, short)
        #expect(found.meetings(.earlyBirdsOverlap) == ["2026-03-02T08:00"])
        let long = early.with {
            $0.id = RateID("long")!; $0.conditions.minimumStay = .hours(7)
        }
        #expect(try lint(short, long).of(.earlyBirdsOverlap).isEmpty)
    }

    @Test func `an early bird that nobody can meet is told, whatever makes it so`() throws {
        func met(_ rate: Rate, from day: String = "2026-03-02") throws -> Bool {
            try lint(rate, from: day).of(.earlyBirdNeverMet).isEmpty
        }
        #expect(try met(early))
        #expect(try !met(early.when(atMost: .hours(5))))
        #expect(try met(early.when(atMost: .hours(6))))
        #expect(try !met(early.when(atLeast: .hours(12))))
        #expect(try met(early.when(on: [.sunday])))
        #expect(try !met(.bird("b", .every(.monday, "06:00", "09:30"), nil).when(on: [.sunday])))
        let festival = Rate.bird("b", .daily("06:00", "09:30"), .on("2027-07-04", "15:00", "18:00"))
        #expect(try met(festival.when(atMost: .hours(10))))
        #expect(try !met(festival.when(atMost: .hours(5))))
        let after = Rate.bird("b", .on("2026-03-05", "06:00", "09:00"), .on("2026-03-04", "15:00", "18:00"))
        #expect(try !met(after))
    }

    @Test func `one price for a stay of any length is told`() throws {
        let open = Rate.bird("open", .daily("06:00", "09:30"), nil)
        #expect(try lint(open).rates(.earlyBirdOpenEnded) == [["open"]])
        #expect(try lint(early).of(.earlyBirdOpenEnded).isEmpty)
        #expect(try lint(open.when(atMost: .hours(14))).of(.earlyBirdOpenEnded).isEmpty)
        #expect(try lint(open.with { $0.price = .daily(24) }).of(.earlyBirdOpenEnded).isEmpty)
    }
}
