import Chronology
import Money
import Parking
import Tariffs
import Testing

/// Whether a garage books hours, and hours that a guest pays at once until the day's end.
@Suite struct HourBookingTests {
    /// Monday's hours from 8 to 10 for 4.00, to 18 for 2.00.
    private let grid = WeekGrid([
        GridCell(name: "morning", amount: Money(minorUnits: 4_00), hours: ofMonday(8..<10)),
        GridCell(name: "day", amount: Money(minorUnits: 2_00), hours: ofMonday(10..<18)),
    ])

    private static func ofMonday(_ hours: Range<Int>) -> Set<WeekHour> { Set(hours.map { WeekHour(.monday, $0)! }) }

    private var sells: Moment {
        at(
            .opening, .termsPublished(.init(Terms(bookings: Forgiveness(after: .minutes(15))))),
            .ratePublished(.init(Rate(id: RateID("grid")!, price: .weekGrid(grid)))))
    }

    private func booked(_ plate: PlateID, _ from: String, _ until: String) -> GarageEvent {
        let hours = PaidHours(
            from: LocalDay.monday.at(from), until: LocalDay.monday.at(until), total: Money(minorUnits: 6_00))
        return .dayReserved(.init(plate: plate, day: .monday, holder: .member, hours: hours))
    }

    private func book(_ plate: PlateID, _ start: String, _ hours: Int) -> Command {
        let start = LocalDateTime("2026-03-02T\(start)")!
        return .reserve(.init(plate: plate, HoursBooking(start: start, hours: hours), holder: .member))
    }

    private func untilDayEnd(
        _ plate: PlateID, vehicle: CardID = .standard, _ holder: Holder = .member
    ) -> Command { .reserve(.init(plate: plate, untilDayEnd: vehicle, holder: holder)) }

    private let eight = LocalDay.monday.at("08:00")

    // MARK: Switched off

    @Test func `a garage that books no hours refuses them, and takes whole days as ever`() throws {
        let off = given(.open(5) { $0.hourBookings = false }, sells)
        off.when(book(.anna, "10:00", 2), at: eight).thenRefuses(.hourBookingsOff)
        off.when(untilDayEnd(.anna), at: eight).thenRefuses(.hourBookingsOff)
        let day = off.when(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: eight)
        #expect(try day.decision.get().facts.count == 1)
    }

    @Test func `hours that were booked before stand: the gate opens, and they cost no more`() throws {
        var off = given(.reserved(5), sells, at(eight, booked(.anna, "10:00", "12:00")))
        off.take(at(eight, .garageConfigured(.init(.reserved(5) { $0.hourBookings = false }))))
        let ten = LocalDay.monday.at("10:00")
        guard case .answered(let answered) = try off.when(.seen(.anna), at: ten).decision.get().result else {
            Issue.record("no answer")
            return
        }
        #expect(answered.answer == .open(.entry(.reserved(4))))
        off.take(at(ten, .entered(.anna)))
        guard
            case .exited(.left(let departure)) = try off.when(.left(.anna), at: LocalDay.monday.at("12:00")).decision
                .get().result, case .charged(let charge) = departure.charge
        else {
            Issue.record("no charge")
            return
        }
        #expect(charge.total == .zero)
    }

    @Test func `the grid is not lost: hours are sold again at its prices once they are switched on`() throws {
        var garage = given(.open(5) { $0.hourBookings = false }, sells)
        garage.take(at(eight, .garageConfigured(.init(.open(5)))))
        let reserved = try hours(garage.when(book(.anna, "09:00", 2), at: eight))
        #expect(reserved.total == Money(minorUnits: 6_00))
    }

    // MARK: Until the day's end

    private func hours(_ outcome: Outcome) throws -> PaidHours {
        guard case .dayReserved(let reserved)? = try outcome.decision.get().facts.first?.event else { throw Other() }
        return try #require(reserved.hours)
    }

    private struct Other: Error {}

    @Test func `a guest pays from the hour that has begun to the day's end, and is told the total`() throws {
        let now = LocalDay.monday.at("09:20")
        let outcome = given(.open(5) { $0.guestSpots = 1 }, sells).when(untilDayEnd(.anna, .guest), at: now)
        let booked = try hours(outcome)
        #expect(booked.from == LocalDay.monday.at("09:00") && booked.until == LocalDay.monday.next.at("00:00"))
        #expect(booked.total == Money(minorUnits: 20_00) && booked.forgiven == Forgiveness(after: .minutes(15)))
        guard case .reserved(let reserved) = try outcome.decision.get().result else { throw Other() }
        #expect(reserved.day == .monday && reserved.hours?.charge.total == Money(minorUnits: 20_00))
    }

    @Test func `it is priced by the card of the vehicle's type, and refused for one that the garage does not know`()
        throws
    {
        let bike = Rate(id: RateID("bike")!, price: .weekGrid(WeekGrid([])))
        let bikes = [VehicleType(id: .bike, name: "Bike")]
        let garage = given(
            .open(5) { $0.vehicleTypes = bikes }, sells, at(.opening, .ratePublished(.init(bike, on: .bike))))
        let free = try hours(garage.when(untilDayEnd(.anna, vehicle: .bike), at: eight))
        #expect(free.total == .zero && free.vehicle == .bike)
        garage.when(untilDayEnd(.anna, vehicle: CardID("van")!), at: eight)
            .thenRefuses(.unknownVehicle(CardID("van")!, among: bikes))
    }

    @Test func `a plate that has some of the hours is refused, and so is one for which no spot is left`() {
        let one = given(.open(1), sells, at(eight, booked(.anna, "20:00", "22:00")))
        one.when(untilDayEnd(.anna), at: eight).thenRefuses(.alreadyReserved(ReservationID(4)))
        one.when(untilDayEnd(.ben), at: eight).thenRefuses(.hoursFull(.monday))
        #expect((try? one.when(untilDayEnd(.ben), at: LocalDay.monday.at("22:00")).decision.get()) != nil)
    }

    @Test func `a garage without a grid sells none`() {
        given(.open(5)).when(untilDayEnd(.anna), at: eight).thenRefuses(.booking(.noGrid))
    }

    // MARK: A grid that goes

    @Test func `whoever withdraws a grid is told of the booked hours that are not over`() throws {
        let garage = given(.open(5), sells, at(eight, booked(.anna, "10:00", "12:00"), booked(.ben, "12:00", "14:00")))
        func warnings(at now: Instant) throws -> [CardWarning] {
            let outcome = garage.when(.rateWithdrawn(.init(RateID("grid")!)), at: now)
            guard case .rateWithdrawn(let withdrawn) = try outcome.decision.get().result else { throw Other() }
            return withdrawn.warnings
        }
        #expect(try warnings(at: eight) == [.hours(bookings: 2)])
        #expect(try warnings(at: LocalDay.monday.at("12:00")) == [.hours(bookings: 1)])
        #expect(try warnings(at: LocalDay.monday.at("14:00")) == [])
    }

    @Test func `whoever puts another rate in the place of a grid is told of the booked hours that are not over`() throws
    {
        let garage = given(.open(5), sells, at(eight, booked(.anna, "10:00", "12:00"), booked(.ben, "12:00", "14:00")))
        func warnings(_ rate: Rate, at now: Instant) throws -> [CardWarning] {
            guard
                case .ratePublished(let published) = try garage.when(.ratePublished(.init(rate)), at: now).decision
                    .get().result
            else { throw Other() }
            return published.warnings
        }
        #expect(try warnings(.hourly("grid", 3), at: eight) == [.hours(bookings: 2)])
        #expect(try warnings(.hourly("grid", 3), at: LocalDay.monday.at("12:00")) == [.hours(bookings: 1)])
        let evening = LocalDateTime(.monday, LocalTime("20:00")!)
        let concert = Rate(
            id: RateID("concert")!, tier: .event, windows: [.once(from: evening, until: LocalDateTime(.tuesday))],
            price: .once(Money(minorUnits: 5_00)))
        #expect(try warnings(concert, at: eight) == [], "the grid stays")
    }

    @Test func `whoever switches hours off is told of the booked hours that are not over`() throws {
        let garage = given(.open(5), sells, at(eight, booked(.anna, "10:00", "12:00"), booked(.ben, "12:00", "14:00")))
        func warnings(at now: Instant) throws -> [SettingsWarning] {
            let off = NamedSettings(["hourBookings"], of: .open(5) { $0.hourBookings = false })
            guard
                case .configured(.changed(_, let warnings)) = try garage.when(
                    .changeSettings(.init(off)), at: now
                ).decision.get().result
            else { throw Other() }
            return warnings
        }
        #expect(try warnings(at: eight) == [.hours(bookings: 2)])
        #expect(try warnings(at: LocalDay.monday.at("12:00")).map(\.code) == ["hours-are-booked"])
        #expect(try warnings(at: LocalDay.monday.at("14:00")) == [])
    }

    @Test func `whoever withdraws a validation's last rate is told of the open stays that have it`() throws {
        let cinema = Rate(id: RateID("cinema")!, audience: .validation(.cinema), price: .once(Money(minorUnits: 1_00)))
        var site = try Site(.open(5))
        try site.send(.cardPublished(.init(RateCard(rates: [.hourly("day", 3), cinema]))), at: eight)
        try site.drive(.anna, at: eight + .minutes(1))
        try site.send(.validate(.init(.car(.anna), .cinema)), at: eight + .minutes(2))
        let decision = try site.send(.rateWithdrawn(.init(cinema.id)), at: eight + .minutes(3))
        guard case .rateWithdrawn(let withdrawn) = decision.result else { throw Other() }
        #expect(withdrawn.warnings == [.validation(.cinema, stays: 1)])
    }

    // MARK: The waiting list

    @Test func `hours that made the day full are offered to who waits for it when they are given back`() throws {
        var garage = given(.open(1), sells, at(eight, booked(.anna, "10:00", "12:00")))
        garage.take(
            at(eight, .waitBegun(.init(.ben, .monday, .member)), .reservationCancelled(.init(ReservationID(4)))))
        #expect(garage.garage.waiting(on: .monday, at: eight).first?.offeredUntil != nil)
        garage.when(.reserve(.init(plate: .dora, day: .monday, holder: .member)), at: eight)
            .thenRefuses(.dayFull(.monday))
    }

    @Test func `who has hours of the day waits for the whole of it no more`() throws {
        var garage = given(.open(1), sells, at(eight, .waitBegun(.init(.ben, .monday, .member))))
        garage.take(at(eight, booked(.ben, "10:00", "12:00")))
        #expect(garage.garage.waiting(on: .monday, at: eight).isEmpty)
    }

    // MARK: Groups

    @Test func `hours of a group are sold to its members, and to nobody else`() throws {
        let staff = GroupID("staff")!
        let cheap = WeekGrid([
            GridCell(name: "staff", amount: Money(minorUnits: 1_00), hours: Self.ofMonday(8..<18))
        ])
        let members = Rate(id: RateID("staff")!, audience: .group(staff), price: .weekGrid(cheap))
        let both = given(.open(5), sells, at(.opening, .ratePublished(.init(members))))
        var site = both
        site.take(at(.opening, .membership(.anna, [staff])))
        #expect(try hours(site.when(book(.anna, "10:00", 2), at: eight)).total == Money(minorUnits: 2_00))
        #expect(try hours(site.when(book(.ben, "10:00", 2), at: eight)).total == Money(minorUnits: 4_00))
    }
}
