import Chronology
import Money
import Parking
import Tariffs
import Testing

/// Booked hours take their hours: design rules 2, 4 and 6.
@Suite struct BookedHoursTests {
    let morning = LocalDay.monday.at("06:00")
    let quarter = Forgiveness(before: .minutes(15), after: .minutes(15))

    /// Any hour for 3.00.
    func sells(_ forgiven: Forgiveness = Forgiveness()) -> Moment {
        let hours = Weekday.allCases.flatMap { day in (0..<24).map { WeekHour(day, $0)! } }
        let grid = WeekGrid([GridCell(name: "any", amount: Money(minorUnits: 300), hours: Set(hours))])
        return at(
            .opening, .termsPublished(.init(Terms(bookings: forgiven))),
            .ratePublished(.init(Rate(id: RateID("grid")!, price: .weekGrid(grid)))))
    }

    func hours(_ from: String, _ until: String, forgiven: Forgiveness = Forgiveness()) -> PaidHours {
        let day = LocalDay.monday
        return PaidHours(from: day.at(from), until: day.at(until), total: Money(minorUnits: 300), forgiven: forgiven)
    }

    func booked(
        _ plate: PlateID, _ from: String, _ until: String, _ holder: Holder = .member,
        forgiven: Forgiveness = Forgiveness()
    ) -> GarageEvent {
        .dayReserved(.init(plate: plate, day: .monday, holder: holder, hours: hours(from, until, forgiven: forgiven)))
    }

    func book(_ plate: PlateID, _ start: String, _ hours: Int, _ holder: Holder = .member) -> Command {
        let start = LocalDateTime("2026-03-02T\(start)")!
        return .reserve(.init(plate: plate, HoursBooking(start: start, hours: hours), holder: holder))
    }

    func reserve(_ plate: PlateID, _ holder: Holder = .member) -> Command {
        .reserve(.init(plate: plate, day: .monday, holder: holder))
    }

    func isTaken(_ outcome: Outcome) -> Bool { (try? outcome.decision.get()) != nil }

    // MARK: Spots

    @Test func `hours of one spot follow one another`() {
        let one = given(.open(1), sells(), at(morning, booked(.anna, "10:00", "13:00")))
        #expect(isTaken(one.when(book(.ben, "13:00", 2), at: morning)))
        #expect(isTaken(one.when(book(.ben, "08:00", 2), at: morning)))
        for start in ["09:00", "10:00", "12:00"] {
            one.when(book(.ben, start, 2), at: morning).thenRefuses(.hoursFull(.monday))
        }
    }

    @Test func `what is left is asked of every moment of the hours`() {
        let two = given(
            .open(2), sells(),
            at(
                morning, booked(.anna, "08:00", "11:00"), booked(.ben, "10:00", "12:00"),
                booked(.carla, "11:00", "14:00")))
        two.when(book(.dora, "09:00", 2), at: morning).thenRefuses(.hoursFull(.monday))
        two.when(book(.dora, "11:00", 1), at: morning).thenRefuses(.hoursFull(.monday))
        #expect(isTaken(two.when(book(.dora, "12:00", 12), at: morning)))
        #expect(isTaken(two.when(book(.dora, "07:00", 3), at: morning)))
    }

    @Test func `a day takes its spot in all hours, and needs one in all of them`() {
        let day = given(.open(1), sells(), at(morning, .reserved(.anna, .monday)))
        day.when(book(.ben, "23:00", 1), at: morning).thenRefuses(.hoursFull(.monday))
        let hour = given(.open(1), sells(), at(morning, booked(.anna, "23:00", "24:00")))
        hour.when(reserve(.ben), at: morning).thenRefuses(.dayFull(.monday))
        let two = given(
            .open(2), sells(), at(morning, booked(.anna, "08:00", "10:00"), booked(.ben, "10:00", "12:00")))
        #expect(isTaken(two.when(reserve(.carla), at: morning)))
    }

    @Test func `guests have their quota by the hour, and so have members`() {
        let settings = GarageSettings.open(2) { $0.guestSpots = 1 }
        let both = given(
            settings, sells(), at(morning, booked(.anna, "10:00", "12:00", .guest), booked(.ben, "10:00", "12:00")))
        both.when(book(.carla, "11:00", 2, .guest), at: morning).thenRefuses(.guestQuotaFull(.monday))
        both.when(book(.carla, "11:00", 2), at: morning).thenRefuses(.hoursFull(.monday))
        #expect(isTaken(both.when(book(.carla, "12:00", 2, .guest), at: morning)))
        #expect(isTaken(both.when(book(.carla, "12:00", 2), at: morning)))
    }

    @Test func `a plate has several hours of a day where none of them overlap`() {
        let garage = given(.open(5), sells(), at(morning, booked(.anna, "10:00", "12:00")))
        for start in ["09:00", "10:00", "11:00"] {
            garage.when(book(.anna, start, 2), at: morning).thenRefuses(.alreadyReserved(ReservationID(4)))
        }
        garage.when(reserve(.anna), at: morning).thenRefuses(.alreadyReserved(ReservationID(4)))
        #expect(isTaken(garage.when(book(.anna, "12:00", 2), at: morning)))
        let day = given(.open(5), sells(), at(morning, .reserved(.anna, .monday)))
        day.when(book(.anna, "12:00", 2), at: morning).thenRefuses(.alreadyReserved(ReservationID(4)))
    }

    @Test func `hours that are given back are free again, and those beside them stay`() {
        let freed = given(
            .open(1), sells(), at(morning, booked(.anna, "10:00", "12:00"), booked(.anna, "14:00", "16:00")),
            at(morning, .reservationCancelled(.init(ReservationID(4)))))
        #expect(isTaken(freed.when(book(.ben, "10:00", 2), at: morning)))
        freed.when(book(.ben, "13:00", 2), at: morning).thenRefuses(.hoursFull(.monday))
        #expect(freed.garage.allowlist(on: .monday).map(\.id) == [RightID(version: 5)])
    }

    @Test func `hours are kept while their car is inside in them, and others are not`() {
        let inside = given(
            .open(5), sells(), at(morning, booked(.anna, "10:00", "12:00"), booked(.anna, "20:00", "24:00")),
            at(LocalDay.monday.at("10:00"), .entered(.anna)))
        let eleven = LocalDay.monday.at("11:00")
        inside.when(.cancel(.init(ReservationID(4))), at: eleven).thenRefuses(.carInside(ReservationID(4)))
        #expect(isTaken(inside.when(.cancel(.init(ReservationID(5))), at: eleven)))
        let early = given(
            .open(5), at(morning, booked(.anna, "10:00", "12:00", forgiven: quarter), .entered(.anna)))
        #expect(isTaken(early.when(.cancel(.init(ReservationID(2))), at: LocalDay.monday.at("09:44"))))
        early.when(.cancel(.init(ReservationID(2))), at: LocalDay.monday.at("09:45"))
            .thenRefuses(.carInside(ReservationID(2)))
    }

    struct Unexpected: Error {}

    // MARK: What it costs

    @Test func `the booking pins what the card forgives then`() throws {
        let garage = given(
            .open(5), sells(quarter), at(morning, .termsPublished(.init(Terms(), on: .bike))))
        let outcome = try garage.when(book(.anna, "10:00", 3), at: morning).decision.get()
        guard case .dayReserved(let reserved)? = outcome.facts.first?.event else { throw Unexpected() }
        #expect(reserved.hours?.forgiven == quarter)
        #expect(reserved.hours?.total == Money(minorUnits: 900))
    }

    /// In at a time, out at another, with 3.00 for every begun hour.
    private func total(in entry: String, out exit: String, reserved: Instant? = nil) throws -> Int64 {
        var stays = given(.open(10), at(.opening, .ratePublished(.init(.hourly("casual", 3)))))
        let booking = booked(.anna, "10:00", "13:00", forgiven: quarter)
        let entry = at(LocalDay.monday.at(entry), .entered(.anna))
        for moment in reserved == nil ? [at(morning, booking), entry] : [entry, at(reserved!, booking)] {
            stays.take(moment)
        }
        let result = try stays.when(.left(.anna), at: LocalDay.monday.at(exit)).decision.get().result
        guard case .exited(.left(let departure)) = result, case .charged(let charge) = departure.charge else {
            throw Unexpected()
        }
        return charge.total.minorUnits
    }

    static let stays: [(String, String, Int64)] = [
        ("10:00", "13:15:00", 0), ("10:00", "13:16", 300), ("10:00", "13:15:01", 300), ("09:45", "13:15", 0),
        ("09:44", "13:15", 300), ("09:44", "13:16", 300), ("09:50", "09:55", 0), ("08:30", "14:30", 900),
        ("13:00", "13:10", 300),
    ]

    @Test(arguments: stays) func `golden 49: what is forgiven costs nothing, and more counts from the hours' end`(
        entry: String, exit: String, cents: Int64
    ) throws {
        #expect(try total(in: entry, out: exit) == cents)
    }

    @Test func `what was owed before the booking is not forgiven by it`() throws {
        #expect(try total(in: "09:50", out: "12:00", reserved: LocalDay.monday.at("09:55")) == 300)
    }

    @Test func `a car that is forgiven has not overstayed, and one that is not has since its hours ended`() {
        let stays = given(
            .open(5), at(morning, booked(.anna, "10:00", "13:00", forgiven: quarter)),
            at(LocalDay.monday.at("10:00"), .entered(.anna)))
        func since(_ time: String) -> [Instant] { stays.garage.overstays(at: LocalDay.monday.at(time)).map(\.since) }
        #expect(since("13:15") == [])
        #expect(since("13:15:01") == [LocalDay.monday.at("13:00")])
    }

    // MARK: Shortages

    @Test func `a day's shortage is that of its tightest moment from then on`() throws {
        let stays = given(
            .open(1), at(morning, booked(.anna, "08:00", "10:00"), booked(.ben, "10:00", "12:00")),
            at(LocalDay.monday.at("08:00"), .entered(.anna)))
        let nine = try #require(stays.garage.shortage(on: .monday, at: LocalDay.monday.at("09:00")))
        #expect((nine.reservations, nine.overstays, nine.mayStay) == (1, 0, 1))
        #expect((nine.short, nine.shortAtWorst) == (0, 1))
        let ten = try #require(stays.garage.shortage(on: .monday, at: LocalDay.monday.at("10:00")))
        #expect((ten.reservations, ten.overstays, ten.mayStay, ten.short) == (1, 1, 0, 1))
        let noon = try #require(stays.garage.shortage(on: .monday, at: LocalDay.monday.at("12:00")))
        #expect((noon.reservations, noon.overstays, noon.short) == (0, 1, 0))
    }
}
