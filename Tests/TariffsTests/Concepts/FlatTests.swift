import Chronology
import Money
import Testing

import Tariffs

@Suite struct FlatTests {
    @Test func `a flat rate's days are 24 hours from the entry`() throws {
        let rate = Rate("day", .daily(50), flat: true)
        let charge = try charge(stay("2026-03-06T20:00", "2026-03-08T20:01"), rate)
        #expect(charge.lines.map(\.quantity) == [3])
        #expect(charge.total == .of(150))
    }

    @Test func `they are so across a change of clocks too`() throws {
        let berlin = try ZoneRules.system("Europe/Berlin")
        let rate = Rate("day", .daily(50), flat: true)
        #expect(try charge(stay("2026-10-24T12:00", "2026-10-25T11:00", in: berlin), rate, in: berlin).total == .of(50))
        #expect(
            try charge(stay("2026-10-24T12:00", "2026-10-25T12:00", in: berlin), rate, in: berlin).total == .of(100))
    }

    @Test func `a day that an event interrupts stays paid`() throws {
        let event = Rate("event", .hourly(1), .on("2026-03-06", "22:00", "23:00"), tier: .event)
        let rate = Rate("day", .daily(50), flat: true)
        let charge = try charge(stay("2026-03-06T20:00", "2026-03-07T10:00"), rate, event)
        #expect(charge.lines.map(\.quantity) == [1, 1, 0])
        #expect(charge.total == .of(51))
    }

    @Test func `its caps by the day run from the entry, others stay where they are`() throws {
        let night = CapPeriod.clock(from: LocalTime("22:00")!, until: LocalTime("06:00")!)
        let byDay = Rate("casual", .hourly(1), caps: [Cap(.of(5), in: .calendarDay)], flat: true)
        #expect(try charge(stay("2026-03-06T20:00", "2026-03-07T20:00"), byDay).total == .of(5))
        let byNight = Rate("casual", .hourly(1), caps: [Cap(.of(5), in: night)], flat: true)
        #expect(try charge(stay("2026-03-06T20:00", "2026-03-07T20:00"), byNight).total == .of(2 + 5 + 14))
    }

    @Test func `the card's caps by the day follow the calendar beside it`() throws {
        let terms = Terms(caps: [Cap(.of(5), in: .calendarDay)])
        let rate = Rate("casual", .hourly(2), flat: true)
        #expect(try charge(stay("2026-03-06T20:00", "2026-03-07T20:00"), rate, terms: terms).total == .of(10))
    }
}
