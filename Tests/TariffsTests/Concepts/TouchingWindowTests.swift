import Chronology
import Money
import Testing

import Tariffs

/// Where windows of one rate touch, units run on; whatever counts occurrences counts two.
@Suite struct TouchingWindowTests {
    let always = Window.daily("00:00", "24:00")
    let night = stay("2026-03-02T23:30", "2026-03-03T00:30")

    @Test(arguments: Crossing.allCases) func `units run on`(crossing: Crossing) throws {
        let charge = try charge(night, Rate("day", .hourly(2), always), terms: Terms(crossing: crossing))
        #expect(charge.total == .of(2))
        #expect(charge.lines.count == 1)
    }

    @Test func `a tolerance follows the last unit, not midnight`() throws {
        let rate = Rate("day", .hourly(2), always, tolerance: .minutes(5))
        #expect(try charge(stay("2026-03-02T23:00", "2026-03-03T00:05"), rate).total == .of(2))
        #expect(try charge(stay("2026-03-02T23:00", "2026-03-03T00:06"), rate).total == .of(4))
    }

    @Test func `units run on behind covered time that hides a whole window`() throws {
        let covered = [("2026-03-02T23:50", "2026-03-04T00:10")]
        let stay = stay("2026-03-02T23:30", "2026-03-04T00:50", covered: covered)
        #expect(try charge(stay, Rate("day", .hourly(2), always)).total == .of(2))
        let days = Rate("day", .hourly(2), .daily("00:00", "23:00"), .daily("23:00", "23:55"))
        #expect(try charge(stay, days).total == .of(4), "where the windows leave a gap they do not touch")
    }

    @Test func `they do not run on behind another rate, or where the windows of two rates touch`() throws {
        let event = Rate("event", .once(.zero), .on("2026-03-02", "23:50", "23:55"), tier: .event)
        #expect(try charge(night, Rate("day", .hourly(2), always), event).total == .of(4))
        let (evening, morning) = (
            Rate("one", .hourly(2), .daily("12:00", "24:00")), Rate("two", .hourly(2), .daily("00:00", "12:00"))
        )
        #expect(try charge(night, evening, morning).total == .of(4))
    }

    @Test func `steps begin anew, and once and the day count two`() throws {
        let steps = Price.steps([.hourly(8, lasting: .hours(1)), .hourly(2)])
        #expect(try charge(night, Rate("steps", steps, always)).total == .of(16))
        #expect(try charge(night, Rate("once", .once(.of(5)), always)).total == .of(10))
        #expect(try charge(night, Rate("day", .daily(5), always)).total == .of(10))
    }

    @Test func `a day that skips an hour loses none and charges none twice`() throws {
        let berlin = try ZoneRules.system("Europe/Berlin")
        let rate = Rate("day", .hourly(2), .daily("00:00", "02:00"), .daily("02:00", "24:00"))
        let stay = stay("2026-03-29T01:30", "2026-03-29T03:30", in: berlin)
        #expect(try charge(stay, rate, in: berlin).total == .of(2))
    }
}
