import Chronology
import Money
import Parking
import Tariffs
import Testing

/// When drivers without a right to the day may come in.
@Suite struct PublicHoursTests {
    private func answer(
        to plate: PlateID = .ben, _ hours: PublicHours, at now: Instant, _ moments: Moment...
    ) throws -> GateAnswer? {
        var garage = given(.open(5) { $0.publicHours = hours })
        for moment in moments { garage.take(moment) }
        guard case .answered(let answered) = try garage.when(.seen(plate), at: now).decision.get().result else {
            return nil
        }
        return answered.answer
    }

    private func weekly(_ days: Set<Weekday>, _ from: String, _ until: String) -> PublicHours {
        .windows([.weekly(days: days, from: LocalTime(from)!, until: LocalTime(until)!)])
    }

    @Test func `golden 14: the public is denied entry to a garage that is closed to it`() throws {
        let now = LocalDay.monday.at("13:00")
        let closed = given(.open(5) { $0.publicHours = .closed }, at(.opening, .reserved(.anna, .monday)))
        closed.when(.seen(.ben), at: now)
            .then(.denied(.ben, .closed), result: .answered(.init(.deny(.closed), repeated: false)))
        closed.when(.seen(.anna), at: now)
            .then(
                .authorised(.anna, .reserved(2), until: now + .seconds(90)),
                result: .answered(.init(.open(.entry(.reserved(2))), repeated: false)))
    }

    @Test func `golden 14: a group's member comes in and pays the group's rate`() throws {
        let group = Rate(
            id: RateID("group")!, audience: .group(.staff),
            price: .perUnit(Money(minorUnits: 1_200), every: .hours(1)))
        let casual = Rate(id: RateID("casual")!, price: .perUnit(Money(minorUnits: 2_500), every: .hours(1)))
        let one = LocalDay.monday.at("13:00")
        let garage = given(
            .open(5) { ($0.publicHours, $0.groupHours) = (.closed, [GroupHours(.staff)]) },
            at(.opening, .ratePublished(.init(group)), .ratePublished(.init(casual)), .membership(.anna, [.staff])))
        garage.when(.seen(.ben), at: one)
            .then(.denied(.ben, .closed), result: .answered(.init(.deny(.closed), repeated: false)))
        garage.when(.seen(.anna), at: one)
            .then(
                .authorised(.anna, .paysByTime, until: one + .seconds(90)),
                result: .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
        var inside = garage
        inside.take(at(one, .entered(.anna)))
        let departure = try inside.when(.left(.anna), at: LocalDay.monday.at("15:00"))
            .thenLeaves(.carExited(.init(session: SessionID(5), gate: .exit, read: nil)))
        guard case .charged(let charge) = departure.charge else { return #expect(Bool(false)) }
        #expect(charge.total == Money(minorUnits: 2_400))
    }

    @Test func `a group's hours are its members' only, on the days of their permits`() throws {
        let mornings = GroupHours(
            .staff, windows: [.weekly(days: [.monday], from: LocalTime("05:00")!, until: LocalTime("07:00")!)])
        let garage = given(
            .open(5) { ($0.publicHours, $0.groupHours) = (.closed, [mornings]) },
            at(
                LocalDay.monday.at("04:00"), .membership(.anna, [.staff], .monday, .monday),
                .membership(.ben, [.residents]), .membership(.carla, [.staff], .tuesday, nil)))
        func answer(_ plate: PlateID, _ time: String, on day: LocalDay = .monday) throws -> CommandResult {
            try garage.when(.seen(plate), at: day.at(time)).decision.get().result
        }
        let open = CommandResult.answered(.init(.open(.entry(.paysByTime)), repeated: false))
        let closed = CommandResult.answered(.init(.deny(.closed), repeated: false))
        #expect(try answer(.anna, "05:00") == open)
        #expect(try answer(.anna, "06:59:59") == open)
        #expect(try answer(.anna, "07:00") == closed)
        #expect(try answer(.ben, "05:00") == closed)
        #expect(try answer(.carla, "05:00") == closed)
        #expect(try answer(.anna, "05:00", on: .monday.advanced(by: 7)) == closed)
        #expect(try answer(.carla, "05:00", on: .monday.advanced(by: 7)) == open)
    }

    @Test(arguments: [
        ("06:59:59", false), ("07:00", true), ("12:00", true), ("18:59:59", true), ("19:00", false),
    ])
    func `the public comes in within the hours, whose end belongs to what follows`(time: String, isOpen: Bool) throws {
        let answer = try answer(weekly([.monday], "07:00", "19:00"), at: LocalDay.monday.at(time))
        #expect(answer == (isOpen ? .open(.entry(.paysByTime)) : .deny(.closed)))
        #expect(
            try self.answer(weekly([.tuesday], "07:00", "19:00"), at: LocalDay.monday.at(time)) == .deny(.closed))
    }

    @Test func `hours that pass midnight belong to the day on which they begin`() throws {
        let night = weekly([.monday], "22:00", "02:00")
        #expect(try answer(night, at: LocalDay.tuesday.at("01:59")) == .open(.entry(.paysByTime)))
        #expect(try answer(night, at: LocalDay.tuesday.at("02:00")) == .deny(.closed))
        #expect(try answer(night, at: LocalDay.monday.at("01:59")) == .deny(.closed))
        #expect(try answer(night, at: LocalDay.tuesday.at("23:00")) == .deny(.closed))
    }

    @Test func `00 to 24 hours are a whole day, also one of 25 hours`() throws {
        let sunday = LocalDay("2026-10-25")!
        let hours = weekly([.sunday], "00:00", "24:00")
        for time in ["00:00", "02:30", "23:59:59"] {
            #expect(try answer(hours, at: sunday.at(time)) == .open(.entry(.paysByTime)))
        }
        #expect(try answer(hours, at: sunday.at("02:30") + .hours(1)) == .open(.entry(.paysByTime)))
        #expect(try answer(hours, at: sunday.next.at("00:00")) == .deny(.closed))
    }

    @Test func `a date's hours are those of that date`() throws {
        let from = LocalDateTime(.monday, LocalTime("18:00")!)
        let hours = PublicHours.windows([.once(from: from, until: LocalDateTime(.tuesday, LocalTime("02:00")!))])
        #expect(try answer(hours, at: LocalDay.tuesday.at("01:00")) == .open(.entry(.paysByTime)))
        #expect(try answer(hours, at: LocalDay.tuesday.at("18:00")) == .deny(.closed))
    }

    @Test func `when the car was seen counts, not when the camera told`() throws {
        var site = try Site(.open(5) { $0.publicHours = weekly([.monday], "07:00", "19:00") })
        let seen = Command.seen(.ben, happened: LocalDay.monday.at("18:59"))
        let result = try site.send(seen, at: LocalDay.monday.at("19:00")).result
        #expect(result == .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
    }

    @Test func `a garage for reservations says that there is none, whatever the hour`() throws {
        given(.reserved(5) { $0.publicHours = .closed }).when(.seen(.ben), at: LocalDay.monday.at("12:00"))
            .then(.denied(.ben, .noReservation), result: .answered(.init(.deny(.noReservation), repeated: false)))
    }

    @Test func `whoever is inside may leave at any hour`() throws {
        let inside = at(LocalDay.monday.at("08:00"), .entered(.ben))
        given(.open(5) { $0.publicHours = .closed }, inside).when(.seen(.ben, .exit), at: LocalDay.monday.at("23:00"))
            .then(
                .exitAuthorised(.init(plate: .ben, gate: .exit, session: SessionID(2), read: nil)),
                result: .answered(.init(.open(.leaving), repeated: false)))
    }
}
