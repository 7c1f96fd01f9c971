import Chronology
import Money
import Testing

import Tariffs

@Suite struct CoverageTests {
    let monday = "2026-03-02"
    let casual = Rate("casual", .hourly(15))

    @Test func `units run on behind covered time as if it had not been`() throws {
        let stay = stay(
            "\(monday)T09:00", "\(monday)T12:30", covered: [("\(monday)T09:30", "\(monday)T12:00")])
        let charge = try charge(stay, casual)
        #expect(charge.total == .of(15))
        #expect(charge.lines.map(\.reason) == [.block, .covered, .block])
        #expect(charge.lines.map(\.quantity) == [1, 0, 0])
    }

    @Test func `covered times may overlap, touch and reach beyond the stay`() throws {
        let stay = stay(
            "\(monday)T09:00", "\(monday)T12:00",
            covered: [
                ("\(monday)T10:30", "\(monday)T11:00"), ("\(monday)T08:00", "\(monday)T10:00"),
                ("\(monday)T09:30", "\(monday)T10:30"), ("\(monday)T11:30", "\(monday)T11:30"),
            ])
        let charge = try charge(stay, casual)
        #expect(charge.lines.map(\.reason) == [.covered, .block])
        #expect(charge.total == .of(15))
    }

    @Test func `a right without beginning or end covers everything`() throws {
        var stay = stay("\(monday)T09:00", "\(monday)T12:00")
        stay.covered = [Instant(microseconds: .min)..<Instant(microseconds: .max)]
        #expect(try charge(stay, casual).total == .zero)
    }

    @Test func `a right that ends at midnight leaves ten hours to pay`() throws {
        let stay = stay("2026-03-02T08:17", "2026-03-03T10:00", covered: [("2026-03-02T00:00", "2026-03-03T00:00")])
        #expect(try charge(stay, Rate("overstay", .hourly(4))).total == .of(40))
    }

    @Test func `an exit on the last covered instant touches nothing`() throws {
        let night = Rate("night", .once(.of(20)), .daily("00:00", "06:00"))
        let covered = [("2026-03-02T00:00", "2026-03-03T00:00")]
        let stay = stay("2026-03-02T20:00", "2026-03-03T00:00", covered: covered)
        #expect(try charge(stay, night).total == .zero)
    }

    @Test func `the grace counts the whole stay, covered or not`() throws {
        let rate = Rate("casual", .hourly(50), grace: .minutes(15))
        let covered = [("\(monday)T08:00", "\(monday)T08:10")]
        #expect(try charge(stay("\(monday)T08:00", "\(monday)T08:14", covered: covered), rate).total == .zero)
        #expect(try charge(stay("\(monday)T08:00", "\(monday)T08:20", covered: covered), rate).total == .of(50))
    }

    /// A charge belongs to the instant at which its unit begins, and coverage puts that off: the unit leaves a day
    /// whose cap is used up for one whose cap is not.
    @Test func `covering more may cost more where it carries a unit into the next window of a cap`() throws {
        let rate = Rate("casual", .hourly(10), caps: [Cap(.of(10), in: .calendarDay)])
        let (entry, exit) = ("2026-03-02T20:30", "2026-03-03T00:20")
        #expect(try charge(stay(entry, exit), rate).total == .of(10))
        let covered = [("2026-03-02T21:00", "2026-03-02T21:45")]
        #expect(try charge(stay(entry, exit, covered: covered), rate).total == .of(20))
    }

    /// Which of two equally exclusive rates applies is decided stretch by stretch: covered, the first stretch falls to
    /// the hour, and the day that it would have paid for is missing in the second.
    @Test func `covering more may cost more where equally exclusive rates compete`() throws {
        let rates = RateBook([
            Rate("day", .daily(30)), Rate("hour", .hourly(12)),
            Rate("event", .hourly(0), .on(monday, "11:00", "12:00"), tier: .event),
        ])
        let tariff = try Tariff(rates, in: .winter)
        let (entry, exit) = ("\(monday)T08:00", "\(monday)T15:00")
        #expect(try tariff.price(stay(entry, exit)).total == .of(30))
        let covered = [("\(monday)T08:00", "\(monday)T09:00")]
        #expect(try tariff.price(stay(entry, exit, covered: covered)).total == .of(54))
    }

    /// The totals without and with more coverage, all on Monday.
    private func totals(
        _ rates: [Rate], _ terms: Terms, _ entry: String, _ exit: String, covered: [(String, String)] = [],
        more: (String, String)
    ) throws -> [Money] {
        let tariff = try Tariff(RateBook(rates, terms: terms), in: .winter)
        return try [covered, covered + [more]].map { covered in
            let covered = covered.map { ("\(monday)T\($0.0)", "\(monday)T\($0.1)") }
            return try tariff.price(stay("\(monday)T\(entry)", "\(monday)T\(exit)", covered: covered)).total
        }
    }

    /// Two blocks each have their tolerance; covered, the event between them makes one of them.
    @Test func `covering more may cost more where two blocks with a tolerance become one`() throws {
        let rates = [
            Rate("casual", .hourly(4), tolerance: .minutes(5)),
            Rate("event", .once(.zero), .on(monday, "11:05", "11:10"), tier: .event),
        ]
        #expect(try totals(rates, Terms(), "10:00", "12:15", more: ("11:05", "11:10")) == [.of(8), .of(12)])
    }

    /// The first hour that was begun runs on behind the event.
    @Test func `covering more never costs more by putting off a cheaper step`() throws {
        let rates = [
            Rate("casual", .steps([.hourly(100, lasting: .hours(1)), .hourly(1)])),
            Rate("event", .once(.zero), .on(monday, "11:00", "12:00"), tier: .event),
        ]
        #expect(try totals(rates, Terms(), "10:00", "13:00", more: ("10:00", "10:30")) == [.of(101), .of(101)])
    }

    /// Units begin later, one of them in the dearer window.
    @Test func `covering more may cost more where units run on from the entry`() throws {
        let rates = [
            Rate("morning", .hourly(1), .daily("08:00", "12:00")), Rate("noon", .hourly(50), .daily("12:00", "18:00")),
        ]
        let terms = Terms(crossing: .unitStart)
        #expect(try totals(rates, terms, "10:30", "12:30", more: ("10:30", "11:00")) == [.of(2), .of(51)])
    }

    /// The whole is shorter, so that more of it is rounded up, at the price of the last rate.
    @Test func `covering more may cost more where the whole is rounded by the last step`() throws {
        let rates = [
            Rate("morning", .hourly(0), .daily("08:00", "11:00")),
            Rate("noon", .perUnit(.of(12), every: .hours(12)), .daily("11:00", "13:00")),
        ]
        let terms = Terms(crossing: .lastStepOnTotal)
        #expect(try totals(rates, terms, "08:00", "13:00", more: ("08:00", "11:00")) == [.of(9), .of(12)])
    }

    /// Leaving the last rate out is as leaving earlier, which never costs more.
    @Test func `covering a short last step costs as much as the long one before it`() throws {
        let rates = [
            Rate("noon", .perUnit(.of(12), every: .hours(12)), .daily("11:00", "13:00")),
            Rate("afternoon", .hourly(1), .daily("13:00", "18:00")),
        ]
        let terms = Terms(crossing: .lastStepOnTotal)
        #expect(try totals(rates, terms, "11:00", "14:00", more: ("13:00", "14:00")) == [.of(12), .of(12)])
    }

    @Test func `covering more may cost more where a second right ends in a second overstay`() throws {
        let terms = Terms(overstay: .fee(.of(25)))
        let covered = [("08:00", "09:00")]
        #expect(
            try totals([casual], terms, "08:00", "18:00", covered: covered, more: ("12:00", "13:00"))
                == [.of(25), .of(50)])
    }
}
