import Chronology
import Money
import Testing

import Tariffs

/// Rounding once, on the whole, by the step of the last rate that was met.
@Suite struct LastStepTests {
    let monday = "2026-03-02"

    private func charge(_ from: String, _ until: String, _ rates: Rate..., caps: [Cap] = []) throws -> Charge {
        let terms = Terms(crossing: .lastStepOnTotal, caps: caps)
        return try Tariff(RateBook(rates, terms: terms), in: .utc)
            .price(stay("\(monday)T\(from)", "\(monday)T\(until)", in: .utc))
    }

    @Test func `the last rate's step rounds, whether the car leaves in its window or in the gap behind it`() throws {
        let day = Rate("day", .perUnit(.cents(5), every: .minutes(1)), .daily("17:00", "19:50"))
        let late = Rate("late", .perUnit(.cents(25), every: .minutes(15)), .daily("19:50", "20:00"))
        for exit in ["20:00:00", "20:00:01", "23:00:00"] {
            #expect(try charge("19:40:00", exit, day, late).total == .cents(83))
        }
    }

    @Test func `a gap is no part of the whole, wherever it lies`() throws {
        let rate = Rate("day", .hourly(1), .daily("08:00", "12:00"), .daily("14:00", "18:00"))
        #expect(try charge("07:30", "09:00", rate).total == .of(1))
        #expect(try charge("11:30", "14:30", rate).total == .of(1))
        #expect(try charge("11:30", "14:31", rate).total == .of(2))
    }

    @Test func `time that another price has paid for is no part of it either`() throws {
        let evening = Rate("evening", .once(.of(20)), .daily("18:00", "24:00"))
        let day = Rate("day", .hourly(12), .daily("08:00", "18:00"))
        for exit in ["18:00:00", "18:00:01", "18:30:01", "20:00:00"] {
            #expect(try charge("16:30:00", exit, day, evening).total == .of(24 + 20))
        }
    }

    @Test func `what is rounded up belongs to the unit that it completes, and to that unit's cap`() throws {
        let shift = CapPeriod.clock(from: LocalTime("02:00")!, until: LocalTime("12:30")!)
        let rate = Rate("casual", .perUnit(.of(6), every: .minutes(20)), caps: [Cap(.of(48), in: shift)])
        #expect(try charge("09:29:30", "12:30:01", rate).total == .of(48))
        #expect(try charge("09:29:30", "12:49:30", rate).total == .of(48))
        #expect(try charge("09:29:30", "12:49:31", rate).total == .of(54))
        let open = Rate("casual", rate.price)
        #expect(try charge("09:29:30", "12:30:01", open, caps: rate.caps).total == .of(48))
    }

    @Test func `a unit that began before a window without charge stays charged in it`() throws {
        let free = Cap(.zero, in: .clock(from: LocalTime("12:30")!, until: LocalTime("14:00")!))
        let rate = Rate("casual", .perUnit(.of(6), every: .minutes(20)), caps: [free])
        for exit in ["12:30", "12:40", "12:49", "12:50", "13:59"] {
            #expect(try charge("12:29", exit, rate).total == .of(6))
        }
    }

    @Test func `where a long last step ends the stay costs no less than it did`() throws {
        let steps = Price.steps([
            Step(.cents(380), every: .hours(4), lasting: .hours(2)), Step(.cents(20), every: .minutes(10)),
        ])
        let rate = Rate("casual", steps)
        let two = try charge("10:00:00", "12:00:00", rate)
        #expect(two.total == .cents(380))
        let more = try charge("10:00:00", "12:00:01", rate)
        #expect(more.total == .cents(380))
        #expect(more.lines.map(\.quantity) == [14_400, 0], "the four hours run on")
        // 1.90 and so many times 0.20: from the tenth on that is more.
        #expect(try charge("10:00:00", "13:30:00", rate).total == .cents(380))
        #expect(try charge("10:00:00", "13:40:00", rate).total == .cents(390))
    }

    /// At half past ten the three hours cost 9.00; the day that is cheaper from then on does not take that back.
    @Test func `what was rounded up stays on its line though a rival joins behind it`() throws {
        let long = Rate("long", .perUnit(.of(9), every: .hours(3)))
        let rival = Rate("rival", .daily(2), .daily("10:30", "24:00"))
        let charge = try charge("10:00", "11:30", long, rival)
        #expect(charge.total == .of(9))
        #expect(charge.lines.map(\.amount) == [.of(9)])
        #expect(charge.lines.map(\.quantity) == [10_800])
    }

    @Test func `the same where another rate is the last one, and what is met behind it comes on top`() throws {
        let noon = Rate("noon", .perUnit(.of(12), every: .hours(12)), .daily("11:00", "13:00"))
        let afternoon = Rate("afternoon", .hourly(1), .daily("13:00", "18:00"))
        let evening = Rate("evening", .once(.of(5)), .daily("18:00", "24:00"))
        #expect(try charge("11:00", "13:00", noon, afternoon, evening).total == .of(12))
        #expect(try charge("11:00", "14:00", noon, afternoon, evening).total == .of(12))
        let late = try charge("11:00", "19:00", noon, afternoon, evening)
        #expect(late.total == .of(17))
        #expect(late.lines.map(\.amount) == [.of(12), .zero, .of(5)])
        #expect(late.lines.map(\.rate) == [noon.id, afternoon.id, evening.id])
    }
}
