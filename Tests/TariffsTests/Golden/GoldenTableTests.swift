import Chronology
import Money
import Testing

import Tariffs

/// The golden cases of tariffs.md in which fractions become hours, nights and days.
///
/// 2 March 2026 is a Monday.
@Suite struct GoldenTableTests {
    @Test func `golden 12: no more than the day's cap`() throws {
        let capped = Rate("casual", .hourly(15), caps: [Cap(.of(70), in: .elapsed(.hours(24)))])
        let charge = try charge(stay("2026-03-02T08:00", "2026-03-02T18:00"), capped)
        #expect(charge.total == .of(70))
        #expect(charge.lines.map(\.amount) == [.of(150), .of(-80)])
    }

    @Test(arguments: [(true, 15), (false, 30)])
    func `golden 13: a night's cap counts once from the entry, by calendar day twice`(
        flat: Bool, amount: Int64
    ) throws {
        let night = Rate(
            "night", .hourly(3), .daily("19:00", "07:00"), caps: [Cap(.of(15), in: .calendarDay)], flat: flat)
        #expect(try charge(stay("2026-03-02T19:00", "2026-03-03T07:00"), night).total == .of(amount))
    }

    @Test(arguments: [(1, 150), (5, 750), (24, 750), (25, 900)])
    func `golden 22: a bike's day is a cap`(hours: Int64, cents: Int64) throws {
        let bike = Rate(
            "bike", .perUnit(.cents(150), every: .hours(1)), caps: [Cap(.cents(750), in: .elapsed(.hours(24)))])
        let entry = ZoneRules.winter.instant("2026-03-02T10:00")
        #expect(try charge(Stay(entry: entry, exit: entry + .hours(hours)), bike).total == .cents(cents))
    }

    /// A table of fractions, hours, nights and days.
    private func table(
        _ id: String, first: Int64, further: Int64, hour: Int64, night: Int64, day: Int64, tolerance: TimeSpan = .zero
    ) -> Rate {
        Rate(
            id,
            .steps([
                Step(.cents(first), every: .minutes(30), lasting: .minutes(30)),
                Step(.cents(further), every: .minutes(30)),
            ]),
            caps: [
                Cap(.cents(hour), in: .elapsed(.hours(1))),
                Cap(.cents(night), in: .clock(from: LocalTime("19:00")!, until: LocalTime("06:00")!)),
                Cap(.cents(day), in: .elapsed(.hours(24))),
            ], tolerance: tolerance)
    }

    private var car: Rate {
        table("car", first: 300, further: 200, hour: 500, night: 2_000, day: 3_500, tolerance: .minutes(5))
    }

    @Test(arguments: [(35, 3), (36, 5), (65, 5), (66, 7), (95, 7)])
    func `golden 23: five minutes go unnoticed behind each fraction`(minutes: Int64, amount: Int64) throws {
        let entry = ZoneRules.winter.instant("2026-03-02T10:00")
        #expect(try charge(Stay(entry: entry, exit: entry + .minutes(minutes)), car).total == .of(amount))
    }

    @Test func `golden 24: each hour's fractions stay under the hour's price`() throws {
        let charge = try charge(stay("2026-03-02T10:00", "2026-03-02T12:00"), car)
        #expect(charge.total == .of(9))
        #expect(charge.lines.map(\.quantity) == [1, 3])
        #expect(charge.lines.map(\.unitPrice) == [.of(3), .of(2)])
    }

    @Test(arguments: [("2026-03-03T08:00", 33), ("2026-03-03T18:00", 35)])
    func `golden 25: hours become a night, and a night and hours a day`(exit: String, amount: Int64) throws {
        #expect(try charge(stay("2026-03-02T18:00", exit), car).total == .of(amount))
    }

    @Test(arguments: [("light-truck", 300, 3_500), ("car", 200, 2_800)])
    func `golden 26: a light truck and a car have tables of their own`(type: String, half: Int64, day: Int64) throws {
        let truck = table("truck", first: 300, further: 200, hour: 500, night: 2_000, day: 3_500)
        let car = table("car", first: 200, further: 150, hour: 400, night: 1_500, day: 2_800)
        let tariff = try Tariff(
            [CardID("light-truck")!: RateCard(rates: [truck]), CardID("car")!: RateCard(rates: [car])], in: .winter)
        let entry = ZoneRules.winter.instant("2026-03-02T10:00")
        for (length, amount) in [(TimeSpan.minutes(30), half), (.hours(24), day)] {
            let stay = Stay(entry: entry, exit: entry + length, card: CardID(type)!)
            #expect(try tariff.price(stay).total == .cents(amount))
        }
    }
}
