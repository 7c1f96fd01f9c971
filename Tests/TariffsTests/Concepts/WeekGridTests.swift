import Chronology
import Money
import Testing

import Tariffs

@Suite struct WeekGridTests {
    private func cell(_ name: String, _ amount: Int64, _ days: [Weekday], _ hours: Range<Int>) -> GridCell {
        let hours = days.flatMap { day in hours.map { WeekHour(day, $0)! } }
        return GridCell(name: name, amount: .of(amount), hours: Set(hours))
    }

    /// Golden case 27's week: Monday 08–10 at 4, 10–18 at 2, all other hours blank.
    private var week: Rate {
        Rate("week", .weekGrid(WeekGrid([cell("morning", 4, [.monday], 8..<10), cell("day", 2, [.monday], 10..<18)])))
    }

    @Test func `a begun hour on the clock counts whole, a blank one is free`() throws {
        let charge = try charge(stay("2026-03-02T07:30", "2026-03-02T11:01"), week)
        #expect(charge.lines.map(\.unit) == [.free, .hour("morning"), .hour("day")])
        #expect(charge.lines.map(\.quantity) == [0, 2, 2])
        #expect(charge.lines.map(\.amount) == [.zero, .of(8), .of(4)])
        #expect(charge.lines.map(\.rate) == [week.id, week.id, week.id])
    }

    @Test func `leaving at the whole hour does not begin the next`() throws {
        #expect(try charge(stay("2026-03-02T08:59", "2026-03-02T09:00"), week).total == .of(4))
        #expect(try charge(stay("2026-03-02T08:59:00", "2026-03-02T09:00:01"), week).total == .of(8))
    }

    @Test func `an hour that an event or covered time interrupts counts once`() throws {
        let event = Rate("event", .once(.of(9)), .on("2026-03-02", "08:10", "08:20"), tier: .event)
        let covered = [("2026-03-02T08:30", "2026-03-02T08:40")]
        let charge = try charge(stay("2026-03-02T08:00", "2026-03-02T09:00", covered: covered), week, event)
        #expect(charge.lines.map(\.quantity) == [1, 1, 0, 0, 0])
        #expect(charge.total == .of(13))
    }

    @Test func `the hour that autumn repeats counts twice, the one that spring skips not at all`() throws {
        let berlin = try ZoneRules.system("Europe/Berlin")
        let night = Rate("night", .weekGrid(WeekGrid([cell("night", 1, [.sunday], 0..<6)])))
        for (day, hours) in [("2026-10-25", 7), ("2026-03-29", 5)] {
            let stay = stay("\(day)T00:00", "\(day)T06:00", in: berlin)
            let charge = try charge(stay, night, in: berlin)
            #expect(charge.lines.map(\.quantity) == [Int64(hours)])
        }
    }

    @Test func `caps hold for hours on the clock`() throws {
        var capped = week
        capped.caps = [Cap(.of(5), in: .calendarDay)]
        #expect(try charge(stay("2026-03-02T07:30", "2026-03-02T11:01"), capped).total == .of(5))
    }
}
