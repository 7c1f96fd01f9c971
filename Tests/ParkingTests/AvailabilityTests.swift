import Chronology
import Money
import Parking
import Tariffs
import TestSupport
import Testing

/// How many spots of a day may still be reserved, hour by hour: design rule 2.
@Suite struct AvailabilityTests {
    let noon = LocalDay.monday.at("12:00")

    private func hours(_ plate: PlateID, _ from: String, _ until: String, _ holder: Holder = .member) -> GarageEvent {
        .dayReserved(
            DayReserved(
                plate: plate, day: .tuesday, holder: holder,
                hours: PaidHours(
                    from: LocalDay.tuesday.at(from), until: LocalDay.tuesday.at(until), total: Money(minorUnits: 100))))
    }

    private func spots(_ members: Int, _ guests: Int) -> DayAvailability.Spots {
        .init(members: members, guests: guests)
    }

    @Test func `hours are taken by the hour, and the whole day where they are most`() throws {
        let garage = given(
            .open(3) { $0.guestSpots = 1 },
            at(
                noon, hours(.anna, "10:00", "13:00"), hours(.ben, "13:00", "15:00", .guest),
                hours(.carla, "12:00", "14:00")))
        let day = try #require(garage.garage.availability(on: .tuesday, at: noon))
        #expect(day.whole == spots(0, 0))
        let stretches = day.stretches.map { "\($0.spots.members) \($0.spots.guests)" }
        #expect(stretches == ["2 1", "1 1", "0 1", "1 0", "2 0", "2 1"])
        #expect(day.stretches.first?.from == LocalDay.tuesday.at("00:00"))
        #expect(day.stretches.last?.until == LocalDay.tuesday.at("24:00"))
        #expect(zip(day.stretches, day.stretches.dropFirst()).allSatisfy { $0.until == $1.from })
    }

    @Test func `today begins now, and what is over is no more of it`() throws {
        let garage = given(.open(3), at(noon, hours(.anna, "10:00", "13:00")))
        let now = LocalDay.tuesday.at("12:30")
        let day = try #require(garage.garage.availability(on: .tuesday, at: now))
        #expect(day.stretches.map(\.from) == [now, LocalDay.tuesday.at("13:00")])
        #expect(garage.garage.availability(on: .monday, at: now) == nil)
        #expect(garage.garage.availability(on: LocalDay.tuesday.advanced(by: 367), at: now) == nil)
        #expect(Garage().availability(on: .tuesday, at: now) == nil)
    }

    @Test func `settings that shrank below what is reserved leave nothing, and never less`() throws {
        let garage = given(
            .open(3), at(noon, .reserved(.anna, .tuesday), .reserved(.ben, .tuesday)),
            at(noon, .garageConfigured(.init(.open(1) { $0.guestSpots = 1 }))))
        #expect(garage.garage.availability(on: .tuesday, at: noon)?.whole == spots(0, 0))
    }

    @Test func `whoever is told that a spot is left gets it, and nobody else`() throws {
        var random = Seeded(Seeded.seed)
        for _ in 0..<50 {
            var site = try Site(
                .open(Int.random(in: 1...4, using: &random)) { $0.guestSpots = min(1, $0.capacity - 1) })
            for number in 0..<8 {
                let plate = PlateID(bytes: Array(repeating: UInt8(number + 1), count: 16))!
                let holder = Bool.random(using: &random) ? Holder.member : .guest
                let left = try #require(site.garage.availability(on: .tuesday, at: noon)).whole
                let isLeft = (holder == .member ? left.members : left.guests) > 0
                let reserved = try? site.send(.reserve(.init(plate: plate, day: .tuesday, holder: holder)), at: noon)
                #expect((reserved != nil) == isLeft, "seed \(Seeded.seed): \(left) \(holder)")
            }
        }
    }
}
