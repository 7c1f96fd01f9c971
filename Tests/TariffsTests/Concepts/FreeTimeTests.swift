import Chronology
import Money
import Testing

import Tariffs

@Suite struct FreeTimeTests {
    let monday = "2026-03-02"
    let casual = Rate("casual", .hourly(4), free: .minutes(30))

    @Test func `units count from behind the free time`() throws {
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T11:30"), casual)
        #expect(charge.lines.map(\.reason) == [.free, .block])
        #expect(charge.lines.map(\.rate) == [casual.id, casual.id])
        #expect(charge.lines[1].from == ZoneRules.winter.instant("\(monday)T10:30"))
        #expect(charge.total == .of(4))
    }

    @Test func `it is taken off the beginning of what is to be paid`() throws {
        let covered = [("\(monday)T10:10", "\(monday)T11:00")]
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T11:30", covered: covered), casual)
        #expect(charge.lines.map(\.reason) == [.free, .covered, .free, .block])
        #expect(charge.lines.last?.from == ZoneRules.winter.instant("\(monday)T11:20"))
    }

    @Test func `it is that of the rate in force at the entry, of several the longest`() throws {
        let event = Rate("event", .hourly(9), .on(monday, "09:00", "10:05"), tier: .event)
        let behind = try charge(stay("\(monday)T10:00", "\(monday)T10:30"), casual, event)
        #expect(behind.lines.map(\.reason) == [.block, .block])
        let generous = Rate("generous", .hourly(40), free: .hours(1))
        let charge = try charge(stay("\(monday)T10:00", "\(monday)T12:00"), casual, generous)
        #expect(charge.lines.map(\.rate) == [generous.id, casual.id])
        #expect(charge.total == .of(4))
    }

    @Test func `it may last into another rate's window, and steps begin behind it`() throws {
        let morning = Rate("morning", .hourly(1), .daily("08:00", "10:00"), free: .hours(3))
        let day = Rate("day", .steps([.hourly(3, lasting: .hours(1)), .hourly(5)]), .daily("10:00", "18:00"))
        let charge = try charge(stay("\(monday)T09:00", "\(monday)T14:00"), morning, day)
        #expect(charge.lines.map(\.amount) == [.zero, .of(3), .of(5)])
    }

    @Test func `an exit within it touches nothing`() throws {
        let evening = Rate("evening", .once(.of(9)), .daily("17:00", "24:00"))
        let day = Rate("day", .hourly(4), .daily("08:00", "17:00"), free: .hours(1))
        #expect(try charge(stay("\(monday)T16:00", "\(monday)T17:00"), day, evening).total == .zero)
        #expect(try charge(stay("\(monday)T15:59", "\(monday)T17:00"), day, evening).total == .of(13))
    }

    @Test func `a grace counts the whole stay, free or not`() throws {
        let rate = Rate("casual", .hourly(4), grace: .minutes(45), free: .minutes(30))
        #expect(try charge(stay("\(monday)T10:00", "\(monday)T10:44"), rate).lines.map(\.reason) == [.grace])
        #expect(try charge(stay("\(monday)T10:00", "\(monday)T10:45"), rate).total == .of(4))
    }
}
