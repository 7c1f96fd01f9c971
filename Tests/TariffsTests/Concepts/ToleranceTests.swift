import Chronology
import Money
import Testing

import Tariffs

@Suite struct ToleranceTests {
    let monday = "2026-03-02"
    let casual = Rate("casual", .hourly(4), tolerance: .minutes(5))

    private func at(_ time: String) -> Instant { ZoneRules.winter.instant("\(monday)T\(time)") }

    @Test func `five minutes behind the last unit go unnoticed, and the line says so`() throws {
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T11:05"), casual)
        #expect(charge.total == .of(4))
        #expect(charge.lines.map(\.reason) == [.block, .tolerance])
        #expect(charge.lines.map(\.from) == [at("10:00"), at("11:00")])
        let later = Stay(entry: at("10:00"), exit: at("11:05") + TimeSpan(microseconds: 1))
        #expect(try Tariff(RateBook([casual]), in: .winter).price(later).total == .of(8))
    }

    @Test func `they do not add up`() throws {
        #expect(try charge(stay("\(monday)T10:00", "\(monday)T13:05"), casual).total == .of(12))
        #expect(try charge(stay("\(monday)T10:00", "\(monday)T13:06"), casual).total == .of(16))
    }

    @Test func `the first unit is begun at once`() throws {
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T10:03"), casual)
        #expect(charge.total == .of(4))
        #expect(charge.lines.map(\.reason) == [.block])
    }

    let evening = Rate("evening", .hourly(2), .daily("11:03", "24:00"), tier: .advanced)

    @Test func `by the block, another rate's block is another one`() throws {
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T11:04"), casual, evening)
        #expect(charge.lines.map(\.reason) == [.block, .tolerance, .block])
        #expect(charge.total == .of(6))
    }

    @Test func `where units run on, only those behind the last one go unnoticed`() throws {
        let terms = Terms(crossing: .unitStart)
        // Units begin at 10:00 and at 11:00, which lies 65 minutes before the exit.
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T12:05"), casual, terms: terms)
        #expect(charge.total == .of(8))
        #expect(charge.lines.map(\.reason) == [.block, .tolerance])
    }

    @Test func `what goes unnoticed does so whichever rate is in force until the exit`() throws {
        let terms = Terms(crossing: .unitStart)
        // The unit from 10:00 has minutes left to 11:05; the evening's rate asks for none of them.
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T11:04"), casual, evening, terms: terms)
        #expect(charge.total == .of(4))
        #expect(charge.lines.map(\.quantity) == [1, 0, 0])
    }

    @Test func `rounded on the whole, it is that of the last rate, once`() throws {
        let terms = Terms(crossing: .lastStepOnTotal)
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T12:04"), casual, terms: terms)
        #expect(charge.total == .of(8))
        #expect(charge.lines.map(\.quantity) == [7_200, 0])
        #expect(charge.lines.map(\.reason) == [.block, .tolerance])
    }

    @Test func `a unit that was due before covered time is charged behind it`() throws {
        let covered = [("\(monday)T11:03", "\(monday)T12:00")]
        let (two, three) = ("\(monday)T12:02", "\(monday)T12:03")
        #expect(try charge(stay("\(monday)T10:00", two, covered: covered), casual).total == .of(4))
        let charge = try charge(stay("\(monday)T10:00", three, covered: covered), casual)
        #expect(charge.total == .of(8))
        #expect(charge.lines.map(\.quantity) == [1, 0, 1])
        #expect(charge.lines.map(\.from) == [at("10:00"), at("11:03"), at("12:00")])
    }

    @Test func `it stands on one line behind it, though a rival joins and the step is another one`() throws {
        let steps = Price.steps([.hourly(4, lasting: .hours(1)), Step(.of(1), every: .minutes(30))])
        let rate = Rate("casual", steps, tolerance: .minutes(5))
        let rival = Rate("rival", .hourly(90), .daily("12:01", "24:00"))
        let covered = [("\(monday)T11:03", "\(monday)T12:00")]
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T12:10", covered: covered), rate, rival)
        #expect(charge.lines.map(\.from) == [at("10:00"), at("11:03"), at("12:00")])
        #expect(charge.lines.map(\.until) == [at("11:03"), at("12:00"), at("12:10")])
        #expect(charge.lines.map(\.quantity) == [1, 0, 1])
    }
}
