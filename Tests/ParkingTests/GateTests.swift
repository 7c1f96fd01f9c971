import Chronology
import Parking
import Testing

/// Gates and the ways that cars pass them.
@Suite struct GateTests {
    let now = LocalDay.monday.at("08:00")

    @Test(arguments: [Command.seen(.anna, .nowhere), .opened(.anna, .nowhere), .left(.anna, .nowhere)])
    func `a gate that the garage lacks is refused`(command: Command) {
        given(.open(5)).when(command, at: now).thenRefuses(.unknownGate(.nowhere))
    }

    @Test func `cars pass a gate only the way it serves`() {
        let garage = given(.open(5))
        garage.when(.seen(.anna, .entry, .exit), at: now).thenRefuses(.wrongDirection(.entry, .exit))
        garage.when(.seen(.anna, .exit, .entry), at: now).thenRefuses(.wrongDirection(.exit, .entry))
        garage.when(.opened(.anna, .exit, .entry), at: now).thenRefuses(.wrongDirection(.exit, .entry))
        garage.when(.left(.anna, .entry), at: now).thenRefuses(.wrongDirection(.entry, .exit))
        garage.when(.left(.anna, .both, .entry), at: now).thenRefuses(.wrongDirection(.both, .entry))
    }

    @Test(arguments: [Command.seen(.anna, .both), .opened(.anna, .both)])
    func `at a gate for both ways a command says which`(command: Command) {
        given(.open(5)).when(command, at: now).thenRefuses(.directionMissing(.both))
    }

    @Test func `an exit at a gate for both ways is an exit`() throws {
        let departure = try given(.open(5), at(now, .entered(.anna))).when(.left(.anna, .both), at: now)
            .thenLeaves(.carExited(.init(session: SessionID(2), gate: .both, read: nil)))
        #expect(departure.session == SessionID(2))
    }

    @Test func `a gate for both ways answers by the way it is asked`() {
        let inside = given(.open(5), at(now, .entered(.anna)))
        inside.when(.seen(.anna, .both, .exit), at: now)
            .then(
                .exitAuthorised(.init(plate: .anna, gate: .both, session: SessionID(2), read: nil)),
                result: .answered(.init(.open(.leaving), repeated: false)))
        inside.when(.seen(.anna, .both, .entry), at: now)
            .then(
                .entryDenied(.init(plate: .anna, gate: .both, reason: .alreadyInside, read: nil)),
                result: .answered(.init(.deny(.alreadyInside), repeated: false)))
    }

    @Test func `a barrier that rises at an exit ends no session`() {
        let inside = given(.open(5), at(now, .entered(.anna)))
        let opened = GarageEvent.exitGateOpened(.init(gate: .exit, remark: .boom, read: DeviceEventID("loop-1")))
        inside.when(.opened(.anna, .exit, read: "loop-1", remark: .boom), at: now)
            .then(opened, result: .gateOpened(.exitOpened(repeated: false)))
        inside.when(.opened(nil, .exit), at: now)
            .then(
                .exitGateOpened(.init(gate: .exit, remark: nil, read: nil)),
                result: .gateOpened(.exitOpened(repeated: false)))
        var after = inside
        after.take(at(now, opened))
        #expect(after.garage.inside == 1)
    }

    @Test func `an exit's barrier rises once by the answer to its car, and then unasked`() throws {
        func rise(_ answer: Int64?, _ remark: Remark? = nil) -> GarageEvent {
            .exitGateOpened(
                .init(gate: .exit, remark: remark, by: answer.map(AuthorisationID.init(version:)), read: nil))
        }
        for car in [CarIdentity.anna, nil] {
            var site = try Site(.open(5))
            try site.send(.opened(.anna), at: now)
            #expect(try site.send(.opened(car, .exit), at: now).facts.map(\.event) == [rise(nil)])
            let (answered, asked) = (site.garage.version + 1, now + .hours(1))
            try site.send(.seen(.anna, .exit), at: asked)
            #expect(
                try site.send(.opened(car, .exit, remark: .boom), at: asked).facts.map(\.event) == [rise(nil, .boom)])
            #expect(try site.send(.opened(car, .exit), at: asked).facts.map(\.event) == [rise(answered)])
            #expect(try site.send(.opened(car, .exit), at: asked).facts.map(\.event) == [rise(nil)])
            try site.send(.left(car), at: asked + .seconds(3))
            #expect(site.garage.inside == 0)
            #expect(try site.send(.opened(car, .exit), at: asked + .seconds(9)).facts.map(\.event) == [rise(nil)])
        }
    }
}
