import Chronology
import Parking
import Testing

/// What a garage makes of a device whose clock is off: the claim stands beside the time that is used.
@Suite struct DeviceClockTests {
    let now = LocalDay.wednesday.at("12:00")

    private func event(of command: Command) throws -> (event: GarageEvent, at: Instant) {
        let decision = try given(.open(5)).when(command, at: now).decision.get()
        let fact = try #require(decision.facts.first)
        return (fact.event, fact.occurredAt)
    }

    private func entered(_ device: DeviceTime) -> GarageEvent { GarageEvent.entered(.anna).told(by: device) }

    @Test func `a claim that is a little ahead of the server counts as now, and is kept`() throws {
        let ahead = now + .minutes(5)
        let told = try event(of: .opened(.anna, happened: ahead))
        #expect(told == (entered(DeviceTime(claimedAt: ahead)), now))
        #expect(try event(of: .opened(.anna, happened: now)) == (entered(DeviceTime()), now))
    }

    @Test func `a claim of a clock that is within the tolerance is believed`() throws {
        let before = now - .minutes(20)
        #expect(try event(of: .opened(.anna, happened: before)) == (entered(DeviceTime()), before))
        for off in [-300, 0, 300] as [Int64] {
            let told = try event(of: .opened(.anna, happened: before, sent: now + .seconds(off)))
            #expect(told == (entered(DeviceTime(skew: .seconds(off))), before))
        }
    }

    @Test func `what happens now needs no clock of a device`() throws {
        let told = try event(of: .opened(.anna, sent: now + .hours(3)))
        #expect(told == (entered(DeviceTime(skew: .hours(3))), now))
    }

    @Test(arguments: [-20, 20] as [Int64]) func `a read by a clock that is off is answered at the right time`(
        off: Int64
    ) throws {
        let (before, clock) = (now - .seconds(30), now + .minutes(off))
        let claimed = before + .minutes(off)
        let expected = GarageEvent.authorised(.anna, until: now + .seconds(90))
            .told(by: DeviceTime(claimedAt: claimed, skew: .minutes(off)))
        #expect(try event(of: .seen(.anna, happened: claimed, sent: clock)) == (expected, before))
    }

    @Test(arguments: [-2, -4] as [Int64]) func `a read by a clock that is slow within the tolerance is answered, too`(
        off: Int64
    ) throws {
        let clock = now + .minutes(off)
        let inside = given(.open(5), at(now - .hours(1), .entered(.anna)))
        let leaving = try inside.when(.seen(.anna, .exit, happened: clock, sent: clock), at: now).decision.get()
        guard case .answered(let outcome) = leaving.result else {
            Issue.record("no answer")
            return
        }
        #expect(outcome.answer == .open(.leaving))
        // What was sent late by such a clock is history.
        let late = now - .minutes(20)
        let told = try event(of: .seen(.anna, happened: late, sent: clock))
        #expect(told.at == late)
        let read = PlateReadLate(plate: .anna, gate: .entry, direction: .entry, read: nil)
        #expect(told.event == .plateReadLate(read).told(by: DeviceTime(skew: .minutes(off))))
    }

    @Test func `a read that is ahead of the server's clock is answered now`() throws {
        let ahead = now + .minutes(20)
        let expected = GarageEvent.authorised(.anna, until: now + .seconds(90)).told(by: DeviceTime(claimedAt: ahead))
        #expect(try event(of: .seen(.anna, happened: ahead)) == (expected, now))
    }

    @Test func `a read by a clock that is ahead is history where it was sent late`() throws {
        let claimed = now - .hours(2)
        let told = try event(of: .seen(.anna, happened: claimed, sent: now + .hours(1)))
        #expect(told.at == now - .hours(3))
        let read = PlateReadLate(plate: .anna, gate: .entry, direction: .entry, read: nil)
        #expect(told.event == .plateReadLate(read).told(by: DeviceTime(claimedAt: claimed, skew: .hours(1))))
    }

    @Test func `a read from before all memory, by a clock that began anew, is answered`() throws {
        let claimed = Instant(microseconds: 60_000_000)
        let told = try event(of: .seen(.anna, happened: claimed, sent: claimed + .seconds(2)))
        #expect(told.at == now - .seconds(2))
        given(.open(5)).when(.seen(.anna, happened: claimed), at: now)
            .thenRefuses(.tooLongAgo(claimed, lateness: .hours(72)))
    }

    @Test func `every event of a passage says what the device's clock showed, and no mend does`() throws {
        var site = try Site(.open(5) { $0.antiPassback = .soft })
        let ahead = now + .minutes(1)
        let commands: [Command] = [
            .seen(.anna, happened: ahead, read: "1"), .seen(.ben, happened: ahead, read: "1"),
            .opened(.ben, happened: ahead), .opened(.ben, .both, .entry, happened: ahead + .seconds(120)),
            .seen(.ben, .exit, happened: ahead), .opened(nil, .exit, happened: ahead), .left(.ben, happened: ahead),
            .left(.carla, happened: ahead), .seen(.carla, happened: now - .hours(1), sent: ahead),
        ]
        for (index, command) in commands.enumerated() {
            try site.send(command, at: now + .milliseconds(Int64(index)))
        }
        var full = try Site(.open(1))
        try full.send(.opened(.anna), at: now)
        try full.send(.seen(.ben, happened: ahead), at: now)
        let told = (site.log + full.log).filter { $0.event != $0.event.told(by: DeviceTime()) }
        #expect(
            Set(told.map(\.event.typeName)) == [
                "entry-authorised", "entry-denied", "exit-authorised", "car-entered", "car-exited",
                "exit-without-entry",
                "exit-gate-opened", "plate-read-late", "read-corrected",
            ])
        #expect(site.log.contains { $0.event.typeName == "session-orphaned" })
        #expect(told[0].event.sentence(in: full.garage.settings!.currency).contains("The device's clock showed"))
    }

    // MARK: Skew

    private func clock(_ told: [(command: Command, at: Instant)]) throws -> DeviceClock? {
        var site = try Site(.open(50))
        for told in told { try site.send(told.command, at: told.at) }
        return site.garage.clock(of: .entry, .entry)
    }

    private func reads(_ count: Int, behind: TimeSpan, from start: Instant) -> [(command: Command, at: Instant)] {
        (1...count).map { number in
            let at = start + .minutes(Int64(number))
            // The network takes its time, seldom none.
            let late = TimeSpan.seconds(Int64(number * 7 % 10))
            return (.seen(PlateID(number), happened: at - late - behind), at)
        }
    }

    @Test(arguments: [-20, -1, 2, 20] as [Int64]) func `the skew of a clock is that of the report that came soonest`(
        minutes: Int64
    ) throws {
        let clock = try #require(try clock(reads(20, behind: .minutes(minutes), from: now)))
        #expect(clock.skew == .minutes(-minutes) && !clock.isExact && clock.reports == 16)
        #expect(clock.isBeyondTolerance == (abs(minutes) == 20))
    }

    @Test func `what was told late says nothing of the clock once the device is online`() throws {
        let offline = (1...30).map { number in
            (
                command: Command.opened(.plate(PlateID(number)), happened: now - .hours(5) + .minutes(Int64(number))),
                at: now + .seconds(Int64(number))
            )
        }
        let online = try #require(try clock(offline + reads(1, behind: .zero, from: now + .minutes(1))))
        #expect(online.skew > .seconds(-10) && !online.isBeyondTolerance)
    }

    @Test func `what a device says of its own clock counts`() throws {
        let told = reads(20, behind: .minutes(20), from: now)
        let sent: (Command, Instant) = (.seen(.anna, sent: now + .minutes(53)), now + .hours(1))
        let clock = try #require(try clock(told + [sent]))
        #expect(clock.skew == .minutes(-7) && clock.isExact && clock.isBeyondTolerance)
        // It is right again, and says so no more.
        let right = reads(20, behind: .zero, from: now + .hours(2))
        #expect(try self.clock(told + [sent] + right)?.isExact == false)
    }

    @Test func `a device that names no time has no clock that could be off`() throws {
        #expect(try clock([(.seen(.anna), now), (.opened(.anna), now + .seconds(5))]) == nil)
    }

    @Test func `a head ahead of the clock makes no device's clock look slow`() throws {
        var site = try Site(.open(5))
        try site.send(.seen(.anna, happened: now), at: now)
        // The machine's clock is put back by three hours.
        for number in 1...20 {
            let at = now - .hours(3) + .minutes(Int64(number))
            try site.send(.opened(.plate(PlateID(number)), happened: at), at: at)
        }
        #expect(site.garage.deviceClocks.isEmpty)
    }

    @Test func `the clocks of gates that are no more are forgotten`() throws {
        var site = try Site(.open(5))
        try site.send(.opened(.anna, .both, .entry, happened: now - .seconds(1)), at: now)
        #expect(site.garage.deviceClocks.map(\.gate) == [.both])
        try site.send(.configureGarage(.init(.open(5) { $0.gates.removeLast() })), at: now + .hours(1))
        #expect(site.garage.deviceClocks.isEmpty)
    }
}

extension TimeSpan {
    fileprivate static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(microseconds: count * 1_000) }
}
