import Chronology
import Parking
import Testing

/// A plate has at most one open session: design rule 3.
@Suite struct AntiPassbackTests {
    let now = LocalDay.monday.at("08:00")
    let soft = GarageSettings.open(1) { $0.antiPassback = .soft }

    @Test func `hard: a plate whose car is inside is denied`() {
        given(.open(10), at(now, .entered(.anna))).when(.seen(.anna), at: now)
            .then(.denied(.anna, .alreadyInside), result: .answered(.init(.deny(.alreadyInside), repeated: false)))
    }

    @Test func `hard: being inside is said before being full or without a reservation`() {
        given(.reserved(1), at(now, .entered(.anna))).when(.seen(.anna), at: now)
            .then(.denied(.anna, .alreadyInside), result: .answered(.init(.deny(.alreadyInside), repeated: false)))
    }

    @Test func `soft: the plate is let in also where its own old session takes the last spot`() {
        given(soft, at(now, .entered(.anna))).when(.seen(.anna), at: now)
            .then(
                .authorised(.anna, until: now + .seconds(90)),
                result: .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
        given(soft, at(now, .entered(.anna))).when(.seen(.ben), at: now)
            .then(.denied(.ben, .garageFull), result: .answered(.init(.deny(.garageFull), repeated: false)))
    }

    @Test(arguments: AntiPassback.allCases) func `driving in again closes the old session as an orphan`(
        mode: AntiPassback
    ) {
        let inside = given(.open(10) { $0.antiPassback = mode }, at(now, .entered(.anna)))
        inside.when(.opened(.anna), at: LocalDay.monday.at("12:00"))
            .then(
                .sessionOrphaned(.init(SessionID(2))), .entered(.anna),
                result: .gateOpened(.entered(SessionID(4), repeated: false)))
    }

    @Test func `after an orphan the plate has one session, the new one`() {
        let after = given(
            soft, at(now, .entered(.anna)),
            at(LocalDay.monday.at("12:00"), .sessionOrphaned(.init(SessionID(2))), .entered(.anna)))
        #expect(after.garage.inside == 1)
        #expect(after.garage.session(of: .anna)?.id == SessionID(4))
        #expect(after.garage.sessions[SessionID(2)] == nil)
    }

    @Test func `a ticket that drives in again is an orphan too`() {
        given(.open(10), at(now, .entered(.ticket))).when(.opened(.ticket), at: LocalDay.monday.at("12:00"))
            .then(
                .sessionOrphaned(.init(SessionID(2))),
                .carEntered(.init(car: .ticket, gate: .entry, by: .gate, read: nil, isReused: true)),
                result: .gateOpened(.entered(SessionID(4), repeated: false, isReused: true)))
    }

    @Test func `unknown cars are never taken for each other`() {
        given(.open(10), at(now, .entered(.unknown))).when(.opened(), at: LocalDay.monday.at("12:00"))
            .then(.entered(.unknown), result: .gateOpened(.entered(SessionID(3), repeated: false)))
    }
}
