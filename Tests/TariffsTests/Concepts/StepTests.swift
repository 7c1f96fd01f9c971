import Chronology
import Money
import Testing

import Tariffs

@Suite struct StepTests {
    let monday = "2026-03-02"
    let casual = Rate("casual", .steps([.hourly(3, lasting: .hours(1)), .hourly(5)]))

    @Test func `each step has lines of its own`() throws {
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T13:30"), casual)
        #expect(charge.lines.map(\.quantity) == [1, 3])
        #expect(charge.lines.map(\.unitPrice) == [.of(3), .of(5)])
        #expect(charge.lines[0].until == ZoneRules.winter.instant("\(monday)T11:00"))
    }

    @Test func `a unit runs its whole length even where its step ends within it`() throws {
        let rate = Rate("casual", .steps([.hourly(3, lasting: .minutes(90)), .hourly(5)]))
        // Units begin at 0, 60 and 120 minutes; the second runs on behind its step.
        #expect(try charge(stay("\(monday)T10:00", "\(monday)T12:00"), rate).total == .of(6))
        #expect(try charge(stay("\(monday)T10:00", "\(monday)T12:01"), rate).total == .of(11))
    }

    @Test func `steps run on by the time spent where an event comes in between`() throws {
        let event = Rate("event", .once(.zero), .on(monday, "10:30", "12:00"), tier: .event)
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T13:40"), casual, event)
        // Thirty minutes are spent at 12:00: the first hour lasts until 12:30, as long as without the event.
        #expect(charge.lines.filter { $0.rate == casual.id }.map(\.amount) == [.of(3), .zero, .of(10)])
        #expect(charge.total == (try TariffsTests.charge(stay("\(monday)T10:00", "\(monday)T12:10"), casual).total))
    }

    @Test func `covered time is not spent under the rate`() throws {
        let covered = [("\(monday)T10:30", "\(monday)T12:00")]
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T12:31", covered: covered), casual)
        #expect(charge.total == .of(8))
        #expect(charge.lines.map(\.reason) == [.block, .covered, .block])
        #expect(charge.lines.map(\.quantity) == [1, 0, 1])
        #expect(charge.lines.map(\.amount) == [.of(3), .zero, .of(5)])
    }

    @Test func `the next day's window begins the steps anew`() throws {
        var rate = casual
        rate.windows = [.daily("08:00", "10:00")]
        let charge = try charge(stay("2026-03-02T08:00", "2026-03-03T09:00"), rate)
        #expect(charge.lines.map(\.amount) == [.of(3), .of(5), .zero, .of(3)])
    }

    @Test func `a step may be passed over by a longer unit`() throws {
        let steps = [
            Step(.of(4), every: .hours(2), lasting: .minutes(30)), .hourly(9, lasting: .minutes(30)), .hourly(1),
        ]
        #expect(try charge(stay("\(monday)T10:00", "\(monday)T13:00"), Rate("casual", .steps(steps))).total == .of(5))
    }
}
