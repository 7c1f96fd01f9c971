import Chronology
import Parking
import Testing

/// A fact that is told by a clock that is off waits until a person says when it was.
@Suite struct QuarantineTests {
    let now = LocalDay.wednesday.at("12:00")

    private func passage(
        _ kind: PassageQuarantined.Kind = .gateOpen, _ car: CarIdentity? = .anna, at claimed: Instant,
        sent: Instant? = nil, _ reason: QuarantineReason = .clockAhead, read: String? = nil
    ) -> PassageQuarantined {
        PassageQuarantined(
            kind, car, gate: kind == .exit ? .exit : .entry, kind == .exit ? .exit : .entry, claimedAt: claimed,
            sentAt: sent, reason, read: read.map { DeviceEventID($0)! })
    }

    private func quarantined(
        _ version: Int64, _ reason: QuarantineReason = .clockAhead, repeated: Bool = false
    ) -> CommandResult {
        .quarantined(.init(QuarantineID(version: version), reason, repeated: repeated))
    }

    // MARK: What waits

    @Test func `an entry or exit that is ahead of the server by more than the tolerance waits`() {
        let ahead = now + .minutes(5) + TimeSpan(microseconds: 1)
        given(.open(5)).when(.opened(.anna, happened: ahead), at: now)
            .then(.passageQuarantined(passage(at: ahead)), result: quarantined(2))
        given(.open(5)).when(.left(.anna, happened: ahead), at: now)
            .then(.passageQuarantined(passage(.exit, at: ahead)), result: quarantined(2))
    }

    @Test func `the garage says how far a clock may be off`() {
        let ahead = now + .minutes(20)
        given(.open(5) { $0.clockTolerance = .minutes(20) }).when(.opened(.anna, happened: ahead), at: now)
            .then(
                .entered(.anna).told(by: DeviceTime(claimedAt: ahead)),
                result: .gateOpened(.entered(SessionID(2), repeated: false)))
    }

    @Test(arguments: [(-20 as Int64, QuarantineReason.clockBehind), (20, .clockAhead)])
    func `a fact whose device showed as it sent that its clock is off waits`(off: Int64, reason: QuarantineReason) {
        let (claimed, sent) = (now - .hours(2) + .minutes(off), now + .minutes(off))
        given(.open(5)).when(.opened(.anna, happened: claimed, sent: sent), at: now)
            .then(
                .passageQuarantined(passage(at: claimed, sent: sent, reason)), result: quarantined(2, reason))
    }

    @Test func `a barrier that rose by hand for a ticket waits with all that was told`() {
        let ahead = now + .minutes(20)
        given(.open(5)).when(
            .opened(.ticket, .both, .exit, happened: ahead, vehicle: .bike, read: "7", remark: .boom), at: now
        ).then(
            .passageQuarantined(
                .init(
                    .gateOpen, .ticket, gate: .both, .exit, claimedAt: ahead, sentAt: nil, .clockAhead, vehicle: .bike,
                    read: DeviceEventID("7"), remark: .boom)), result: quarantined(2))
    }

    @Test func `what waits begins and ends no stay`() throws {
        var site = try Site(.open(5))
        try site.send(.opened(.anna, happened: now + .minutes(20)), at: now)
        try site.send(.left(.anna, happened: now + .minutes(40)), at: now + .minutes(20))
        #expect(site.garage.inside == 0)
        #expect(site.garage.quarantined.map(\.id.version) == [2, 3])
        #expect(Ledger(site.log).stays.isEmpty)
    }

    @Test func `a clock that began anew with 1970 makes no entry lost`() {
        let (claimed, sent) = (Instant(microseconds: 60_000_000), Instant(microseconds: 120_000_000))
        given(.open(5)).when(.opened(.anna, happened: claimed, sent: sent), at: now)
            .then(
                .passageQuarantined(passage(at: claimed, sent: sent, .clockBehind)),
                result: quarantined(2, .clockBehind))
    }

    @Test func `a right time is suggested where the device said what its clock showed`() throws {
        var site = try Site(.open(5))
        try site.send(.opened(.anna, happened: now - .hours(1), sent: now - .minutes(20)), at: now)
        try site.send(.opened(.ben, happened: now + .minutes(6)), at: now)
        try site.send(.opened(.carla, happened: now + .minutes(40), sent: now + .minutes(20)), at: now)
        #expect(site.garage.quarantined.map(\.suggestedAt) == [now - .minutes(40), nil, nil])
    }

    // MARK: Repetitions

    @Test func `rule 9: the same fact again has no second effect, also when the server's clock has come so far`() {
        let ahead = now + .minutes(20)
        for (read, sameOther) in [("7", Command.opened(.anna, happened: ahead + .hours(1), read: "7")), (nil, nil)] {
            let waiting = given(.open(5), at(now, .passageQuarantined(passage(at: ahead, read: read))))
            let again = Command.opened(.anna, happened: ahead, read: read)
            for later in [now, now + .minutes(20), now + .hours(70)] {
                waiting.when(again, at: later).then(result: quarantined(2, repeated: true))
            }
            if let sameOther { waiting.when(sameOther, at: now).then(result: quarantined(2, repeated: true)) }
        }
    }

    @Test func `another car, gate or time is another fact`() {
        let ahead = now + .minutes(20)
        let waiting = given(.open(5), at(now, .passageQuarantined(passage(at: ahead))))
        for other in [
            Command.opened(.ben, happened: ahead), .opened(.anna, .both, .entry, happened: ahead),
            .opened(.anna, happened: ahead + .seconds(1)), .left(.anna, happened: ahead),
        ] {
            let result = try? waiting.when(other, at: now).decision.get().result
            #expect(result == quarantined(3))
        }
    }

    @Test func `a fact that was taken in is repeated even if the clock is off by now`() {
        let before = now - .minutes(10)
        given(.open(5), at(before, .entered(.anna, read: "7")))
            .when(.opened(.anna, happened: before, sent: now - .hours(1), read: "7"), at: now)
            .then(result: .gateOpened(.entered(SessionID(2), repeated: true)))
    }

    // MARK: Release

    private func released(_ id: Int64, at instant: Instant) -> Command {
        .releasePassage(.init(QuarantineID(version: id), at: instant, .misread))
    }

    @Test func `a released entry begins a stay when the car came in, and says what the device claimed`() {
        let (ahead, before) = (now + .minutes(20), now - .minutes(1))
        given(.open(5), at(now, .passageQuarantined(passage(at: ahead, read: "7"))))
            .when(released(2, at: before), at: now + .hours(1))
            .then(
                .passageReleased(.init(QuarantineID(version: 2), .misread)),
                .entered(.anna, read: "7").told(by: DeviceTime(claimedAt: ahead)), at: before,
                result: .gateOpened(.entered(SessionID(4), repeated: false)))
    }

    @Test func `a released entry is linked with the exit that was told without it`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna, happened: now + .minutes(20)), at: now)
        try site.send(.left(.anna), at: now + .hours(2))
        #expect(site.garage.inside == 0)
        try site.send(released(3, at: now), at: now + .hours(3))
        #expect(Ledger(site.log).total == 4_00)
        #expect(site.log.last?.event == .exitLinked(.init(ExitID(version: 4), to: SessionID(6))))
    }

    @Test func `a released exit ends the stay that it was of, with its charge`() throws {
        var site = try Site.hourly()
        try site.drive(.anna, at: now)
        try site.send(.left(.anna, happened: now + .hours(3), sent: now + .hours(3)), at: now + .hours(2))
        #expect(site.garage.inside == 1)
        let decision = try site.send(released(5, at: now + .hours(2)), at: now + .hours(6))
        guard case .exited(.left(let departure)) = decision.result else { throw Unexpected() }
        #expect(departure.exitedAt == now + .hours(2) && departure.session == SessionID(4))
        #expect(Ledger(site.log).total == 4_00)
    }

    @Test func `a passage is released where its gate is no more`() throws {
        var site = try Site.hourly()
        let ahead = now + .hours(3)
        for (gate, way) in [(GateID.entry, Direction.entry), (.both, .exit)] {
            try site.send(.opened(.anna, gate, way, happened: ahead, sent: ahead), at: now)
        }
        try site.send(.left(.anna, .both, .exit, happened: ahead, sent: ahead), at: now)
        let gone = GarageSettings.open(5) {
            $0.gates = [Gate(id: GateID("new")!, lane: .entry), Gate(id: .both, lane: .entry)]
        }
        try site.send(.configureGarage(.init(gone)), at: now + .minutes(1))
        try site.send(released(3, at: now - .hours(2)), at: now + .hours(1))
        #expect(site.garage.inside == 1)
        try site.send(released(4, at: now), at: now + .hours(1))
        try site.send(released(5, at: now), at: now + .hours(1))
        #expect(site.garage.inside == 0)
        #expect(Ledger(site.log).total == 4_00)
    }

    @Test func `a released entry mends a stay that was two`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: now)
        try site.send(.left(.anna, happened: now + .hours(2), sent: now + .hours(2)), at: now + .hours(1))
        try site.send(.opened(.anna, happened: now + .hours(3), sent: now + .hours(3)), at: now + .hours(2))
        try site.send(.left(.anna), at: now + .hours(3))
        try site.send(released(5, at: now + .hours(2)), at: now + .hours(4))
        try site.send(released(4, at: now + .hours(1)), at: now + .hours(5))
        #expect(Ledger(site.log).stays.count == 2 && Ledger(site.log).total == 4_00)
        #expect(site.garage.inside == 0)
    }

    @Test func `a barrier that named no car lets in the one that was read then`() throws {
        var site = try Site(.open(5))
        try site.send(.seen(.anna), at: now)
        try site.send(.opened(happened: now + .minutes(20)), at: now + .seconds(5))
        try site.send(released(3, at: now + .seconds(5)), at: now + .hours(1))
        #expect(site.garage.session(of: .anna)?.enteredAt == now + .seconds(5))
    }

    @Test func `a car that looks like the one that was read is found at the release`() throws {
        var site = try Site(.open(5))
        try site.drive(.anna, at: now)
        let read = Passage(gate: .exit, occurredAt: now + .hours(2))
        try site.send(.exit(.init(.ben, read, alike: [.anna])), at: now + .hours(1))
        try site.send(released(4, at: now + .hours(1)), at: now + .hours(2))
        #expect(site.garage.inside == 0)
    }

    @Test func `rule 9: a passage that was told twice is released as a repetition`() throws {
        var site = try Site(.open(5))
        try site.send(.opened(.anna, happened: now + .minutes(20)), at: now)
        try site.send(.opened(.anna), at: now + .seconds(5))
        let decision = try site.send(released(2, at: now), at: now + .hours(1))
        #expect(decision.result == .gateOpened(.entered(SessionID(3), repeated: true)))
        #expect(site.garage.quarantined.isEmpty && site.garage.inside == 1)
    }

    @Test func `rule 9: what was released is known when the device tells it again`() throws {
        for read in [nil, "7"] {
            var site = try Site(.open(5))
            let told = Command.opened(.anna, happened: now + .minutes(20), read: read)
            try site.send(told, at: now)
            try site.send(released(2, at: now), at: now + .hours(1))
            for later in [now + .minutes(1), now + .hours(2)] {
                #expect(try site.send(told, at: later).facts.isEmpty)
            }
        }
    }

    @Test func `a passage is released once, to a time that is past and not long before it was told`() {
        let waiting = given(.open(5), at(now, .passageQuarantined(passage(at: now + .minutes(20)))))
        let later = now + .days(20)
        waiting.when(released(1, at: now), at: later).thenRefuses(.unknownQuarantined(QuarantineID(version: 1)))
        let ahead = later + .seconds(1)
        waiting.when(released(2, at: ahead), at: later).thenRefuses(.notYet(ahead, now: later))
        let old = now - .hours(72) - .seconds(1)
        waiting.when(released(2, at: old), at: later)
            .thenRefuses(.tooLongBefore(old, now, lateness: .hours(72)))
        let done = given(
            .open(5), at(now, .passageQuarantined(passage(at: now + .minutes(20)))),
            at(now, .passageReleased(.init(QuarantineID(version: 2), .misread))))
        done.when(released(2, at: now), at: later).thenRefuses(.unknownQuarantined(QuarantineID(version: 2)))
    }

    @Test func `a passage can be released weeks later, and mends what its car did then`() throws {
        var site = try Site.hourly()
        try site.send(.reserve(.init(plate: .ben, day: .thursday, holder: .member)), at: now)
        for car in [PlateID.anna, .ben] {
            try site.send(.opened(.plate(car), happened: now + .days(1) + .minutes(20)), at: now + .days(1))
            try site.send(.left(.plate(car)), at: now + .days(1) + .hours(2))
        }
        // A garage lets go of what no command may name any more.
        for day in 2...30 { try site.send(.left(.carla), at: now + .days(Int64(day))) }
        for passage in site.garage.quarantined {
            try site.send(.releasePassage(.init(passage.id, at: now + .days(1), .misread)), at: now + .days(30))
        }
        #expect(site.garage.inside == 0)
        #expect(Ledger(site.log).lines.values.map(\.total).sorted { $0! < $1! } == [0, 4_00])
    }

    @Test func `a passage that nobody released in a month is given up`() throws {
        var waiting = try Site(.open(5))
        try waiting.send(.opened(.anna, happened: now + .minutes(20)), at: now)
        let later = now + .days(31) + .seconds(1)
        try waiting.send(.left(.ben), at: later)
        #expect(waiting.garage.quarantined.isEmpty)
        #expect(throws: Refusal.unknownQuarantined(QuarantineID(version: 2))) {
            try waiting.send(released(2, at: now), at: later)
        }
    }

    private struct Unexpected: Error {}
}
