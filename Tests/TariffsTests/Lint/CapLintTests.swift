import Chronology
import Money
import Testing

import Tariffs

@Suite struct CapLintTests {
    private func kinds(_ price: Price, _ caps: Cap..., change: (inout Rate) -> Void = { _ in }) throws -> [Finding.Kind]
    {
        try lint(Rate("car", price, caps: caps).with(change)).map(\.kind)
    }

    /// Golden cases 23 and 26.
    private func fractions(_ first: Int64, _ later: Int64) -> Price {
        .steps([
            Step(Money(minorUnits: first), every: .minutes(30), lasting: .minutes(30)),
            Step(Money(minorUnits: later), every: .minutes(30)),
        ])
    }

    @Test func `the tables of golden cases 22 and 23 have no faults, that of 26 one`() throws {
        #expect(
            try kinds(
                .perUnit(Money(minorUnits: 150), every: .hours(1)),
                Cap(Money(minorUnits: 750), in: .elapsed(.hours(24)))) == [])
        #expect(try kinds(fractions(300, 200), .hour(5), .clock("19:00", "06:00", 20), .hours(24, 35)) == [])
        #expect(
            try kinds(fractions(200, 150), .hour(4), .clock("19:00", "06:00", 15), .hours(24, 28)) == [
                .fractionsDoNotSum
            ])
    }

    @Test func `fractions may come to more than the hour, or make it up in a later hour`() throws {
        #expect(try kinds(.perUnit(Money(minorUnits: 150), every: .minutes(15)), .hour(5)) == [])
        #expect(try kinds(.perUnit(Money(minorUnits: 100), every: .minutes(15)), .hour(5)) == [.fractionsDoNotSum])
        #expect(try kinds(.perUnit(Money(minorUnits: 100), every: .minutes(15)), .hour(4)) == [])
        #expect(try kinds(fractions(100, 250), .hour(5)) == [])
        let late = [Step(.of(1), every: .hours(1), lasting: .hours(48)), Step(.of(2), every: .minutes(30))]
        #expect(try kinds(.steps(late), .hour(4)) == [])
        #expect(try kinds(.steps(late), .hour(5)) == [.fractionsDoNotSum])
    }

    @Test func `an hour of fractions behind which whole hours follow counts by itself`() throws {
        let steps = [Step(.of(2), every: .minutes(30), lasting: .hours(1)), Step(.of(6), every: .hours(1))]
        #expect(try kinds(.steps(steps), .hour(6)) == [.fractionsDoNotSum])
        #expect(try kinds(.steps(steps), .hour(4)) == [.capBelowUnit])
        let mixed = [Step(.of(2), every: .minutes(30), lasting: .minutes(30)), Step(.of(6), every: .hours(1))]
        #expect(try kinds(.steps(mixed), .hour(6)) == [], "no hour is made of fractions alone")
    }

    @Test func `a cap below a single unit is told, also for a shorter time than the unit`() throws {
        #expect(try kinds(.hourly(12), .day(10)) == [.capBelowUnit])
        #expect(try kinds(.hourly(10), .day(10)) == [])
        #expect(try kinds(.once(.of(20)), .day(15)) == [.capBelowUnit])
        #expect(try kinds(.daily(20), .hour(5)) == [.capBelowUnit])
        #expect(
            try kinds(
                .steps([Step(.of(3), every: .hours(1), lasting: .hours(1)), Step(.of(5), every: .hours(1))]),
                .hours(3, 4)) == [.capBelowUnit])
        let cell = GridCell(name: "noon", amount: .of(6), hours: [WeekHour(.tuesday, 12)!])
        let grid = Rate("grid", .weekGrid(WeekGrid([cell])), caps: [.day(5)])
        #expect(try lint(grid).meetings(.capBelowUnit) == ["2026-03-03T12:00"])
    }

    @Test func `a cap by the clock cuts only units that begin in its hours`() throws {
        let day = Rate("day", .hourly(20), .daily("07:00", "19:00"), caps: [.clock("18:00", "22:00", 15)])
        #expect(try lint(day).meetings(.capBelowUnit) == ["2026-03-02T18:00"])
        let apart = day.with { $0.caps = [.clock("19:00", "07:00", 15)] }
        #expect(try lint(apart).of(.capBelowUnit).isEmpty)
        #expect(try lint(apart).rates(.capOutsideWindows) == [["day"]])
        #expect(try lint(day).of(.capOutsideWindows).isEmpty)
        let cell = GridCell(name: "noon", amount: .of(60), hours: [WeekHour(.tuesday, 12)!])
        #expect(try kinds(.weekGrid(WeekGrid([cell])), .clock("18:00", "22:00", 15)) == [])
    }

    @Test func `the card's caps are for all rates but those that stand outside`() throws {
        let terms = Terms(caps: [.day(10)])
        let dear = Rate("dear", .hourly(12))
        #expect(try lint(dear, terms: terms).rates(.capBelowUnit) == [["dear"]])
        #expect(try lint(dear.with { $0.cardCaps = .excluded }, terms: terms).of(.capBelowUnit).isEmpty)
        #expect(try lint(Rate("fair", .hourly(9)), terms: terms).of(.capBelowUnit).isEmpty)
        #expect(
            try lint(.bird("bird", .daily("06:00", "09:00"), .daily("15:00", "18:00")), terms: terms).rates(
                .capBelowUnit) == [["bird"]])
    }

    @Test func `a cap above what smaller ones let through is never reached`() throws {
        #expect(try kinds(.hourly(3), .hours(2, 5), .hours(24, 61)) == [.capNeverReached])
        #expect(try kinds(.hourly(3), .hours(2, 5), .hours(24, 60)) == [])
        #expect(try kinds(.hourly(3), .hours(2, 5), .day(76)) == [.capNeverReached])
        #expect(try kinds(.hourly(3), .hours(2, 5), .day(70)) == [], "a long day has more hours")
        #expect(
            try kinds(.hourly(3), .clock("19:00", "07:00", 5), .hours(24, 60)) == [],
            "the day is not capped by the night")
        #expect(try kinds(.hourly(3), .hours(2, 5), .clock("19:00", "07:00", 50)) == [.capNeverReached])
        #expect(try kinds(.hourly(3), .day(20), .day(19)) == [.capNeverReached])
        let night = Cap.clock("19:00", "07:00", 20)
        #expect(try kinds(.hourly(3), night, .clock("19:00", "07:00", 19)) == [.capNeverReached])
        #expect(
            try lint(Rate("a", .hourly(3)), terms: Terms(caps: [.hours(2, 5), .hours(24, 61)])).map(\.rates) == [[]])
    }

    @Test func `a cap above what the only rate's units come to is never reached`() throws {
        #expect(try kinds(.hourly(1), .hours(24, 25)) == [.capNeverReached])
        #expect(try kinds(.hourly(1), .hours(24, 24)) == [])
        #expect(try kinds(.hourly(1), .day(27)) == [.capNeverReached])
        #expect(try kinds(.hourly(1), .day(25)) == [])
        #expect(try kinds(.hourly(1), .day(25)) { $0.flat = true } == [.capNeverReached])
        let event = Rate("fair", .hourly(9), .on("2026-03-05", "10:20", "10:30"), tier: .event)
        #expect(
            try lint(Rate("a", .hourly(1), caps: [.hours(24, 25)]), event).isEmpty, "an event makes more units begin")
    }

    @Test func `a longer cap below a shorter one is told`() throws {
        #expect(try kinds(.hourly(2), .hours(12, 12), .hours(24, 10)) == [.nestedCapsInverted])
        #expect(try kinds(.hourly(2), .hours(12, 10), .hours(24, 12)) == [])
        #expect(try kinds(.hourly(2), .hours(12, 12), .day(10)) == [.nestedCapsInverted])
        #expect(try kinds(.hourly(2), .clock("08:00", "16:00", 12), .day(10)) == [.nestedCapsInverted])
        #expect(try kinds(.hourly(2), .clock("19:00", "07:00", 12), .day(10)) == [], "a night lies in two days")
        #expect(
            try kinds(.hourly(2), .clock("19:00", "07:00", 12), .day(10)) { $0.flat = true } == [.nestedCapsInverted])
        #expect(
            try kinds(.hourly(4), .clock("20:00", "23:00", 12), .clock("19:00", "07:00", 10)) == [.nestedCapsInverted])
        #expect(try kinds(.hourly(4), .clock("18:00", "23:00", 12), .clock("19:00", "07:00", 10)) == [])
        #expect(try kinds(.hourly(2), .hours(12, 12), .clock("19:00", "07:00", 10)) == [], "by day it still counts")
    }

    @Test func `a card's cap below a rate's is told`() throws {
        let rate = Rate("a", .hourly(2), caps: [.hours(12, 20)])
        #expect(try lint(rate, terms: Terms(caps: [.day(15)])).rates(.nestedCapsInverted) == [["a"]])
        #expect(try lint(rate, terms: Terms(caps: [.hours(12, 15)])).rates(.nestedCapsInverted) == [["a"]])
        #expect(try lint(rate, terms: Terms(caps: [.day(25)])).isEmpty)
        #expect(try lint(rate.with { $0.cardCaps = .excluded }, terms: Terms(caps: [.day(15)])).isEmpty)
        #expect(
            try lint(Rate("a", .hourly(2)), terms: Terms(caps: [.hours(12, 20), .day(15)])).map(\.kind) == [
                .nestedCapsInverted
            ])
    }
}
