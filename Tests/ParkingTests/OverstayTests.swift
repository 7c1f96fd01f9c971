import Chronology
import Money
import Parking
import Tariffs
import Testing

/// How long a right lasts, and what follows when it has ended: design rule 6.
@Suite struct OverstayTests {
    let morning = LocalDay.monday.at("08:00")
    let midnight = LocalDay.monday.at("24:00")

    private func since(_ given: Given, at now: Instant) -> [Instant] { given.garage.overstays(at: now).map(\.since) }

    @Test func `a right ends at local midnight`() {
        let stays = given(.reserved(5), at(morning, .reserved(.anna, .monday), .entered(.anna)))
        #expect(since(stays, at: midnight - TimeSpan(microseconds: 1)) == [])
        #expect(since(stays, at: midnight) == [midnight])
        #expect(since(stays, at: LocalDay.thursday.at("12:00")) == [midnight])
    }

    @Test func `a right goes on where the next day is covered too`() {
        let stays = given(
            .reserved(5),
            at(morning, .reserved(.anna, .monday), .reserved(.anna, .tuesday), .reserved(.anna, .thursday)),
            at(morning, .entered(.anna)))
        #expect(since(stays, at: LocalDay.tuesday.at("23:59")) == [])
        #expect(since(stays, at: LocalDay.wednesday.at("00:00")) == [LocalDay.wednesday.at("00:00")])
    }

    @Test func `a day reserved while the car is inside extends its right, and a cancelled one shortens it`() {
        var stays = given(.reserved(5), at(morning, .reserved(.anna, .monday), .entered(.anna)))
        stays.take(at(morning, .reserved(.anna, .tuesday)))
        #expect(since(stays, at: midnight) == [])
        stays.take(at(morning, .reservationCancelled(.init(ReservationID(4)))))
        #expect(since(stays, at: midnight) == [midnight])
    }

    @Test func `the right ends 23 hours after midnight on the day when the clocks go forward`() {
        let sunday = LocalDay("2026-03-29")!
        let stays = given(.reserved(5), at(morning, .reserved(.anna, sunday)), at(sunday.at("00:00"), .entered(.anna)))
        #expect(since(stays, at: sunday.next.at("12:00")) == [sunday.at("00:00") + .hours(23)])
        #expect(since(stays, at: Instant("2026-03-29T21:59:59Z")!) == [])
        #expect(since(stays, at: Instant("2026-03-29T22:00:00Z")!) == [Instant("2026-03-29T22:00:00Z")!])
    }

    @Test func `and 25 hours after midnight on the day when they go back`() {
        let sunday = LocalDay("2026-10-25")!
        let stays = given(
            .reserved(5), at(sunday.at("00:00"), .reserved(.anna, sunday), .entered(.anna)))
        #expect(since(stays, at: sunday.next.at("12:00")) == [sunday.at("00:00") + .hours(25)])
    }

    @Test func `a car without a right must leave a garage for reservations on the day it came`() {
        let stays = given(.reserved(5), at(morning, .entered(.anna), .entered(.unknown)))
        #expect(since(stays, at: midnight) == [midnight, midnight])
    }

    @Test func `unless the next day is covered`() {
        let stays = given(.reserved(5), at(morning, .entered(.anna), .reserved(.anna, .tuesday)))
        #expect(since(stays, at: midnight) == [])
        #expect(since(stays, at: LocalDay.wednesday.at("00:00")) == [LocalDay.wednesday.at("00:00")])
    }

    @Test func `whoever pays by time may stay in an open garage`() {
        let stays = given(.open(5), at(morning, .entered(.anna), .entered(.unknown)))
        #expect(since(stays, at: LocalDay.monday.advanced(by: 300).at("00:00")) == [])
    }

    @Test func `a reserved car must leave an open garage, too`() {
        let stays = given(.open(5), at(morning, .reserved(.anna, .monday), .entered(.anna)))
        #expect(since(stays, at: midnight) == [midnight])
        let before = given(.open(5), at(morning, .reserved(.anna, .tuesday), .entered(.anna)))
        #expect(since(before, at: LocalDay.wednesday.at("00:00")) == [LocalDay.wednesday.at("00:00")])
    }

    @Test func `yesterday's reservation is nothing to today's driver, who pays by time`() {
        let stays = given(
            .open(5), at(morning, .reserved(.anna, .monday)), at(LocalDay.tuesday.at("08:00"), .entered(.anna)))
        #expect(stays.garage.session(of: .anna)?.rights == [])
        #expect(since(stays, at: LocalDay.wednesday.at("12:00")) == [])
    }

    @Test func `an overstay that has a right to a later day is in nobody's way on that day`() throws {
        let stays = given(.reserved(1), at(morning, .entered(.anna), .reserved(.anna, .wednesday)))
        let noon = LocalDay.tuesday.at("12:00")
        #expect(stays.garage.shortage(on: .tuesday, at: noon)?.overstays == 1)
        let wednesday = try #require(stays.garage.shortage(on: .wednesday, at: noon))
        #expect((wednesday.reservations, wednesday.overstays, wednesday.short) == (1, 0, 0))
    }

    @Test func `overstays stand in the order in which they began`() {
        let sunday = LocalDay.monday.previous
        let stays = given(
            .reserved(5), at(morning, .entered(.anna)), at(sunday.at("08:00"), recorded: morning, .entered(.ben)),
            at(morning, .entered(.carla)))
        #expect(stays.garage.overstays(at: midnight).map(\.session.id.version) == [3, 2, 4])
    }

    @Test func `a car that has left overstays no more`() {
        let left = given(
            .reserved(5), at(morning, .entered(.anna)),
            at(LocalDay.tuesday.at("06:00"), .carExited(.init(session: SessionID(2), gate: .exit, read: nil))))
        #expect(since(left, at: LocalDay.tuesday.at("07:00")) == [])
    }

    @Test func `a shortage is reservations and overstays less the spots, and fallback cures it`() throws {
        let settings = GarageSettings.reserved(4) { $0.fallbackSpots = 1 }
        var stays = given(settings, at(morning, .entered(.anna), .entered(.ben)))
        stays.take(
            at(morning, .reserved(.carla, .tuesday), .reserved(.dora, .tuesday), .reserved(.anna, .tuesday)))
        let shortage = try #require(stays.garage.shortage(on: .tuesday, at: midnight))
        // Anna has a right to the day; only Ben's car is in somebody's way.
        #expect((shortage.reservations, shortage.overstays) == (3, 1))
        #expect((shortage.spots, shortage.fallback) == (3, 1))
        #expect((shortage.short, shortage.cured, shortage.blocked) == (1, 1, 0))
        #expect(shortage.day == .tuesday)
    }

    @Test func `more overstays than fallback spots block the rest`() throws {
        let settings = GarageSettings.reserved(3) { $0.fallbackSpots = 1 }
        let stays = given(
            settings, at(morning, .entered(.anna), .entered(.ben), .entered(.unknown)),
            at(morning, .reserved(.carla, .tuesday), .reserved(.dora, .tuesday)))
        let shortage = try #require(stays.garage.shortage(on: .tuesday, at: midnight))
        #expect((shortage.short, shortage.cured, shortage.blocked) == (3, 1, 2))
    }

    @Test func `cars on permits beyond the spots kept for them are short tomorrow`() throws {
        let noon = LocalDay.monday.at("12:00")
        let stays = given(
            .reserved(4) { $0.permanentSpots = 1 },
            at(
                .opening, .pass(.anna, .monday), .pass(.ben, .monday), .pass(.carla, .monday),
                .reserved(.dora, .tuesday), .reserved(.carla, .tuesday)),
            at(noon, .entered(.anna)), at(noon, .entered(.ben)), at(noon, .entered(.carla)))
        let shortage = try #require(stays.garage.shortage(on: .tuesday, at: midnight))
        // Carla has a reservation, too; one of the others stands on the spot that is kept.
        #expect((shortage.reservations, shortage.overstays, shortage.permits) == (2, 0, 1))
        #expect((shortage.spots, shortage.short) == (3, 0))
        #expect(try #require(stays.garage.shortage(on: .monday, at: noon)).permits == 2)
    }

    private func grace(_ minutes: Int64) -> Moment {
        at(.opening, .termsPublished(.init(Terms(overstay: .feeAndRates(.euros(25), grace: .minutes(minutes))))))
    }

    @Test func `golden 50: a car within the grace has not overstayed, and one behind it has since midnight`() {
        let stays = given(
            .reserved(5), grace(15), at(morning, .reserved(.anna, .monday), .entered(.anna)))
        #expect(since(stays, at: midnight) == [])
        #expect(since(stays, at: midnight + .minutes(15)) == [])
        #expect(since(stays, at: midnight + .minutes(15) + TimeSpan(microseconds: 1)) == [midnight])
    }

    @Test func `the grace is that of the terms which were known when the car came in`() {
        var stays = given(.reserved(5), grace(15), at(morning, .entered(.anna)))
        stays.take(at(morning + .hours(1), .termsPublished(.init(Terms()))))
        stays.take(at(morning + .hours(2), .entered(.ben)))
        #expect(stays.garage.overstays(at: midnight + .minutes(10)).map(\.session.id.version) == [5])
        #expect(stays.garage.overstays(at: midnight + .minutes(16)).map(\.session.id.version) == [3, 5])
    }

    @Test func `the vehicle's own card has its own grace, and so has one that an agreement puts in its place`() {
        let twoHours = Terms(overstay: OverstayPolicy(.rates, grace: .hours(2)))
        let bikes = GarageEvent.termsPublished(.init(twoHours, on: .bike))
        let agreed = Terms(agreements: [Agreement(id: .church, effect: .card(.bike))])
        let stays = given(
            .reserved(5), at(.opening, .termsPublished(.init(agreed)), bikes),
            at(morning, .entered(.anna), .entered(.ben, vehicle: .bike), .entered(.carla)),
            at(morning, .agreementApplied(.init(SessionID(6), .church))))
        #expect(stays.garage.overstays(at: midnight + .hours(2)).map(\.session.id.version) == [4])
        #expect(stays.garage.overstays(at: midnight + .hours(3)).map(\.session.id.version) == [4, 5, 6])
    }

    @Test func `a gap between two rights that is no longer than the grace ends neither`() {
        let hours = ["08:00", "13:00"].map { from in
            GarageEvent.dayReserved(
                .init(
                    plate: .anna, day: .tuesday, holder: .member,
                    hours: PaidHours(
                        from: LocalDay.tuesday.at(from), until: LocalDay.tuesday.at(from) + .hours(4),
                        total: .euros(1))))
        }
        for (minutes, end) in [(Int64(60), "17:00"), (59, "12:00")] {
            var stays = given(.open(5), grace(minutes))
            for event in hours { stays.take(at(.opening, event)) }
            stays.take(at(LocalDay.tuesday.at("08:00"), .entered(.anna)))
            #expect(since(stays, at: LocalDay.thursday.at("12:00")) == [LocalDay.tuesday.at(end)])
        }
    }

    @Test func `the evening before, cars without a right to the day are told as those that may stay`() throws {
        let evening = LocalDay.monday.at("20:00")
        let stays = given(
            .reserved(3) { $0.fallbackSpots = 1 }, grace(15), at(morning, .reserved(.anna, .monday)),
            at(
                morning, .reserved(.carla, .tuesday), .reserved(.dora, .tuesday), .reserved(.ben, .monday),
                .reserved(.ben, .tuesday)),
            at(morning, .entered(.anna), .entered(.ben), .entered(.unknown)))
        let forecast = try #require(stays.garage.shortage(on: .tuesday, at: evening))
        #expect((forecast.reservations, forecast.overstays, forecast.mayStay) == (3, 0, 2))
        #expect((forecast.short, forecast.blocked) == (1, 0))
        #expect((forecast.shortAtWorst, forecast.blockedAtWorst) == (3, 2))
        let today = try #require(stays.garage.shortage(on: .monday, at: evening))
        #expect((today.mayStay, today.shortAtWorst) == (0, today.short))
        // Within the grace nobody has overstayed yet; behind it, it is certain.
        let night = try #require(stays.garage.shortage(on: .tuesday, at: midnight + .minutes(15)))
        #expect((night.overstays, night.mayStay, night.shortAtWorst) == (0, 2, 3))
        let later = try #require(stays.garage.shortage(on: .tuesday, at: midnight + .minutes(16)))
        #expect((later.overstays, later.mayStay, later.short, later.blocked) == (2, 0, 3, 2))
    }

    @Test func `whoever may stay as long as it pays is no forecast's`() throws {
        let stays = given(.open(3), at(morning, .entered(.anna), .pass(.ben, .monday), .entered(.ben)))
        #expect(try #require(stays.garage.shortage(on: .tuesday, at: morning)).mayStay == 0)
    }

    @Test func `a day with room has no shortage, and a garage without settings has none to tell`() throws {
        let shortage = try #require(given(.reserved(5)).garage.shortage(on: .tuesday, at: midnight))
        #expect((shortage.short, shortage.cured, shortage.blocked) == (0, 0, 0))
        #expect(Garage().shortage(on: .tuesday, at: midnight) == nil)
        #expect(Garage().overstays(at: midnight).isEmpty)
    }

    @Test func `a fallback spot lets in the reserved driver whose own is taken`() throws {
        var site = try Site(.reserved(3) { $0.fallbackSpots = 1 })
        try site.send(.opened(.ben, remark: .boom), at: morning)
        for plate in [PlateID.carla, .dora] {
            try site.send(.reserve(.init(plate: plate, day: .tuesday, holder: .member)), at: morning)
        }
        let tuesday = LocalDay.tuesday.at("08:00")
        #expect(site.garage.shortage(on: .tuesday, at: tuesday)?.cured == 1)
        try site.drive(.carla, at: tuesday)
        #expect(try site.answer(to: .dora, at: tuesday) == .open(.entry(.reserved(4))))
    }
}
