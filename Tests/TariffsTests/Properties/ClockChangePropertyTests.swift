import Chronology
import Money
import Testing

import Tariffs

/// That no time is lost or charged twice where the clocks change.
@Suite struct ClockChangePropertyTests {
    @Test func `across a change of clocks no minute is lost or charged twice`() throws {
        try forAll(2_000, Wishes(covered: false)) { random, comment, generator in
            let minute = Price.perUnit(Money(minorUnits: 1), every: .minutes(1))
            let cuts = [Int.random(in: 1...11, using: &generator), Int.random(in: 12...23, using: &generator)]
            let times = ["00:00", "\(cuts[0] < 10 ? "0" : "")\(cuts[0]):00", "\(cuts[1]):00", "24:00"]
            let rates = (0..<3).map { Rate("shift\($0)", minute, .daily(times[$0], times[$0 + 1])) }
            let charge = try Tariff(RateBook(rates), in: random.zone).price(random.stay)
            #expect(
                charge.total.minorUnits == (random.stay.exit - random.stay.entry).microseconds
                    / TimeSpan.minutes(1).microseconds, comment)
        }
    }

    @Test func `with one rate by the unit the charge is the begun units of the stay`() throws {
        try forAll(2_000, Wishes(wholeMinutes: false, covered: false)) { random, comment, generator in
            let unit = Int64.random(in: 1...200, using: &generator)
            let rate = Rate("only", .perUnit(Money(minorUnits: 7), every: .minutes(unit)))
            let charge = try Tariff(RateBook([rate]), in: random.zone).price(random.stay)
            var (units, at) = (Int64(0), random.stay.entry)
            while at < random.stay.exit { (units, at) = (units + 1, at + .minutes(unit)) }
            #expect(charge.total.minorUnits == units * 7, comment)
        }
    }

    /// Of a local day: its minutes, its begun hours on the clock, and how many days and nights it touches.
    private func counts(_ day: String, _ zone: ZoneRules) throws -> [Int64] {
        let day = LocalDay(day)!
        let stay = Stay(entry: zone.start(of: day), exit: zone.end(of: day))
        let hours = Weekday.allCases.flatMap { day in (0..<24).map { WeekHour(day, $0)! } }
        let cell = GridCell(name: "hour", amount: .cents(1), hours: Set(hours))
        let prices: [Price] = [
            .perUnit(.cents(1), every: .minutes(1)), .weekGrid(WeekGrid([cell])), .perDay(.cents(1)),
        ]
        return try prices.map { price in
            try [[], [Window.daily("00:00", "24:00")]].map { windows in
                let rate = Rate(id: RateID("only")!, windows: windows, price: price)
                return try Tariff(RateBook([rate]), in: zone).price(stay).total.minorUnits
            }
        }.map { both in
            #expect(both[0] == both[1], "a window of whole days loses nothing")
            return both[0]
        }
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29", 23 * 60, 23), ("Europe/Berlin", "2026-10-25", 25 * 60, 25),
        ("America/New_York", "2026-03-08", 23 * 60, 23), ("America/New_York", "2026-11-01", 25 * 60, 25),
        // Half an hour: the hour from 01:00 is begun twice, the one from 02:00 is half as long.
        ("Australia/Lord_Howe", "2026-04-05", 24 * 60 + 30, 25),
        ("Australia/Lord_Howe", "2026-10-04", 23 * 60 + 30, 24),
        // Ramadan.
        ("Africa/Casablanca", "2026-02-15", 25 * 60, 25), ("Africa/Casablanca", "2026-03-22", 23 * 60, 23),
        // At midnight: the day begins at 01:00, or has its last hour twice.
        ("America/Sao_Paulo", "2018-11-04", 23 * 60, 23), ("America/Sao_Paulo", "2018-02-17", 25 * 60, 25),
        ("Pacific/Apia", "2011-12-29", 24 * 60, 24), ("Pacific/Apia", "2011-12-31", 24 * 60, 24),
        ("Asia/Kathmandu", "2026-03-29", 24 * 60, 24),
    ])
    func `a day has as many minutes and hours as its clock shows`(
        name: String, day: String, minutes: Int, hours: Int
    ) throws {
        let zone = try ZoneRules.system(name)
        #expect(try counts(day, zone) == [Int64(minutes), Int64(hours), 1])
    }

    @Test func `the day that Apia skipped costs nothing and is not touched`() throws {
        let apia = try ZoneRules.system("Pacific/Apia")
        #expect(try counts("2011-12-30", apia) == [0, 0, 0])
        let stay = stay("2011-12-29T00:00", "2012-01-01T00:00", in: apia)
        #expect(try charge(stay, Rate("day", .daily(10)), in: apia).total == .of(20))
        #expect(try charge(stay, Rate("hour", .hourly(1)), in: apia).total == .of(48))
        let night = Rate("night", .once(.of(1)), .daily("22:00", "06:00"))
        // The nights that begin on the 28th to the 31st: that of the 29th ends, and that of the 30th begins, at the skip.
        #expect(try charge(stay, night, in: apia).total == .of(4))
    }
}
