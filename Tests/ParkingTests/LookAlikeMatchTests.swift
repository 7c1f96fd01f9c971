import Chronology
import Parking
import Testing

/// Which car is meant where a camera has read a plate that looks like another one: design rule 8.
@Suite struct LookAlikeMatchTests {
    let now = LocalDay.monday.at("08:00")
    let noon = LocalDay.monday.at("12:00")
    /// What the camera read for Anna's plate.
    let misread = PlateID(100)

    private func seen(_ gate: GateID = .entry, alike: [PlateID]) -> Command {
        .plateSeen(.init(misread, Passage(gate: gate), alike: alike))
    }
    private func left(alike: [PlateID], at instant: Instant? = nil) -> Command {
        .exit(.init(.plate(misread), Passage(gate: .exit, occurredAt: instant), alike: alike))
    }

    @Test func `at the exit the only car inside that looks like it is meant`() throws {
        let inside = given(.open(5), at(now, .entered(.anna), .entered(.carla)))
        let departure = try inside.when(left(alike: [.anna, .ben]), at: noon)
            .thenLeaves(.carExited(.init(session: SessionID(2), gate: .exit, read: nil, readAs: misread)))
        #expect(departure.session == SessionID(2) && departure.isLookAlike)
        inside.when(seen(.exit, alike: [.anna]), at: noon)
            .then(
                .exitAuthorised(
                    .init(plate: .anna, gate: .exit, session: SessionID(2), read: nil, readAs: misread)),
                result: .answered(.init(.open(.leaving), repeated: false, isLookAlike: true)))
    }

    @Test func `of two cars that look like it none is guessed`() throws {
        let two = given(.open(5), at(now, .entered(.anna), .entered(.ben)))
        let departure = try two.when(left(alike: [.anna, .ben]), at: noon)
            .thenLeaves(.exitWithoutEntry(.init(car: .plate(misread), gate: .exit, read: nil)))
        #expect(departure.session == nil && !departure.isLookAlike)
    }

    @Test func `the car that has the plate itself is meant before any that looks like it`() throws {
        let both = given(.open(5), at(now, .entered(.anna), .entered(.plate(misread))))
        _ = try both.when(left(alike: [.anna]), at: noon)
            .thenLeaves(.carExited(.init(session: SessionID(3), gate: .exit, read: nil)))
    }

    @Test func `a car that came in later is not meant`() throws {
        let later = given(.open(5), at(noon, .entered(.anna)))
        _ = try later.when(left(alike: [.anna], at: now), at: noon)
            .thenLeaves(.exitWithoutEntry(.init(car: .plate(misread), gate: .exit, read: nil)), at: now)
    }

    @Test func `at the entry the only right that looks like it lets the car in`() throws {
        let reserved = given(.reserved(5), at(.opening, .reserved(.anna, .monday), .reserved(.ben, .tuesday)))
        reserved.when(seen(alike: [.anna, .ben]), at: now)
            .then(
                .entryAuthorised(
                    .init(
                        plate: .anna, gate: .entry, grounds: .reserved(2), until: now + .seconds(90), read: nil,
                        readAs: misread)),
                result: .answered(.init(.open(.entry(.reserved(2))), repeated: false, isLookAlike: true)))
        var two = reserved
        two.take(at(now, .reserved(.ben, .monday)))
        two.when(seen(alike: [.anna, .ben]), at: now)
            .then(
                .denied(misread, .noReservation), result: .answered(.init(.deny(.noReservation), repeated: false)))
    }

    @Test func `a right whose car is inside lets no other one in`() {
        given(.reserved(5), at(.opening, .reserved(.anna, .monday)), at(now, .entered(.anna)))
            .when(seen(alike: [.anna]), at: noon)
            .then(
                .denied(misread, .noReservation), result: .answered(.init(.deny(.noReservation), repeated: false)))
    }

    @Test func `a car that is misread all day long has one stay, and its right pays`() throws {
        var site = try Site(.reserved(5))
        try site.send(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: .opening)
        let passage = Passage(gate: .entry)
        try site.send(.plateSeen(.init(misread, passage, alike: [.anna])), at: now)
        let pulse = Command.gateOpen(.init(.plate(misread), passage, nil, alike: [.anna]))
        try site.send(pulse, at: now + .seconds(5))
        #expect(site.garage.session(of: .anna)?.rights.count == 1)
        #expect(try site.send(pulse, at: now + .seconds(30)).facts.isEmpty)
        #expect(
            try site.send(.plateSeen(.init(misread, passage, alike: [.anna])), at: now + .seconds(10)).facts.isEmpty)
        try site.send(left(alike: [.anna]), at: noon)
        #expect(try site.send(left(alike: [.anna]), at: noon + .seconds(5)).facts.isEmpty)
        #expect(site.garage.inside == 0)
        #expect(Ledger(site.log).lines.count == 1)
    }

    @Test func `a barrier that rises late for a misread car finds its right, too`() throws {
        var site = try Site(.reserved(5))
        try site.send(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: .opening)
        let passage = Passage(gate: .entry, occurredAt: now)
        try site.send(.gateOpen(.init(.plate(misread), passage, nil, alike: [.anna])), at: noon)
        #expect(
            site.log.last?.event
                == .carEntered(.init(car: .anna, gate: .entry, by: .gate, read: nil, readAs: misread)))
    }

    @Test func `a plate that was here yesterday hides no car that looks like it`() throws {
        let sunday = LocalDay.monday.previous
        let exit = GarageEvent.carExited(.init(session: SessionID(2), gate: .exit, read: nil))
        let before = given(
            .open(5), at(sunday.at("08:00"), .entered(.plate(misread))), at(sunday.at("12:00"), exit))
        var inside = before
        inside.take(at(now, .entered(.anna)))
        _ = try inside.when(left(alike: [.anna]), at: noon)
            .thenLeaves(.carExited(.init(session: SessionID(4), gate: .exit, read: nil, readAs: misread)))
        var reserved = before
        reserved.take(at(now, .reserved(.anna, .monday)))
        guard case .answered(let outcome) = try reserved.when(seen(alike: [.anna]), at: now).decision.get().result
        else {
            Issue.record("no answer")
            return
        }
        #expect(outcome.answer == .open(.entry(.reserved(4))) && outcome.isLookAlike)
    }

    @Test func `a car that has just left is the one that is read again at the exit`() throws {
        let exit = GarageEvent.carExited(.init(session: SessionID(3), gate: .exit, read: nil))
        let gone = given(.open(5), at(now, .entered(.anna), .entered(.plate(misread))), at(noon, exit))
        let again = try gone.when(left(alike: [.anna]), at: noon + .seconds(2)).decision.get()
        #expect(again.facts.isEmpty)
    }
}
