import Chronology
import Money
import Testing

import Tariffs

/// Grace and free time where no rate is in force at the entry: those of the first one met, from where it is met.
@Suite struct LateAllowanceTests {
    let monday = "2026-03-02"
    let free = Rate("day", .hourly(6), .daily("08:00", "18:00"), free: .hours(1))
    let grace = Rate("day", .hourly(6), .daily("08:00", "18:00"), grace: .minutes(15))

    private func charge(_ from: String, _ until: String, _ rates: Rate...) throws -> Charge {
        try Tariff(RateBook(rates), in: .winter).price(stay("\(monday)T\(from)", "\(monday)T\(until)"))
    }

    @Test func `free time begins where the first rate is met`() throws {
        #expect(try charge("08:00", "09:00", free).total == .zero)
        let early = try charge("07:59", "08:59", free)
        #expect(early.total == .zero)
        #expect(early.lines.map(\.reason) == [.gap, .free])
        #expect(try charge("07:00", "09:00", free).total == .zero)
        #expect(try charge("07:00", "09:01", free).total == .of(6))
    }

    @Test func `so does the grace`() throws {
        let charge = try charge("07:55", "08:05", grace)
        #expect(charge.total == .zero)
        #expect(charge.lines.map(\.reason) == [.gap, .grace])
        #expect(try self.charge("07:00", "08:14", grace).total == .zero)
        #expect(try self.charge("07:00", "08:15", grace).total == .of(6))
    }

    @Test func `a window that the exit only touches is met, and graced`() throws {
        let evening = Rate("evening", .once(.of(9)), .daily("17:00", "24:00"), grace: .minutes(15))
        #expect(try charge("16:00", "17:00", evening).total == .zero)
        #expect(try charge("16:00", "17:15", evening).total == .of(9))
        let free = Rate("evening", .once(.of(9)), .daily("17:00", "24:00"), free: .minutes(15))
        #expect(try charge("16:00", "17:00", free).total == .zero)
        #expect(try charge("16:00", "17:16", free).total == .of(9))
    }

    @Test func `a rate that begins later than the one at the entry brings neither`() throws {
        let night = Rate("night", .hourly(1), .daily("00:00", "08:00"))
        #expect(try charge("07:59", "08:59", free, night).total == .of(7))
        #expect(try charge("07:55", "08:05", grace, night).total == .of(7))
    }

    @Test func `of several first met the longest counts, whether covered or not`() throws {
        let kind = Rate("kind", .hourly(50), .daily("08:00", "18:00"), free: .hours(2))
        #expect(try charge("07:00", "10:00", free, kind).total == .zero)
        let covered = [("\(monday)T07:30", "\(monday)T08:30")]
        let short = Rate("short", .hourly(6), .daily("08:00", "08:20"), free: .hours(1))
        let long = Rate("long", .hourly(6), .daily("08:20", "18:00"))
        for covered in [[], covered] {
            let stay = stay("\(monday)T07:00", "\(monday)T09:00", covered: covered)
            #expect(try TariffsTests.charge(stay, short, long).total == .zero)
        }
    }

    @Test func `a fee that was due before the rate is met stays due`() throws {
        let covered = [("\(monday)T06:00", "\(monday)T07:00")]
        let terms = Terms(overstay: .feeAndRates(.of(25)))
        for exit in ["07:30", "08:05"] {
            let stay = stay("\(monday)T06:00", "\(monday)T\(exit)", covered: covered)
            #expect(try TariffsTests.charge(stay, grace, terms: terms).total == .of(25))
        }
    }
}
