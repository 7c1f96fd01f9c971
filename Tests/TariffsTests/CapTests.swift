import Chronology
import Money
import Testing

import Tariffs

@Suite struct CapTests {
    let monday = "2026-03-02"

    @Test func `shorter caps settle first, and each says what it took off`() throws {
        let rate = Rate(
            "casual", .perUnit(.of(3), every: .minutes(30)),
            caps: [Cap(.of(35), in: .elapsed(.hours(24))), Cap(.of(5), in: .elapsed(.hours(1)))])
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T20:00"), rate)
        #expect(charge.total == .of(35))
        #expect(charge.lines.map(\.quantity) == [20, 10, 1])
        #expect(charge.lines.map(\.unitPrice) == [.of(3), .of(-1), .of(-15)])
    }

    @Test func `a charge belongs to the window in which its unit begins`() throws {
        let rate = Rate("casual", .perUnit(.of(4), every: .hours(2)), caps: [Cap(.of(6), in: .calendarDay)])
        // Units at 21:00, 23:00 and 01:00: the second belongs to Monday and is cut to 2.
        #expect(try charge(stay("2026-03-02T21:00", "2026-03-03T02:00"), rate).total == .of(10))
    }

    @Test func `a cap on a shift leaves the rest of the day alone`() throws {
        let shift = CapPeriod.clock(from: LocalTime("08:00")!, until: LocalTime("16:00")!)
        let rate = Rate("casual", .hourly(10), caps: [Cap(.of(25), in: shift)])
        #expect(try charge(stay("\(monday)T06:00", "\(monday)T18:00"), rate).total == .of(20 + 25 + 20))
    }

    @Test func `a rate's cap holds for its own charges only`() throws {
        let rate = Rate("casual", .hourly(10), caps: [Cap(.of(25), in: .calendarDay)])
        let event = Rate("event", .hourly(30), .on(monday, "10:00", "12:00"), tier: .event)
        #expect(try charge(stay("\(monday)T06:00", "\(monday)T18:00"), rate, event).total == .of(85))
    }

    @Test func `rivals are compared after their caps`() throws {
        let capped = Rate("capped", .hourly(15), caps: [Cap(.of(70), in: .elapsed(.hours(24)))])
        let charge = try charge(stay("\(monday)T08:00", "\(monday)T18:00"), Rate("plain", .hourly(12)), capped)
        #expect(charge.total == .of(70))
        #expect(charge.leftOut.map(\.reason) == [.dearer])
    }

    @Test func `ten years of hours under a cap a day are ten years of days`() throws {
        let rate = Rate("casual", .hourly(1), caps: [Cap(.of(10), in: .elapsed(.days(1)))])
        let entry = ZoneRules.utc.instant("2026-03-02T00:00")
        let charge = try charge(Stay(entry: entry, exit: entry + Tariff.longestStay), rate)
        #expect(charge.total == .of(36_530))
        #expect(charge.lines.count == 2)
    }
}
