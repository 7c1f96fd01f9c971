import Chronology
import Parking
import Testing

/// How many cars there are: design rules 1 and 7.
@Suite struct CapacityTests {
    let full = GateAnswer.deny(.garageFull)

    /// 95 spots, six cars that stayed over night by an operator's hand, 95 reservations for the day.
    private func overnight(lanes: Int = 0) throws -> Site {
        var site = try Site(
            .reserved(95) { settings in
                settings.gates += (0..<lanes).map { Gate(id: GateID("lane-\($0)")!, lane: .entry, holds: 10) }
            })
        for car in 1...6 {
            try site.send(.opened(.plate(PlateID(car)), remark: .boom), at: LocalDay.monday.at("22:00"))
        }
        for car in 101...195 {
            let reserve = Command.reserve(.init(plate: PlateID(car), day: .tuesday, holder: .member))
            try site.send(reserve, at: LocalDay.monday.at("23:00"))
        }
        return site
    }

    private func reservation(of car: Int) -> ReservationID { ReservationID(version: Int64(car - 101 + 8)) }

    @Test func `the 90th reserved car of 95 is denied garage-full where six stayed over night`() throws {
        var site = try overnight()
        for car in 101...189 {
            let now = LocalDay.tuesday.at("07:00") + .seconds(Int64(car) * 10)
            #expect(try site.answer(to: PlateID(car), at: now) == .open(.entry(.reserved(reservation(of: car)))))
            try site.send(.opened(.plate(PlateID(car))), at: now + .seconds(5))
        }
        #expect(site.garage.inside == 95)
        for car in 190...195 {
            #expect(try site.answer(to: PlateID(car), at: LocalDay.tuesday.at("09:00")) == full)
        }
        // One that stayed over night leaves, and one of the six gets in.
        try site.send(.left(.plate(PlateID(1))), at: LocalDay.tuesday.at("09:10"))
        #expect(
            try site.answer(to: PlateID(195), at: LocalDay.tuesday.at("09:11"))
                == .open(.entry(.reserved(reservation(of: 195)))))
        #expect(try site.answer(to: PlateID(194), at: LocalDay.tuesday.at("09:11")) == full)
    }

    @Test func `of 95 reserved cars at the gates at once, 89 are let in before any barrier has risen`() throws {
        var site = try overnight(lanes: 10)
        let answers = try (101...195).map {
            try site.answer(to: PlateID($0), GateID("lane-\($0 % 10)")!, at: LocalDay.tuesday.at("07:00"))
        }
        #expect(answers.prefix(89) == (101...189).map { .open(.entry(.reserved(reservation(of: $0)))) }[...])
        #expect(answers.suffix(6).allSatisfy { $0 == full })
        #expect(site.garage.waiting(at: LocalDay.tuesday.at("07:00")) == 89)
    }

    @Test func `the six are a shortage at midnight, before the first driver is blocked`() throws {
        let site = try overnight()
        let midnight = LocalDay.tuesday.at("00:00")
        let shortage = try #require(site.garage.shortage(on: .tuesday, at: midnight))
        #expect((shortage.reservations, shortage.overstays, shortage.spots) == (95, 6, 95))
        #expect((shortage.short, shortage.cured, shortage.blocked) == (6, 0, 6))
    }

    @Test func `a tailgater pushes the count over, and nobody else gets in until two have left`() throws {
        var site = try Site(.open(2))
        let now = LocalDay.monday.at("08:00")
        try site.drive(.anna, at: now)
        try site.drive(.ben, at: now)
        try site.send(.opened(), at: now + .seconds(20))
        #expect(site.garage.inside == 3)
        #expect(try site.answer(to: .carla, at: now + .minutes(1)) == full)
        try site.send(.left(.anna), at: now + .minutes(2))
        #expect(try site.answer(to: .carla, at: now + .minutes(3)) == full)
        try site.send(.left(), at: now + .minutes(4))
        #expect(site.garage.inside == 1)
        #expect(try site.answer(to: .carla, at: now + .minutes(5)) == .open(.entry(.paysByTime)))
    }

    @Test func `a car that was denied and drives in all the same is counted`() throws {
        var site = try Site(.open(1))
        let now = LocalDay.monday.at("08:00")
        try site.drive(.anna, at: now)
        try site.drive(.ben, at: now + .minutes(1))
        #expect(site.garage.inside == 2)
        #expect(site.garage.session(of: .ben) != nil)
    }

    @Test func `a capacity that shrinks below the cars inside lets nobody in until enough have left`() throws {
        var site = try Site(.open(3))
        let now = LocalDay.monday.at("08:00")
        for plate in [PlateID.anna, .ben, .carla] { try site.drive(plate, at: now) }
        try site.send(.configureGarage(.init(.open(2))), at: now + .minutes(1))
        try site.send(.left(.anna), at: now + .minutes(2))
        #expect(try site.answer(to: .dora, at: now + .minutes(3)) == full)
        try site.send(.left(.ben), at: now + .minutes(4))
        #expect(try site.answer(to: .dora, at: now + .minutes(5)) == .open(.entry(.paysByTime)))
    }
}
