import Chronology
import Money
import Testing

import Tariffs

/// Amounts that do not fit into 64 bits are an error, never a trap, and never another amount.
@Suite struct OverflowTests {
    let monday = "2026-03-02"
    let most = Money(minorUnits: .max)

    private func total(_ hours: Int, _ rate: Rate, terms: Terms? = nil) throws -> Money {
        try charge(stay("\(monday)T00:00", "\(monday)T\(hours < 10 ? "0" : "")\(hours):00"), rate, terms: terms).total
    }

    @Test func `the largest amount is charged once and refused twice`() throws {
        let rate = Rate("casual", .perUnit(most, every: .hours(1)))
        #expect(try total(1, rate) == most)
        #expect(throws: TariffError.overflow) { try total(2, rate) }
    }

    @Test func `so it is with steps, days, hours on the clock and shares`() throws {
        let all = Weekday.allCases.flatMap { day in (0..<24).map { WeekHour(day, $0)! } }
        let grid = WeekGrid([GridCell(name: "any", amount: most, hours: Set(all))])
        for price in [
            .steps([Step(most, every: .hours(1))]), .weekGrid(grid), Price.perUnit(most, every: .minutes(60)),
        ] {
            for crossing in Crossing.allCases {
                #expect(throws: TariffError.overflow) {
                    try total(2, Rate("casual", price), terms: Terms(crossing: crossing))
                }
            }
        }
        let twoDays = stay("2026-03-02T23:00", "2026-03-03T01:00")
        #expect(throws: TariffError.overflow) { try charge(twoDays, Rate("day", .perDay(most))) }
        let nights = Rate("night", .once(most), .daily("22:00", "24:00"), .daily("00:00", "06:00"))
        #expect(throws: TariffError.overflow) { try charge(twoDays, nights) }
    }

    @Test func `a fee and a tax are added up with care`() throws {
        let covered = [("\(monday)T00:00", "\(monday)T01:00")]
        let stay = stay("\(monday)T00:00", "\(monday)T02:00", covered: covered)
        let rate = Rate("casual", .perUnit(most, every: .hours(1)))
        #expect(throws: TariffError.overflow) {
            try charge(stay, rate, terms: Terms(overstay: .feeAndRates(Money(minorUnits: 1))))
        }
        #expect(try charge(stay, rate, terms: Terms(overstay: .fee(most))).total == most)
        let tax = Tax(name: "VAT", basisPoints: 10_000, isIncluded: false)
        #expect(throws: TariffError.overflow) { try total(1, rate, terms: Terms(tax: tax)) }
    }

    @Test func `a cap of any size does no harm`() throws {
        let rate = Rate("casual", .hourly(1), caps: [Cap(most, in: .calendarDay), Cap(.zero, in: .elapsed(.hours(1)))])
        #expect(try total(5, rate) == .zero)
    }

    @Test func `random huge amounts are an error or a sum of lines`() throws {
        var failures = 0
        let wishes = Wishes(features: Wishes.everything.features, wholeMinutes: false, most: .max / 4)
        try forAll(2_000, wishes) { random, comment, _ in
            do {
                let charge = try random.charge()
                // What caps took off stands behind the rest, so that a part of the sum may not fit where the whole does.
                #expect(charge.total.minorUnits == charge.lines.reduce(0) { $0 &+ $1.amount.minorUnits }, comment)
            } catch TariffError.overflow {
                failures += 1
            }
        }
        #expect(failures > 0)
    }
}
