import Chronology
import Parking
import Testing

/// Barriers that rise at an entry: whatever the rules would have said, the car is in.
@Suite struct EntryTests {
    let now = LocalDay.monday.at("08:00")
    var waiting: Given { given(.open(5), at(now, .authorised(.anna, until: now + .seconds(90)))) }
    let byAuthorisation = AdmittedBy.authorisation(AuthorisationID(2))

    @Test func `the car that was let in drives in by its authorisation, which is used up`() {
        waiting.when(.opened(.anna), at: now + .seconds(20))
            .then(.entered(.anna, by: byAuthorisation), result: .gateOpened(.entered(SessionID(3), repeated: false)))
        var after = waiting
        after.take(at(now, .entered(.anna, by: byAuthorisation)))
        #expect(after.garage.inside == 1)
        #expect(after.garage.waiting(at: now) == 0)
    }

    @Test func `a barrier that names no car lets in the one that waits at its gate`() {
        waiting.when(.opened(), at: now + .seconds(20))
            .then(.entered(.anna, by: byAuthorisation), result: .gateOpened(.entered(SessionID(3), repeated: false)))
        waiting.when(.opened(nil, .both, .entry), at: now + .seconds(20))
            .then(.entered(.unknown, .both), result: .gateOpened(.entered(SessionID(3), repeated: false)))
    }

    @Test func `rule 12: one lane, one car: the newer read takes the older one's place`() {
        var two = waiting
        two.take(at(now + .seconds(2), .authorised(.ben, until: now + .seconds(92))))
        #expect(two.garage.waiting(at: now + .seconds(2)) == 1)
        two.when(.opened(), at: now + .seconds(20))
            .then(
                .entered(.ben, by: .authorisation(AuthorisationID(3))),
                result: .gateOpened(.entered(SessionID(4), repeated: false)))
    }

    @Test func `rule 12: in a lane that holds two cars the first to come is the first to pass`() {
        let lane = GarageSettings.open(5) { $0.gates[0].holds = 2 }
        var two = given(
            lane, at(now, .authorised(.anna, until: now + .seconds(90))),
            at(now + .seconds(5), .authorised(.ben, until: now + .seconds(95))))
        #expect(two.garage.waiting(at: now + .seconds(5)) == 2)
        two.when(.opened(), at: now + .seconds(20))
            .then(.entered(.anna, by: byAuthorisation), result: .gateOpened(.entered(SessionID(4), repeated: false)))
        two.take(at(now + .seconds(20), .entered(.anna, by: byAuthorisation)))
        two.when(.opened(), at: now + .seconds(30))
            .then(
                .entered(.ben, by: .authorisation(AuthorisationID(3))),
                result: .gateOpened(.entered(SessionID(5), repeated: false)))
    }

    @Test func `rule 12: a camera corrects its read: the first answer holds no more`() throws {
        var site = try Site(.open(1))
        try site.send(.seen(.anna, read: "cam-1"), at: now)
        let corrected = try site.send(.seen(.ben, read: "cam-1"), at: now + .seconds(1))
        #expect(
            corrected.facts.map(\.event) == [
                .readCorrected(
                    .init(plate: .ben, was: .anna, gate: .entry, direction: .entry, read: DeviceEventID("cam-1")!)),
                .entryAuthorised(
                    .init(
                        plate: .ben, gate: .entry, grounds: .paysByTime, until: now + .seconds(91),
                        read: DeviceEventID("cam-1"))),
            ])
        #expect(site.garage.waiting(at: now + .seconds(1)) == 1)
        // The same id with the same plate is a repetition, and so is what was taken back.
        #expect(try site.send(.seen(.anna, read: "cam-1"), at: now + .seconds(2)).facts.isEmpty)
        #expect(try site.send(.seen(.ben, read: "cam-1"), at: now + .minutes(5)).facts.isEmpty)
        try site.send(.opened(), at: now + .seconds(8))
        #expect(site.garage.session(of: .ben) != nil && site.garage.inside == 1)
    }

    @Test func `rule 12: a read that another one replaced keeps no spot from the next driver`() throws {
        var site = try Site(.open(2))
        try site.send(.seen(.anna), at: now)
        try site.send(.seen(.ben), at: now + .seconds(2))
        try site.send(.opened(), at: now + .seconds(6))
        #expect(site.garage.session(of: .anna) == nil && site.garage.session(of: .ben) != nil)
        #expect(try site.answer(to: .carla, at: now + .seconds(20)) == .open(.entry(.paysByTime)))
    }

    @Test func `a barrier may rise a little after the authorisation ran out, but not long after`() {
        waiting.when(.opened(), at: now + .seconds(180))
            .then(.entered(.anna, by: byAuthorisation), result: .gateOpened(.entered(SessionID(3), repeated: false)))
        waiting.when(.opened(), at: now + .seconds(181))
            .then(.entered(.unknown), result: .gateOpened(.entered(SessionID(3), repeated: false)))
    }

    @Test func `an unknown car leaves the waiting one its authorisation`() {
        waiting.when(.opened(.ticket), at: now)
            .then(.entered(.ticket), result: .gateOpened(.entered(SessionID(3), repeated: false)))
        waiting.when(.opened(.ben), at: now)
            .then(.entered(.ben), result: .gateOpened(.entered(SessionID(3), repeated: false)))
        waiting.when(.opened(.unknown), at: now)
            .then(.entered(.unknown), result: .gateOpened(.entered(SessionID(3), repeated: false)))
    }

    @Test func `an operator opens by hand and says why`() {
        given(.open(5)).when(.opened(.anna, remark: .boom), at: now)
            .then(.entered(.anna, by: .hand(.boom)), result: .gateOpened(.entered(SessionID(2), repeated: false)))
        given(.open(5)).when(.opened(remark: .boom), at: now)
            .then(.entered(.unknown, by: .hand(.boom)), result: .gateOpened(.entered(SessionID(2), repeated: false)))
    }

    @Test func `what an operator said is kept also where the car had been let in`() {
        waiting.when(.opened(remark: .boom), at: now + .seconds(20))
            .then(.entered(.anna, by: .hand(.boom)), result: .gateOpened(.entered(SessionID(3), repeated: false)))
        var after = waiting
        after.take(at(now, .entered(.anna, by: .hand(.boom))))
        #expect(after.garage.waiting(at: now) == 0)
    }

    @Test func `a gate that opened by itself is a fact, with what the device calls it`() {
        given(.open(5)).when(.opened(.anna, .both, .entry, read: "loop-1"), at: now)
            .then(.entered(.anna, .both, read: "loop-1"), result: .gateOpened(.entered(SessionID(2), repeated: false)))
    }

    @Test func `a car that another system's records name is inside`() {
        let imported = given(.open(5), at(now, .entered(.anna, nil, by: .imported)))
        #expect(imported.garage.session(of: .anna)?.gate == nil)
        #expect(imported.garage.inside == 1)
    }

    @Test func `a session keeps who came, where, when, and when the log heard of it`() throws {
        let noon = LocalDay.monday.at("12:00")
        let late = given(.open(5), at(now, recorded: noon, .entered(.anna)))
        let session = try #require(late.garage.session(of: .anna))
        #expect(session.id == SessionID(2))
        #expect((session.car, session.gate) == (.anna, .entry))
        #expect((session.enteredAt, session.recordedAt) == (now, noon))
        #expect(session.rights.isEmpty)
    }

    @Test func `a car that is read at another gate waits at the first one no more`() throws {
        var site = try Site(.open(2))
        try site.send(.seen(.anna), at: now)
        try site.send(.seen(.anna, .both, .entry), at: now + .seconds(20))
        try site.send(.opened(nil, .both, .entry), at: now + .seconds(30))
        // Another driver is let in by hand at the first one.
        try site.send(.opened(nil), at: now + .seconds(60))
        #expect(site.garage.inside == 2)
    }

    @Test func `in a lane for two a car that was read twice passes once`() throws {
        var site = try Site(.open(5) { $0.gates[0].holds = 2 })
        try site.send(.seen(.anna), at: now)
        try site.send(.seen(.anna), at: now + .seconds(20))
        try site.send(.opened(.plate(.anna)), at: now + .seconds(25))
        try site.send(.seen(.ben), at: now + .seconds(40))
        try site.send(.opened(nil), at: now + .seconds(45))
        #expect(site.garage.session(of: .ben) != nil)
    }

    @Test func `a rise that is told late belongs to the read before it, though the car was read elsewhere since`()
        throws
    {
        var site = try Site(.open(2))
        try site.send(.seen(.anna), at: now)
        try site.send(.seen(.anna, .both, .entry), at: now + .seconds(20))
        try site.send(.opened(nil, happened: now + .seconds(10)), at: now + .seconds(30))
        #expect(site.garage.session(of: .anna) != nil)
    }
}
