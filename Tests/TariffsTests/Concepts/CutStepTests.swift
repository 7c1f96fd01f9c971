import Chronology
import Money
import Testing

import Tariffs

/// That a price keeps its place across cuts, whatever cuts: an event, covered time, an agreement's minutes.
@Suite struct CutStepTests {
    let monday = "2026-03-02"
    let steps = Rate("casual", .steps([.hourly(8, lasting: .hours(1)), .hourly(2)]))

    private func total(
        _ crossing: Crossing, covered: [(String, String)] = [], agreement: TimeSpan? = nil, until: String = "14:00"
    ) throws -> Money {
        let event = Rate("event", .once(.zero), .on(monday, "11:00", "12:00"), tier: .event)
        var stay = stay(
            "\(monday)T10:00", "\(monday)T\(until)", covered: covered.map { ("\(monday)T\($0.0)", "\(monday)T\($0.1)") }
        )
        var terms = Terms(crossing: crossing)
        if let agreement {
            stay.agreement = AgreementID("doctor")!
            terms.agreements = [Agreement(id: AgreementID("doctor")!, effect: .minutesOff(agreement))]
        }
        return try charge(stay, steps, event, terms: terms).total
    }

    @Test(arguments: Crossing.allCases)
    func `what a cut leaves of a begun first hour is used before a further one begins`(crossing: Crossing) throws {
        #expect(try total(crossing) == .of(12))
        #expect(try total(crossing, covered: [("10:20", "11:00")]) == .of(12))
        #expect(try total(crossing, agreement: .minutes(40)) == .of(12))
    }

    @Test func `forty minutes are left of the first hour, to the second`() throws {
        let covered = [("10:20", "11:00")]
        #expect(try total(.perBlock, covered: covered, until: "12:40") == .of(8))
        #expect(try total(.perBlock, covered: covered, until: "12:41") == .of(10))
    }

    @Test func `the line behind the cut counts what begins there`() throws {
        let event = Rate("event", .once(.zero), .on(monday, "11:00", "12:00"), tier: .event)
        let covered = [("\(monday)T10:20", "\(monday)T11:00")]
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T14:00", covered: covered), steps, event)
        #expect(charge.lines.map(\.quantity) == [1, 0, 1, 0, 2])
        #expect(charge.lines.map(\.amount) == [.of(8), .zero, .zero, .zero, .of(4)])
        #expect(charge.lines.last?.from == ZoneRules.winter.instant("\(monday)T12:40"))
    }

    @Test func `what the tolerance swallowed before a cut is due behind it`() throws {
        let rate = Rate("casual", .steps([.hourly(8, lasting: .hours(1)), .hourly(2)]), tolerance: .minutes(5))
        let event = Rate("event", .once(.zero), .on(monday, "11:03", "12:00"), tier: .event)
        for (exit, amount) in [("12:00", 8), ("12:02", 8), ("12:03", 10)] as [(String, Int64)] {
            let charge = try charge(stay("\(monday)T10:00", "\(monday)T\(exit)"), rate, event)
            #expect(charge.total == .of(amount))
        }
    }

    @Test func `by the unit each block rounds by itself, cut or not`() throws {
        let event = Rate("event", .once(.zero), .on(monday, "11:00", "12:00"), tier: .event)
        let covered = [("\(monday)T10:20", "\(monday)T11:00")]
        let stay = stay("\(monday)T10:00", "\(monday)T14:00", covered: covered)
        #expect(try charge(stay, Rate("casual", .hourly(2)), event).total == .of(6))
    }
}
