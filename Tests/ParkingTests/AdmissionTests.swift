import Chronology
import Parking
import Testing

/// Who is let in, and on what grounds: design rules 1, 3 and 7.
@Suite struct AdmissionTests {
    let now = LocalDay.monday.at("08:00")
    var until: Instant { now + .seconds(90) }

    @Test func `a driver who pays by time is let into an open garage`() {
        given(.open(1)).when(.seen(.anna), at: now)
            .then(
                .authorised(.anna, until: until),
                result: .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
    }

    @Test(arguments: Admission.allCases) func `a reservation of the day opens either garage`(admission: Admission) {
        given(.open(1) { $0.admission = admission }, at(now, .reserved(.anna, .monday))).when(.seen(.anna), at: now)
            .then(
                .authorised(.anna, .reserved(2), until: until),
                result: .answered(.init(.open(.entry(.reserved(2))), repeated: false)))
    }

    @Test func `the answer keeps what the device calls its reading`() {
        let read = DeviceEventID("cam-7")!
        given(.open(1)).when(.seen(.anna, read: "cam-7"), at: now)
            .then(
                .entryAuthorised(.init(plate: .anna, gate: .entry, grounds: .paysByTime, until: until, read: read)),
                result: .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
        given(.reserved(1)).when(.seen(.anna, read: "cam-7"), at: now)
            .then(
                .entryDenied(.init(plate: .anna, gate: .entry, reason: .noReservation, read: read)),
                result: .answered(.init(.deny(.noReservation), repeated: false)))
    }

    @Test func `a garage for reservations turns a plate without one away`() {
        given(.reserved(10)).when(.seen(.anna), at: now)
            .then(.denied(.anna, .noReservation), result: .answered(.init(.deny(.noReservation), repeated: false)))
    }

    @Test func `another day's reservation opens no gate`() {
        given(.reserved(10), at(now, .reserved(.anna, .tuesday))).when(.seen(.anna), at: now)
            .then(.denied(.anna, .noReservation), result: .answered(.init(.deny(.noReservation), repeated: false)))
        given(.reserved(10), at(now, .reserved(.anna, .tuesday))).when(.seen(.anna), at: LocalDay.tuesday.at("00:00"))
            .then(
                .authorised(.anna, .reserved(2), until: LocalDay.tuesday.at("00:00") + .seconds(90)),
                result: .answered(.init(.open(.entry(.reserved(2))), repeated: false)))
    }

    @Test func `a full garage turns everyone away, reserved or not`() {
        let full = given(.open(1), at(now, .reserved(.anna, .monday), .entered(.ben)))
        for plate in [PlateID.anna, .carla] {
            full.when(.seen(plate), at: now)
                .then(.denied(plate, .garageFull), result: .answered(.init(.deny(.garageFull), repeated: false)))
        }
    }

    @Test func `a car whose entry nobody recognised takes a spot`() {
        given(.open(1), at(now, .entered(.unknown))).when(.seen(.anna), at: now)
            .then(.denied(.anna, .garageFull), result: .answered(.init(.deny(.garageFull), repeated: false)))
    }

    @Test func `a spot promised at a gate is taken until the authorisation runs out`() {
        let promised = given(.open(1), at(now, .authorised(.anna, until: until)))
        #expect(promised.garage.waiting(at: until - .seconds(1)) == 1)
        promised.when(.seen(.ben), at: until - .seconds(1))
            .then(.denied(.ben, .garageFull), result: .answered(.init(.deny(.garageFull), repeated: false)))
        #expect(promised.garage.waiting(at: until) == 0)
        promised.when(.seen(.ben), at: until)
            .then(
                .authorised(.ben, until: until + .seconds(90)),
                result: .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
    }

    @Test func `a car that waits does not stand in its own way`() {
        given(.open(1), at(now, .authorised(.anna, until: until))).when(.seen(.anna), at: now + .seconds(30))
            .then(
                .authorised(.anna, until: now + .seconds(120)),
                result: .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
    }

    @Test func `permanent spots are kept from everyone who has no permit`() {
        let kept = given(.open(2) { $0.permanentSpots = 1 }, at(now, .reserved(.anna, .monday), .entered(.ben)))
        for plate in [PlateID.anna, .carla] {
            kept.when(.seen(plate), at: now)
                .then(.denied(plate, .spotsKept), result: .answered(.init(.deny(.spotsKept), repeated: false)))
        }
    }

    @Test func `fallback spots are kept for reserved drivers whose own is taken`() {
        let kept = given(.open(2) { $0.fallbackSpots = 1 }, at(now, .reserved(.anna, .monday), .entered(.ben)))
        kept.when(.seen(.carla), at: now)
            .then(.denied(.carla, .spotsKept), result: .answered(.init(.deny(.spotsKept), repeated: false)))
        kept.when(.seen(.anna), at: now)
            .then(
                .authorised(.anna, .reserved(2), until: until),
                result: .answered(
                    .init(.open(.entry(.reserved(2))), repeated: false, spot: OfferedSpot(nil, isFallback: true))))
    }

    @Test func `a walk-in does not take the spot of a reservation that has not come`() {
        let promised = given(.open(1), at(now, .reserved(.anna, .monday)))
        promised.when(.seen(.ben), at: now)
            .then(.denied(.ben, .spotsKept), result: .answered(.init(.deny(.spotsKept), repeated: false)))
        // Tomorrow's reservation keeps nothing today.
        given(.open(1), at(now, .reserved(.anna, .tuesday))).when(.seen(.ben), at: now)
            .then(
                .authorised(.ben, until: until),
                result: .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
    }

    @Test func `a reservation's car that waits or is inside keeps one spot, not two`() {
        let waits = at(now, .reserved(.anna, .monday), .authorised(.anna, .reserved(2), until: until))
        let inside = at(now, .reserved(.anna, .monday), .entered(.anna))
        for moment in [waits, inside] {
            given(.open(2), moment).when(.seen(.ben), at: now)
                .then(
                    .authorised(.ben, until: until),
                    result: .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
        }
    }

    @Test func `a reservation's car that was let in but never drove in keeps its spot from walk-ins`() {
        let ranOut = given(
            .open(1), at(now, .reserved(.anna, .monday), .authorised(.anna, .reserved(2), until: until)))
        ranOut.when(.seen(.ben), at: until)
            .then(.denied(.ben, .spotsKept), result: .answered(.init(.deny(.spotsKept), repeated: false)))
        ranOut.when(.seen(.anna), at: until)
            .then(
                .authorised(.anna, .reserved(2), until: until + .seconds(90)),
                result: .answered(.init(.open(.entry(.reserved(2))), repeated: false)))
    }

    @Test func `a reservation's car that left may return, and its spot is kept meanwhile`() {
        let left = given(
            .open(1), at(now, .reserved(.anna, .monday), .entered(.anna)),
            at(now, .carExited(.init(session: SessionID(3), gate: .exit, read: nil))))
        let noon = LocalDay.monday.at("12:00")
        left.when(.seen(.ben), at: noon)
            .then(.denied(.ben, .spotsKept), result: .answered(.init(.deny(.spotsKept), repeated: false)))
        left.when(.seen(.anna), at: noon)
            .then(
                .authorised(.anna, .reserved(2), until: noon + .seconds(90)),
                result: .answered(.init(.open(.entry(.reserved(2))), repeated: false)))
    }

    @Test
    func
        `every reason for a denial has a case above, or among the public hours, the booked ones, the permits, shared places, the limits and the suspensions`()
    {
        #expect(
            DenialReason.allCases == [
                .garageFull, .spotsKept, .noReservation, .beforeHours, .closed, .noReturn, .suspended,
                .quotaFull, .alreadyInside,
            ])
    }
}
