import Chronology
import Money
import Testing

import Tariffs

@Suite struct BlockTests {
    let monday = "2026-03-02"
    let casual = Rate("casual", .hourly(15))

    @Test func `a stay without length costs nothing`() throws {
        let charge = try charge(stay("\(monday)T09:00", "\(monday)T09:00"), Rate("once", .once(.of(5))))
        #expect(charge.total == .zero)
        #expect(charge.lines.isEmpty)
    }

    @Test func `a begun unit counts whole`() throws {
        #expect(try charge(stay("\(monday)T09:00:00", "\(monday)T10:00:00"), casual).total == .of(15))
        #expect(try charge(stay("\(monday)T09:00:00", "\(monday)T10:00:01"), casual).total == .of(30))
    }

    @Test func `each block rounds up by itself`() throws {
        let event = Rate("event", .hourly(20), .on(monday, "10:30", "11:00"), tier: .event)
        let charge = try charge(stay("\(monday)T09:00", "\(monday)T12:00"), casual, event)
        #expect(charge.lines.map(\.quantity) == [2, 1, 1])
    }

    @Test func `windows that touch are separate occurrences`() throws {
        let days = Rate("day", .once(.of(10)), .daily("00:00", "24:00"))
        #expect(try charge(stay("2026-03-02T22:00", "2026-03-04T02:00"), days).total == .of(30))
    }

    @Test func `leaving at midnight does not touch the new day, but a window that opens then`() throws {
        let stay = stay("2026-03-02T22:00", "2026-03-03T00:00")
        #expect(try charge(stay, Rate("day", .daily(10))).total == .of(10))
        #expect(try charge(stay, Rate("day", .daily(10), .daily("00:00", "24:00"))).total == .of(10))
        #expect(try charge(stay, Rate("day", .once(.of(10)), .daily("00:00", "24:00"))).total == .of(20))
    }

    @Test func `an exit touches no window that a more exclusive rate holds`() throws {
        let evening = Rate("evening", .once(.of(20)), .daily("17:00", "24:00"))
        let event = Rate("event", .hourly(1), .on(monday, "16:00", "18:00"), tier: .event)
        #expect(try charge(stay("\(monday)T16:00", "\(monday)T17:00"), evening, event).total == .of(1))
    }

    @Test func `a rate counts once in an occurrence that a higher layer interrupts`() throws {
        let evening = Rate("evening", .once(.of(20)), .daily("17:00", "24:00"))
        let event = Rate("event", .hourly(1), .on(monday, "18:00", "19:00"), tier: .event)
        let charge = try charge(stay("\(monday)T17:00", "\(monday)T20:00"), evening, event)
        #expect(charge.lines.map(\.quantity) == [1, 1, 0])
        #expect(charge.total == .of(21))
    }

    @Test func `where windows of one rate overlap the one that began first holds to its end`() throws {
        let rate = Rate("both", .once(.of(10)), .daily("08:00", "12:00"), .daily("09:00", "11:00"))
        #expect(try charge(stay("\(monday)T08:30", "\(monday)T11:30"), rate).total == .of(10))
    }

    @Test func `a night belongs to the day on which it begins`() throws {
        let mondays = Window.weekly(days: [.monday], from: LocalTime("22:00")!, until: LocalTime("06:00")!)
        let charge = try charge(stay("2026-03-02T21:00", "2026-03-03T23:00"), Rate("night", .hourly(2), mondays))
        #expect(charge.total == .of(16))
        #expect(charge.lines.map(\.reason) == [.gap, .block, .gap])
    }

    @Test func `without any rate time is free`() throws {
        let charge = try charge(stay("\(monday)T09:00", "\(monday)T10:00"))
        #expect(charge.total == .zero)
        #expect(charge.lines.map(\.reason) == [.gap])
    }

    @Test func `of several groups' rates the cheaper applies, and both go before the public one`() throws {
        let stay = stay("\(monday)T09:00", "\(monday)T12:00", groups: [.staff, .residents])
        let charge = try charge(
            stay, Rate("public", .hourly(1)), Rate("staff", .hourly(5), to: .staff),
            Rate("residents", .daily(12), to: .group(.residents)))
        #expect(charge.total == .of(12))
        #expect(charge.leftOut.map(\.reason) == [.outranked, .dearer])
    }

    @Test func `at equal charge the rate published earlier applies`() throws {
        let charge = try charge(
            stay("\(monday)T09:00", "\(monday)T10:00"), Rate("z", .hourly(5)), Rate("a", .once(.of(5))))
        #expect(charge.lines.map(\.rate) == [RateID("z")])
    }

    @Test func `a rival is compared by what it adds to what is already charged`() throws {
        let stay = stay("\(monday)T08:00", "\(monday)T14:00")
        let event = Rate("event", .hourly(1), .on(monday, "11:00", "12:00"), tier: .event)
        let charge = try charge(stay, Rate("day", .daily(30)), Rate("hour", .hourly(12)), event)
        // Three hours cost 36 or the day's 30; after the event the day is already paid.
        #expect(charge.total == .of(31))
    }

    @Test func `the day of 23 hours and the day of 25 have as many`() throws {
        let berlin = try ZoneRules.system("Europe/Berlin")
        let hourly = Rate("casual", .hourly(1), .daily("00:00", "24:00"))
        for (day, next, hours) in [("2026-03-29", "2026-03-30", 23), ("2026-10-25", "2026-10-26", 25)] {
            let stay = stay("\(day)T00:00", "\(next)T00:00", in: berlin)
            #expect(try charge(stay, hourly, in: berlin).total == .of(Int64(hours)))
            #expect(try charge(stay, Rate("day", .daily(7)), in: berlin).total == .of(7))
        }
    }

    @Test func `a window in the hour that spring skips does not take place`() throws {
        let berlin = try ZoneRules.system("Europe/Berlin")
        let rate = Rate("once", .once(.of(9)), .daily("02:00", "03:00"))
        let charge = try charge(stay("2026-03-29T00:00", "2026-03-29T06:00", in: berlin), rate, in: berlin)
        #expect(charge.total == .zero)
        #expect(charge.leftOut.map(\.reason) == [.outsideWindows])
    }

    @Test func `the grace is that of the rate in force at the entry`() throws {
        let event = Rate("event", .hourly(9), .on(monday, "08:00", "09:00"), tier: .event)
        let casual = Rate("casual", .hourly(50), grace: .minutes(15))
        #expect(try charge(stay("\(monday)T08:50", "\(monday)T09:01"), casual, event).total == .of(59))
        #expect(try charge(stay("\(monday)T09:00", "\(monday)T09:11"), casual, event).total == .zero)
    }

    @Test func `a stay that cannot be priced says why`() throws {
        let tariff = try Tariff(RateBook([casual]), in: .utc)
        let noon = ZoneRules.utc.instant("2026-03-02T12:00")
        #expect(throws: TariffError.exitBeforeEntry) {
            try tariff.price(Stay(entry: noon, exit: noon - TimeSpan(microseconds: 1)))
        }
        #expect(throws: TariffError.stayTooLong) {
            try tariff.price(Stay(entry: noon, exit: noon + Tariff.longestStay + TimeSpan(microseconds: 1)))
        }
        #expect(throws: TariffError.beyondCalendar) {
            try tariff.price(Stay(entry: Instant(microseconds: .min), exit: Instant(microseconds: .max)))
        }
    }

    @Test func `the longest stay is priced at both ends of the calendar`() throws {
        let day = TimeSpan.days(1)
        let night = CapPeriod.clock(from: LocalTime("19:00")!, until: LocalTime("06:00")!)
        let caps = [Cap(.of(9), in: night), Cap(.of(24), in: .calendarDay), Cap(.of(24), in: .elapsed(day))]
        for zone in [ZoneRules(name: "west", version: "", offset: -36_000), .utc, .winter] {
            for entry in [Instant.earliest, .latest - Tariff.longestStay] {
                let stay = Stay(entry: entry, exit: entry + Tariff.longestStay)
                #expect(try charge(stay, casual, in: zone).total == .of(3_653 * 24 * 15))
                #expect(try charge(stay, Rate("day", .daily(1)), in: zone).lines.count == 1)
                #expect(try charge(stay, Rate("capped", .hourly(1), caps: caps), in: zone).total > .zero)
                let nightly = Rate("night", .once(.of(1)), .daily("19:00", "06:00"))
                #expect(try charge(stay, nightly, in: zone).total > .zero)
            }
        }
    }
}
