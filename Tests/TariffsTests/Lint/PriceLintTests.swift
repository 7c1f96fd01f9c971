import Chronology
import Money
import Testing

import Tariffs

/// Prices and names that do not do what they seem to.
@Suite struct PriceLintTests {
    @Test func `flat needs something by the day`() throws {
        func told(_ rate: Rate) throws -> Bool {
            try !lint(rate.with { $0.flat = true }).of(.flatWithoutEffect).isEmpty
        }
        #expect(try told(Rate("a", .hourly(3), caps: [.hours(24, 30)])))
        #expect(try !told(Rate("a", .hourly(3), caps: [.day(30)])))
        #expect(try !told(Rate("a", .daily(30))))
        #expect(try lint(Rate("a", .hourly(3))).of(.flatWithoutEffect).isEmpty)
    }

    @Test func `a step lasts a whole number of its units`() throws {
        func steps(_ lasting: TimeSpan) -> Rate {
            Rate("a", .steps([Step(.of(1), every: .minutes(20), lasting: lasting), Step(.of(5), every: .hours(1))]))
        }
        #expect(try lint(steps(.minutes(50))).rates(.stepsNotWhole) == [["a"]])
        #expect(try lint(steps(.minutes(60))).isEmpty)
    }

    @Test func `a step that begins later than any window or stay ends is never reached`() throws {
        func told(_ rate: Rate) throws -> Bool { try !lint(rate).of(.stepNeverReached).isEmpty }
        let steps = Price.steps([Step(.of(1), every: .hours(1), lasting: .hours(12)), Step(.of(5), every: .hours(1))])
        #expect(try told(Rate("a", steps, .daily("08:00", "17:00"))))
        #expect(try !told(Rate("a", steps, .daily("08:00", "17:00"), .daily("17:00", "08:00"))))
        #expect(try !told(Rate("a", steps, .daily("08:00", "19:00"))), "a night may have two hours more")
        #expect(try !told(Rate("a", steps)))
        #expect(try told(Rate("a", steps).when(atMost: .hours(12))))
        #expect(try !told(Rate("a", steps).when(atMost: .hours(13))))
    }

    @Test func `rates that drivers cannot tell apart are told`() throws {
        let first = Rate("a", .hourly(3)).with { $0.name = "Parking" }
        let second = Rate("b", .hourly(3), to: .staff).with { $0.name = "Parking" }
        #expect(try lint(first, second).rates(.sameName) == [["a", "b"]])
        #expect(try lint(first, second.with { $0.name = "Staff" }).isEmpty)
    }
}
