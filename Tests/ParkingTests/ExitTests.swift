import Chronology
import Parking
import Testing

/// A car may always leave: design rules 5 and 10.
@Suite struct ExitTests {
    let now = LocalDay.monday.at("08:00")
    let noon = LocalDay.monday.at("12:00")

    @Test(arguments: Admission.allCases) func `a plate whose car is inside is let out`(admission: Admission) {
        given(.open(5) { $0.admission = admission }, at(now, .entered(.anna))).when(.seen(.anna, .exit), at: noon)
            .then(
                .exitAuthorised(.init(plate: .anna, gate: .exit, session: SessionID(2), read: nil)),
                result: .answered(.init(.open(.leaving), repeated: false)))
    }

    @Test(arguments: Admission.allCases) func `a plate whose entry nobody saw is let out`(admission: Admission) {
        given(.open(1) { $0.admission = admission }, at(now, .entered(.ben)))
            .when(.seen(.anna, .exit, read: "cam-2"), at: noon)
            .then(
                .exitAuthorised(.init(plate: .anna, gate: .exit, session: nil, read: DeviceEventID("cam-2"))),
                result: .answered(.init(.open(.leavingUnseen), repeated: false)))
    }

    @Test func `an exit ends the session and frees the spot`() throws {
        let inside = given(.open(1), at(now, .entered(.anna)))
        let departure = try inside.when(.left(.anna, read: "loop-2"), at: noon)
            .thenLeaves(.carExited(.init(session: SessionID(2), gate: .exit, read: DeviceEventID("loop-2"))))
        #expect(departure.session == SessionID(2))
        #expect((departure.enteredAt, departure.exitedAt) == (now, noon))
        var after = inside
        after.take(at(noon, .carExited(.init(session: SessionID(2), gate: .exit, read: nil))))
        #expect(after.garage.inside == 0)
        #expect(after.garage.session(of: .anna) == nil)
    }

    @Test func `a car may leave that was never let out`() throws {
        let departure = try given(.reserved(1), at(now, .entered(.anna))).when(.left(.anna), at: noon)
            .thenLeaves(.carExited(.init(session: SessionID(2), gate: .exit, read: nil)))
        #expect(departure.charge != nil)
    }

    @Test(arguments: [CarIdentity.anna, .ticket]) func `an exit without an entry is a fact, without a charge`(
        car: CarIdentity
    ) throws {
        let departure = try given(.open(5), at(now, .entered(.ben))).when(.left(car, read: "loop-2"), at: noon)
            .thenLeaves(.exitWithoutEntry(.init(car: car, gate: .exit, read: DeviceEventID("loop-2"))))
        #expect(departure.session == nil && departure.enteredAt == nil && departure.charge == nil)
        #expect(departure.exitedAt == noon)
    }

    @Test func `an exit without an entry changes no count`() {
        let after = given(
            .open(5), at(now, .entered(.ben), .exitWithoutEntry(.init(car: .anna, gate: .exit, read: nil))))
        #expect(after.garage.inside == 1)
    }

    @Test func `a ticket ends the session that began with it`() throws {
        let departure = try given(.open(5), at(now, .entered(.ticket), .entered(.anna)))
            .when(.left(.ticket), at: noon)
            .thenLeaves(.carExited(.init(session: SessionID(2), gate: .exit, read: nil)))
        #expect(departure.enteredAt == now)
    }

    @Test func `an unknown car that leaves is the only unknown one inside`() throws {
        let departure = try given(.open(5), at(now, .entered(.anna), .entered(.unknown))).when(.left(), at: noon)
            .thenLeaves(.carExited(.init(session: SessionID(3), gate: .exit, read: nil)))
        #expect(departure.session == SessionID(3))
    }

    @Test func `rule 10: of two unknown cars the one that was inside longest is assumed to have left`() throws {
        var site = try Site(.open(5))
        try site.send(.opened(), at: now)
        try site.send(.opened(), at: now + .minutes(10))
        #expect(
            try site.send(.left(), at: noon).facts.map(\.event)
                == [.carExited(.init(session: SessionID(2), gate: .exit, read: nil, isAssumed: true))])
        // The other one is the only one that it can be then.
        #expect(
            try site.send(.left(), at: noon + .minutes(1)).facts.map(\.event)
                == [.carExited(.init(session: SessionID(3), gate: .exit, read: nil))])
        #expect(site.garage.inside == 0)
    }

    @Test func `rule 10: an unknown exit lowers the count, also where every car inside is known`() throws {
        var site = try Site(.open(5))
        try site.send(.opened(.anna), at: now)
        try site.send(.opened(.ben), at: now + .minutes(10))
        let departure = try site.send(.left(), at: noon)
        #expect(
            departure.facts.map(\.event)
                == [.carExited(.init(session: SessionID(2), gate: .exit, read: nil, isAssumed: true))])
        #expect(site.garage.inside == 1)
        // It was Ben: Anna is seen leaving, and the unknown exit is taken for his.
        #expect(
            try site.send(.left(.anna), at: noon + .hours(1)).facts.map(\.event)
                == [
                    .carExited(.init(session: SessionID(2), gate: .exit, read: nil)),
                    .exitLinked(.init(ExitID(version: 4), to: SessionID(3), isAssumed: true)),
                ])
        #expect(site.garage.inside == 0)
    }

    @Test func `a car that the lane's camera has read is the one that its loop feels leaving`() throws {
        var site = try Site(.open(5))
        try site.send(.opened(), at: now)
        try site.send(.opened(.anna), at: now)
        try site.send(.seen(.anna, .exit), at: noon)
        #expect(
            try site.send(.left(), at: noon + .seconds(8)).facts.map(\.event)
                == [.carExited(.init(session: SessionID(3), gate: .exit, read: nil))])
    }

    @Test func `a late exit from before the session began is another stay's`() throws {
        let eight = LocalDay.monday.at("08:00")
        let departure = try given(.open(5), at(noon, .entered(.anna)))
            .when(.left(.anna, happened: eight), at: LocalDay.monday.at("13:00"))
            .thenLeaves(.exitWithoutEntry(.init(car: .anna, gate: .exit, read: nil)), at: eight)
        #expect(departure.session == nil)
    }
}
