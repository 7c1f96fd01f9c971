import Chronology
import Parking
import Testing

/// Full-day reservations: design rules 2 and 4.
@Suite struct ReserveTests {
    let morning = LocalDay.monday.at("08:00")

    private func reserve(_ plate: PlateID, _ day: LocalDay, _ holder: Holder = .member) -> Command {
        .reserve(.init(plate: plate, day: day, holder: holder))
    }

    @Test(arguments: Holder.allCases) func `a plate is given a day`(holder: Holder) {
        given(.open(10) { $0.guestSpots = 2 }).when(reserve(.anna, .tuesday, holder), at: morning)
            .then(.reserved(.anna, .tuesday, holder), result: .reserved(.init(ReservationID(2), day: .tuesday)))
    }

    @Test func `today may be reserved up to its last moment, yesterday not`() {
        let lastMoment = LocalDay.monday.at("24:00") - TimeSpan(microseconds: 1)
        given(.open(10)).when(reserve(.anna, .monday), at: lastMoment)
            .then(.reserved(.anna, .monday), result: .reserved(.init(ReservationID(2), day: .monday)))
        given(.open(10)).when(reserve(.anna, .monday), at: LocalDay.monday.at("24:00"))
            .thenRefuses(.dayOver(.monday))
    }

    @Test func `a day is today by the garage's clock, not by Greenwich's`() {
        given(.open(10)).when(reserve(.anna, .monday), at: Instant("2026-03-01T23:00:00Z")!)
            .then(.reserved(.anna, .monday), result: .reserved(.init(ReservationID(2), day: .monday)))
        given(.open(10)).when(reserve(.anna, .monday), at: Instant("2026-03-02T23:00:00Z")!)
            .thenRefuses(.dayOver(.monday))
    }

    @Test func `a day may be reserved 366 days ahead and no further`() {
        let last = LocalDay.monday.advanced(by: 366)
        given(.open(10)).when(reserve(.anna, last), at: morning)
            .then(.reserved(.anna, last), result: .reserved(.init(ReservationID(2), day: last)))
        given(.open(10)).when(reserve(.anna, last.next), at: morning)
            .thenRefuses(.dayTooFar(last: last))
    }

    @Test(arguments: Holder.allCases) func `a plate has a day once`(holder: Holder) {
        given(.open(10) { $0.guestSpots = 2 }, at(morning, .reserved(.anna, .tuesday)))
            .when(reserve(.anna, .tuesday, holder), at: morning).thenRefuses(.alreadyReserved(ReservationID(2)))
    }

    @Test func `the bookable spots are those that are neither permanent nor fallback nor the guests'`() {
        let settings = GarageSettings.open(10) {
            ($0.permanentSpots, $0.fallbackSpots, $0.guestSpots) = (3, 2, 3)
        }
        let two = given(settings, at(morning, .reserved(.anna, .tuesday), .reserved(.ben, .tuesday)))
        two.when(reserve(.carla, .tuesday), at: morning).thenRefuses(.dayFull(.tuesday))
        two.when(reserve(.carla, .tuesday, .guest), at: morning)
            .then(.reserved(.carla, .tuesday, .guest), result: .reserved(.init(ReservationID(4), day: .tuesday)))
        two.when(reserve(.carla, .wednesday), at: morning)
            .then(.reserved(.carla, .wednesday), result: .reserved(.init(ReservationID(4), day: .wednesday)))
    }

    @Test func `guests have a quota of their own, and members do not use it`() {
        let settings = GarageSettings.open(3) { $0.guestSpots = 1 }
        let guest = given(settings, at(morning, .reserved(.anna, .tuesday, .guest)))
        guest.when(reserve(.ben, .tuesday, .guest), at: morning).thenRefuses(.guestQuotaFull(.tuesday))
        guest.when(reserve(.ben, .tuesday), at: morning)
            .then(.reserved(.ben, .tuesday), result: .reserved(.init(ReservationID(3), day: .tuesday)))
    }

    @Test func `a garage without guest spots takes no guests`() {
        given(.open(10)).when(reserve(.anna, .tuesday, .guest), at: morning).thenRefuses(.noGuests)
    }

    @Test func `where the settings shrank, reservations stand and new ones wait until the day has room`() {
        let shrunk = given(
            .open(4), at(morning, .reserved(.anna, .tuesday), .reserved(.ben, .tuesday), .reserved(.carla, .tuesday)),
            at(morning, .garageConfigured(.init(.open(3) { $0.guestSpots = 1 }))))
        #expect(shrunk.garage.allowlist(on: .tuesday).map(\.plate) == [.anna, .ben, .carla])
        shrunk.when(reserve(.dora, .tuesday), at: morning).thenRefuses(.dayFull(.tuesday))
        // A guest spot is there by the quota, but none by the day.
        shrunk.when(reserve(.dora, .tuesday, .guest), at: morning).thenRefuses(.dayFull(.tuesday))
    }

    @Test func `a cancelled day is free again`() {
        let full = given(.open(1), at(morning, .reserved(.anna, .tuesday)))
        full.when(reserve(.ben, .tuesday), at: morning).thenRefuses(.dayFull(.tuesday))
        full.when(.cancel(.init(ReservationID(2))), at: morning)
            .then(.reservationCancelled(.init(ReservationID(2))), result: .cancelled(.init(ReservationID(2))))
        let freed = given(
            .open(1), at(morning, .reserved(.anna, .tuesday), .reservationCancelled(.init(ReservationID(2)))))
        #expect(freed.garage.reservation(ReservationID(2)) == nil)
        freed.when(reserve(.ben, .tuesday), at: morning)
            .then(.reserved(.ben, .tuesday), result: .reserved(.init(ReservationID(4), day: .tuesday)))
    }

    @Test func `a cancelled plate leaves the day's allowlist`() {
        given(.reserved(5), at(morning, .reserved(.anna, .monday), .reservationCancelled(.init(ReservationID(2)))))
            .when(.seen(.anna), at: morning)
            .then(.denied(.anna, .noReservation), result: .answered(.init(.deny(.noReservation), repeated: false)))
    }

    @Test func `what was never reserved, or was cancelled, cannot be cancelled`() {
        given(.open(1)).when(.cancel(.init(ReservationID(7))), at: morning)
            .thenRefuses(.unknownReservation(ReservationID(7)))
        given(.open(1), at(morning, .reserved(.anna, .tuesday), .reservationCancelled(.init(ReservationID(2)))))
            .when(.cancel(.init(ReservationID(2))), at: morning).thenRefuses(.unknownReservation(ReservationID(2)))
    }

    @Test func `a day that is over cannot be cancelled`() {
        given(.open(1), at(morning, .reserved(.anna, .monday)))
            .when(.cancel(.init(ReservationID(2))), at: LocalDay.tuesday.at("00:00")).thenRefuses(.dayOver(.monday))
    }

    @Test func `a reservation stands while its car is inside on that day`() {
        let inside = given(
            .open(5), at(morning, .reserved(.anna, .monday), .reserved(.anna, .tuesday), .entered(.anna)))
        inside.when(.cancel(.init(ReservationID(2))), at: morning).thenRefuses(.carInside(ReservationID(2)))
        inside.when(.cancel(.init(ReservationID(3))), at: morning)
            .then(.reservationCancelled(.init(ReservationID(3))), result: .cancelled(.init(ReservationID(3))))
        inside.when(.cancel(.init(ReservationID(3))), at: LocalDay.tuesday.at("07:00"))
            .thenRefuses(.carInside(ReservationID(3)))
    }

    @Test func `once its car has left, the day may be given back`() {
        given(
            .open(5), at(morning, .reserved(.anna, .monday), .entered(.anna)),
            at(morning, .carExited(.init(session: SessionID(3), gate: .exit, read: nil)))
        ).when(.cancel(.init(ReservationID(2))), at: LocalDay.monday.at("12:00"))
            .then(.reservationCancelled(.init(ReservationID(2))), result: .cancelled(.init(ReservationID(2))))
    }
}
