import Chronology
import Money
import Testing

import Tariffs

/// Stays at the ends of the calendar, before 1970, too long or backwards, and covered without bounds.
@Suite struct ExtremeStayTests {
    private let zones = [ZoneRules(name: "west", version: "", offset: -43_200), .utc, .winter]
    private let casual = Rate("casual", .hourly(1))

    @Test func `a stay that cannot be priced is refused whatever the rates`() throws {
        let tariff = try Tariff(RateBook([casual]), in: .utc)
        let (first, last) = (Instant.earliest, Instant.latest)
        let micro = TimeSpan(microseconds: 1)
        let refused: [(Instant, Instant, TariffError)] = [
            (first - micro, first, .beyondCalendar), (last, last + micro, .beyondCalendar),
            (Instant(microseconds: .min), Instant(microseconds: .max), .beyondCalendar),
            (first, last, .stayTooLong), (last, first, .exitBeforeEntry),
            (first, first + .days(50 * 365), .stayTooLong),
            (first, first + Tariff.longestStay + micro, .stayTooLong), (first + micro, first, .exitBeforeEntry),
        ]
        for (entry, exit, error) in refused {
            #expect(throws: error) { try tariff.price(Stay(entry: entry, exit: exit)) }
        }
    }

    @Test func `the first and the last hour of the calendar cost what any hour costs`() throws {
        for zone in zones {
            for entry in [Instant.earliest, .latest - .hours(1)] {
                let stay = Stay(entry: entry, exit: entry + .hours(1))
                let hours = (0..<24).flatMap { hour in Weekday.allCases.map { WeekHour($0, hour)! } }
                let grid = WeekGrid([GridCell(name: "any", amount: .of(1), hours: Set(hours))])
                for price in [Price.hourly(1), .once(.of(1)), .steps([.hourly(1)])] {
                    #expect(try charge(stay, Rate("casual", price), in: zone).total == .of(1))
                }
                #expect(try charge(stay, Rate("week", .weekGrid(grid)), in: zone).total >= .of(1))
                #expect(try charge(stay, Rate("day", .daily(1), .daily("00:00", "24:00")), in: zone).total >= .of(1))
                let bird = Rate("bird", .once(.zero), earlyBird: EarlyBird(entry: .daily("00:00", "24:00")))
                #expect(try charge(stay, casual, bird, in: zone).total == .zero)
            }
        }
    }

    @Test func `before 1970 days, hours and caps lie where they lie after it`() throws {
        let capped = Rate("casual", .hourly(3), caps: [Cap(.of(10), in: .calendarDay)])
        let stay = stay("1969-12-30T22:00", "1970-01-01T01:00", in: .winter)
        #expect(try charge(stay, capped).total == .of(6 + 10 + 3))
        #expect(try charge(stay, Rate("day", .daily(1))).lines.map(\.quantity) == [3])
        let night = Rate("night", .once(.of(1)), .daily("22:00", "06:00"))
        #expect(try charge(stay, night).total == .of(2))
    }

    @Test func `a microsecond begins a unit`() throws {
        let entry = Instant("1969-12-31T23:59:59.999999Z")!
        let stay = Stay(entry: entry, exit: entry + TimeSpan(microseconds: 1))
        #expect(try charge(stay, casual, in: .utc).total == .of(1))
    }

    @Test func `coverage may have any bounds, and any number of times`() throws {
        var stay = stay("2026-03-02T09:00", "2026-03-02T12:00")
        let (least, most) = (Instant(microseconds: .min), Instant(microseconds: .max))
        stay.covered = [least..<least, most..<most, least..<stay.entry, stay.exit..<most]
        #expect(try charge(stay, casual).total == .of(3))
        stay.covered = (0..<10_000).map { index in
            let from = stay.entry + .seconds(Int64(9_999 - index))
            return from..<from + TimeSpan(microseconds: 500_000)
        }
        // 10 000 halves of a second are 83 minutes and 20 seconds.
        #expect(try charge(stay, Rate("casual", .perUnit(.of(1), every: .minutes(1)))).total == .of(180 - 83))
    }
}
