import Chronology
import Parking
import Tariffs
import Testing

/// Permit holders at the gate, and the spots that are kept for them: design rules 1 and 2.
@Suite struct PermitAdmissionTests {
    let now = LocalDay.monday.at("08:00")
    var until: Instant { now + .seconds(90) }
    let anna = GarageEvent.pass(.anna, .monday)
    let erik = PlateID(5)

    private func answers(_ garage: Given, _ plates: PlateID..., to expected: GateAnswer) throws {
        for plate in plates {
            let result = try garage.when(.seen(plate), at: now).decision.get().result
            #expect(result == .answered(.init(expected, repeated: false)), "\(plate)")
        }
    }

    private func settings(_ capacity: Int, permanent: Int, fallback: Int = 0) -> GarageSettings {
        .open(capacity) { ($0.permanentSpots, $0.fallbackSpots) = (permanent, fallback) }
    }

    @Test func `a permit opens a garage for reservations, and one that is closed to the public`() {
        for settings in [GarageSettings.reserved(5), .open(5) { $0.publicHours = .closed }] {
            for permit in [anna, .month(.anna, .monday, .monday)] {
                given(settings, at(now, permit)).when(.seen(.anna), at: now)
                    .then(
                        .authorised(.anna, .permit(2), until: until),
                        result: .answered(.init(.open(.entry(.permit(2))), repeated: false)))
            }
        }
    }

    @Test func `another day's permit, and a membership, open nothing`() throws {
        for permit in [
            GarageEvent.pass(.anna, .tuesday), .pass(.anna, .monday.previous, .monday.previous),
            .membership(.anna, [.staff]), .pass(.ben, .monday),
        ] {
            try answers(given(.reserved(5), at(now, permit)), .anna, to: .deny(.noReservation))
            try answers(given(.open(5) { $0.publicHours = .closed }, at(now, permit)), .anna, to: .deny(.closed))
            try answers(given(.open(5), at(now, permit)), .anna, to: .open(.entry(.paysByTime)))
        }
    }

    @Test func `a revoked permit opens the gate no more`() throws {
        let revoked = at(now, anna, .permitRevoked(.init(PermitID(2), lastDay: .monday)))
        try answers(given(.reserved(5), revoked), .anna, to: .deny(.noReservation))
        try answers(given(.open(5), revoked), .anna, to: .open(.entry(.paysByTime)))
    }

    @Test func `a plate read a moment ago is judged by its permit of the day on which it was read`() {
        let midnight = LocalDay.tuesday.at("00:00")
        given(.reserved(5), at(now, .pass(.anna, .monday, .monday)))
            .when(.seen(.anna, happened: midnight - .seconds(30)), at: midnight + .seconds(30))
            .then(
                .authorised(.anna, .permit(2), until: midnight + .seconds(120)), at: midnight - .seconds(30),
                result: .answered(.init(.open(.entry(.permit(2))), repeated: false)))
    }

    @Test func `permanent spots are kept for permits: others get no further until they are taken`() throws {
        var garage = given(settings(3, permanent: 2), at(now, anna, .pass(.dora, .monday), .entered(.ben)))
        try answers(garage, .carla, to: .deny(.spotsKept))
        try answers(garage, .anna, to: .open(.entry(.permit(2))))
        try answers(garage, .dora, to: .open(.entry(.permit(3))))
        garage.take(at(now, .entered(.anna), .carExited(.init(session: SessionID(4), gate: .exit, read: nil))))
        // One of the two kept spots is taken, so one more is kept, and the third is anybody's.
        try answers(garage, .carla, to: .open(.entry(.paysByTime)))
        garage.take(at(now, .entered(.ben)))
        try answers(garage, .carla, to: .deny(.spotsKept))
        try answers(garage, .dora, to: .open(.entry(.permit(3))))
    }

    @Test func `they are kept also from reservations, and where nobody has a permit`() throws {
        let garage = given(settings(2, permanent: 1), at(now, .reserved(.carla, .monday), .entered(.ben)))
        try answers(garage, .carla, .dora, to: .deny(.spotsKept))
    }

    @Test func `a permit's car that waits at the gate has taken its spot`() throws {
        let waits = given(
            settings(2, permanent: 1), at(now, anna, .authorised(.anna, .permit(2), until: until)))
        try answers(waits, .ben, to: .open(.entry(.paysByTime)))
        let ranOut = given(
            settings(2, permanent: 1), at(now, anna, .authorised(.anna, .permit(2), until: now), .entered(.ben)))
        try answers(ranOut, .carla, to: .deny(.spotsKept))
    }

    @Test func `a permit's car that is read again at the gate still has its own spot`() {
        let waits = given(
            settings(2, permanent: 1),
            at(now, anna, .reserved(.carla, .monday), .entered(.ben), .authorised(.anna, .permit(2), until: until)))
        let again = now + .seconds(20)
        waits.when(.seen(.anna), at: again)
            .then(
                .authorised(.anna, .permit(2), until: again + .seconds(90)),
                result: .answered(.init(.open(.entry(.permit(2))), repeated: false)))
    }

    @Test func `beyond their own spots permits take what nobody has reserved and nothing kept as fallback`() throws {
        var garage = given(
            settings(4, permanent: 1, fallback: 1),
            at(now, anna, .pass(.carla, .monday), .pass(.dora, .monday), .reserved(.ben, .monday), .entered(.anna)))
        try answers(garage, .carla, to: .open(.entry(.permit(3))))
        try answers(garage, .dora, to: .open(.entry(.permit(4))))
        garage.take(at(now, .entered(.carla)))
        try answers(garage, .dora, erik, to: .deny(.spotsKept))
        try answers(garage, .ben, to: .open(.entry(.reserved(5))))
        garage.take(at(now, .entered(.ben)))
        try answers(garage, .dora, to: .deny(.spotsKept))
    }

    @Test func `a full garage turns permits away, whatever was kept for them`() throws {
        let full = given(settings(1, permanent: 1), at(now, anna, .entered(.ben)))
        try answers(full, .anna, to: .deny(.garageFull))
        let promised = given(
            settings(1, permanent: 1), at(now, anna, .pass(.ben, .monday), .authorised(.ben, .permit(2), until: until)))
        try answers(promised, .anna, to: .deny(.garageFull))
    }

    @Test func `a plate that is reserved for, too, takes its reservation's spot and leaves the kept one`() throws {
        let both = at(now, anna, .reserved(.anna, .monday), .pass(.carla, .monday))
        var garage = given(settings(3, permanent: 1), both)
        try answers(garage, .anna, to: .open(.entry(.reserved(3))))
        try answers(garage, .ben, to: .open(.entry(.paysByTime)))
        garage.take(at(now, .entered(.ben)))
        try answers(garage, .dora, to: .deny(.spotsKept))
        garage.take(at(now, .entered(.anna)))
        try answers(garage, .dora, to: .deny(.spotsKept))
        try answers(garage, .carla, to: .open(.entry(.permit(4))))
    }

    @Test func `where the reservation's spot is gone it takes the kept one`() throws {
        let garage = given(
            settings(2, permanent: 1), at(now, anna, .reserved(.anna, .monday), .entered(.ben)))
        try answers(garage, .anna, to: .open(.entry(.permit(2))))
    }

    @Test func `a car that stayed behind its permit's end takes no kept spot`() throws {
        let garage = given(
            settings(3, permanent: 1),
            at(now - .days(1), .pass(.anna, .monday.previous, .monday.previous), .entered(.anna)),
            at(now, .pass(.carla, .monday), .entered(.ben)))
        try answers(garage, .dora, to: .deny(.spotsKept))
        try answers(garage, .carla, to: .open(.entry(.permit(4))))
    }

    @Test func `spots that are kept for permits cannot be reserved`() {
        given(settings(2, permanent: 1), at(now, .reserved(.ben, .monday)))
            .when(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: now).thenRefuses(.dayFull(.monday))
    }
}
