import Chronology
import Money
import Parking
import Tariffs
import Testing

extension BookedHoursTests {
    // Whom gates let in by hours, and on which spots.

    private func answer(_ given: Given, _ plate: PlateID, at time: String) throws -> GateAnswer {
        guard
            case .answered(let answered) = try given.when(.seen(plate), at: LocalDay.monday.at(time)).decision.get()
                .result
        else { throw Unexpected() }
        return answered.answer
    }

    @Test func `a garage for reservations lets a car in when its hours begin and no longer when they are over`() throws
    {
        let evening = given(.reserved(5), at(morning, booked(.anna, "20:00", "24:00")))
        let begin = LocalDay.monday.at("20:00")
        evening.when(.seen(.anna), at: LocalDay.monday.at("06:38"))
            .then(
                .entryDenied(.init(plate: .anna, gate: .entry, reason: .beforeHours, hoursFrom: begin, read: nil)),
                result: .answered(.init(.deny(.beforeHours), repeated: false, hoursFrom: begin)))
        #expect(try answer(evening, .anna, at: "20:00") == .open(.entry(.reserved(2))))
        #expect(try answer(evening, .anna, at: "23:59") == .open(.entry(.reserved(2))))
        let noon = given(.reserved(5), at(morning, booked(.anna, "10:00", "12:00")))
        #expect(try answer(noon, .anna, at: "12:00") == .deny(.noReservation))
        #expect(try answer(noon, .ben, at: "10:00") == .deny(.noReservation))
    }

    @Test func `a denied car is told the hours that come next, a repeated read too`() throws {
        let (ten, time) = (LocalDay.monday.at("10:00"), LocalDay.monday.at("09:00"))
        var given = given(
            .reserved(5), at(morning, booked(.anna, "14:00", "15:00"), booked(.anna, "10:00", "12:00")))
        let first = given.when(.seen(.anna), at: time)
        first.then(
            .entryDenied(.init(plate: .anna, gate: .entry, reason: .beforeHours, hoursFrom: ten, read: nil)),
            result: .answered(.init(.deny(.beforeHours), repeated: false, hoursFrom: ten)))
        for fact in try first.decision.get().facts { given.take(at(time, fact.event)) }
        for later in [time + .seconds(5), time + .minutes(30)] {
            given.when(.seen(.anna), at: later)
                .then(result: .answered(.init(.deny(.beforeHours), repeated: true, hoursFrom: ten)))
        }
    }

    @Test func `the gate lets a car in as long before its hours as their booking forgives`() throws {
        let early = given(.reserved(5), at(morning, booked(.anna, "10:00", "12:00", forgiven: quarter)))
        #expect(try answer(early, .anna, at: "09:44:59") == .deny(.beforeHours))
        #expect(try answer(early, .anna, at: "09:45") == .open(.entry(.reserved(2))))
        #expect(try answer(early, .anna, at: "12:00") == .deny(.noReservation))
        // Also over midnight.
        let night = given(
            .reserved(5), at(morning - .days(1), booked(.anna, "00:00", "02:00", forgiven: quarter)))
        let outcome = night.when(.seen(.anna), at: LocalDay.monday.at("00:00") - .minutes(15))
        #expect(
            try outcome.decision.get().result == .answered(.init(.open(.entry(.reserved(2))), repeated: false)))
    }

    @Test func `where the garage is open a car pays by time until its hours begin, on the spot that is kept for it`()
        throws
    {
        let open = given(.open(1), at(morning, booked(.anna, "10:00", "12:00")))
        #expect(try answer(open, .anna, at: "08:00") == .open(.entry(.paysByTime)))
        #expect(try answer(open, .ben, at: "08:00") == .deny(.spotsKept))
        #expect(try answer(open, .anna, at: "10:00") == .open(.entry(.reserved(2))))
        let other = given(.open(1), at(morning, booked(.ben, "08:00", "10:00"), booked(.anna, "10:00", "12:00")))
        #expect(try answer(other, .anna, at: "08:00") == .deny(.spotsKept))
        let closed = given(.open(1) { $0.publicHours = .closed }, at(morning, booked(.anna, "10:00", "12:00")))
        #expect(try answer(closed, .anna, at: "08:00") == .deny(.beforeHours))
    }

    @Test func `spots are kept from drivers who pay by time for the most that is reserved from then to the day's end`()
        throws
    {
        let two = given(
            .open(2),
            at(
                morning, booked(.anna, "08:00", "10:00"), booked(.ben, "10:00", "12:00"),
                booked(.carla, "20:00", "22:00")))
        #expect(try answer(two, .dora, at: "07:00") == .open(.entry(.paysByTime)))
        let three = given(
            .open(2), at(morning, booked(.anna, "08:00", "10:00"), booked(.ben, "09:00", "12:00")))
        for (time, expected) in [
            ("07:00", GateAnswer.deny(.spotsKept)), ("08:30", .deny(.spotsKept)), ("10:00", .open(.entry(.paysByTime))),
            ("12:00", .open(.entry(.paysByTime))),
        ] { #expect(try answer(three, .dora, at: time) == expected, "\(time)") }
    }

    @Test func `the car that is inside in its hours makes room for the next ones' in time`() throws {
        let inside = given(
            .open(2), at(morning, booked(.anna, "08:00", "10:00"), booked(.ben, "10:00", "12:00")),
            at(LocalDay.monday.at("08:00"), .entered(.anna)))
        #expect(try answer(inside, .dora, at: "08:30") == .open(.entry(.paysByTime)))
        // From ten on it has no right any more and is in Ben's way as any other.
        #expect(try answer(inside, .dora, at: "10:00") == .deny(.spotsKept))
        // A car that came early stands on the spot that is kept for it.
        let early = given(
            .open(2), at(morning, booked(.anna, "12:00", "14:00"), .entered(.anna)))
        #expect(try answer(early, .dora, at: "08:30") == .open(.entry(.paysByTime)))
    }

    @Test func `a plate with several hours takes one spot of them at a time`() throws {
        let twice = given(
            .open(2),
            at(
                morning, booked(.anna, "08:00", "10:00"), booked(.anna, "12:00", "14:00"),
                booked(.ben, "12:00", "14:00")),
            at(LocalDay.monday.at("08:00"), .entered(.anna)))
        #expect(try answer(twice, .dora, at: "08:30") == .deny(.spotsKept))
        #expect(try answer(twice, .ben, at: "12:00") == .open(.entry(.reserved(4))))
    }

    @Test func `a car on a permit takes a permanent spot until its hours begin`() throws {
        let permit = given(
            .reserved(2) { $0.permanentSpots = 1 },
            at(
                morning, .pass(.anna, .monday), .pass(.ben, .monday), booked(.anna, "12:00", "14:00"),
                booked(.carla, "08:00", "10:00")),
            at(LocalDay.monday.at("07:00"), .entered(.anna)))
        #expect(try answer(permit, .ben, at: "07:30") == .deny(.spotsKept))
        #expect(try answer(permit, .carla, at: "08:00") == .open(.entry(.reserved(5))))
    }
}
