import Chronology
import Money
import Testing

import Tariffs

/// That a day, and an hour on the clock, count once for a rate however many of its windows lie in it.
@Suite struct CountedOnceTests {
    let monday = "2026-03-02"

    @Test(arguments: [false, true]) func `a day in two windows is one day`(flat: Bool) throws {
        let rate = Rate("day", .daily(10), .daily("08:00", "12:00"), .daily("14:00", "18:00"), flat: flat)
        let charge = try charge(stay("\(monday)T09:00", "\(monday)T17:00"), rate)
        #expect(charge.total == .of(10))
        #expect(charge.lines.map(\.quantity) == [1, 0, 0])
    }

    @Test func `a window that passes midnight touches two days, and the next night the third`() throws {
        let night = Rate("night", .daily(10), .daily("20:00", "04:00"))
        #expect(try charge(stay("2026-03-02T21:00", "2026-03-03T03:00"), night).total == .of(20))
        #expect(try charge(stay("2026-03-02T21:00", "2026-03-04T03:00"), night).total == .of(30))
    }

    @Test func `an hour of the grid in two windows is one hour`() throws {
        let cell = GridCell(name: "morning", amount: .of(4), hours: Set((0..<24).map { WeekHour(.monday, $0)! }))
        let rate = Rate("week", .weekGrid(WeekGrid([cell])), .daily("08:00", "08:20"), .daily("08:40", "09:30"))
        let charge = try charge(stay("\(monday)T08:00", "\(monday)T09:30"), rate)
        #expect(charge.total == .of(8))
        #expect(charge.lines.map(\.quantity) == [1, 0, 1])
    }

    @Test func `two rates each count their day`() throws {
        let morning = Rate("morning", .daily(10), .daily("08:00", "12:00"))
        let afternoon = Rate("afternoon", .daily(10), .daily("12:00", "18:00"))
        #expect(try charge(stay("\(monday)T09:00", "\(monday)T17:00"), morning, afternoon).total == .of(20))
    }
}
