import Chronology
import Money
import Parking
import Tariffs
import Testing

/// Hours of a day, paid by the week's grid as it is known when they are booked (golden cases 27–29).
@Suite struct PaidHoursTests {
    let morning = LocalDay.monday.at("06:00")
    let grid = Rate(
        id: RateID("flex")!,
        price: .weekGrid(
            WeekGrid([
                GridCell(
                    name: "morning", amount: Money(minorUnits: 400),
                    hours: Set([8, 9].map { WeekHour(.monday, $0)! })),
                GridCell(
                    name: "day", amount: Money(minorUnits: 200),
                    hours: Set((10..<18).map { WeekHour(.monday, $0)! })),
            ])))
    let cheaper = Rate(id: RateID("flex")!, price: .weekGrid(WeekGrid([])))
    let hourly = Rate(id: RateID("hourly")!, price: .perUnit(Money(minorUnits: 300), every: .hours(1)))

    private func book(_ start: String, _ hours: Int) -> Command {
        .reserve(
            .init(
                plate: .anna, HoursBooking(start: LocalDateTime("2026-03-02T\(start)")!, hours: hours), holder: .member)
        )
    }

    private func paid(_ from: String, _ until: String, _ cents: Int64) -> PaidHours {
        PaidHours(
            from: LocalDay.monday.at(from), until: LocalDay.monday.at(until), total: Money(minorUnits: cents))
    }

    @Test func `four hours from half past seven begin at seven and cost ten`() throws {
        let outcome = given(.open(10), at(.opening, .ratePublished(.init(grid)))).when(book("07:30", 4), at: morning)
        let decision = try outcome.decision.get()
        let hours = paid("07:00", "11:00", 1000)
        #expect(
            decision.facts.map(\.event) == [
                .dayReserved(.init(plate: .anna, day: .monday, holder: .member, hours: hours))
            ])
        guard case .reserved(let answer) = decision.result, let reserved = answer.hours else {
            return #expect(Bool(false), "\(decision.result)")
        }
        #expect((answer.reservation, answer.day) == (ReservationID(3), .monday))
        #expect(reserved.hours == hours)
        #expect(reserved.charge.lines.map(\.amount.minorUnits) == [0, 800, 200])
    }

    @Test func `golden 28: hours that leave the day, or are more than twelve, are refused`() {
        let garage = given(.open(10), at(.opening, .ratePublished(.init(grid))))
        garage.when(book("23:00", 2), at: morning).thenRefuses(.booking(.leavesDay))
        garage.when(book("08:00", 13), at: morning).thenRefuses(.booking(.hours(most: 12)))
    }

    @Test func `a garage without a grid sells no hours`() {
        given(.open(10), at(.opening, .ratePublished(.init(hourly)))).when(book("08:00", 1), at: morning)
            .thenRefuses(.booking(.noGrid))
    }

    @Test func `hours that are over cannot be booked`() {
        given(.open(10), at(.opening, .ratePublished(.init(grid)))).when(
            book("08:00", 2), at: LocalDay.monday.at("10:00")
        )
        .thenRefuses(.booking(.over))
    }

    @Test func `hours that are over cannot be given back`() {
        let reserved = GarageEvent.dayReserved(
            .init(
                plate: .anna, day: .monday, holder: .member, hours: paid("08:00", "10:00", 800)))
        given(.open(10), at(morning, reserved)).when(.cancel(.init(ReservationID(2))), at: LocalDay.monday.at("10:00"))
            .thenRefuses(.dayOver(.monday))
    }

    @Test func `the right of hours does not reach over the rest of the day into the next one`() {
        let reserved = GarageEvent.dayReserved(
            .init(
                plate: .anna, day: .monday, holder: .member, hours: paid("08:00", "10:00", 800)))
        let garage = given(
            .open(10), at(morning, reserved, .reserved(.anna, .tuesday)),
            at(LocalDay.monday.at("08:00"), .entered(.anna))
        ).garage
        #expect(garage.overstays(at: LocalDay.monday.at("15:00")).map(\.since) == [LocalDay.monday.at("10:00")])
    }

    @Test func `a reserved day leaves no hours of its spot`() {
        given(.open(1), at(.opening, .ratePublished(.init(grid)), .reserved(.ben, .monday)))
            .when(book("08:00", 1), at: morning).thenRefuses(.hoursFull(.monday))
    }

    @Test func `a grid published later does not touch hours that were booked`() throws {
        let reserved = GarageEvent.dayReserved(
            .init(
                plate: .anna, day: .monday, holder: .member, hours: paid("08:00", "10:00", 800)))
        let departure = try given(
            .open(10), at(.opening, .ratePublished(.init(grid))), at(morning, reserved),
            at(LocalDay.monday.at("07:00"), .ratePublished(.init(cheaper))),
            at(LocalDay.monday.at("08:30"), .entered(.anna))
        ).when(.left(.anna), at: LocalDay.monday.at("10:00"))
            .thenLeaves(.carExited(.init(session: SessionID(5), gate: .exit, read: nil)))
        guard case .charged(let charge) = departure.charge else { return #expect(Bool(false)) }
        #expect(charge.total == .zero)
        #expect(charge.lines.map(\.reason) == [.covered])
    }

    @Test func `what is parked before and after the hours is priced by the rates`() throws {
        let reserved = GarageEvent.dayReserved(
            .init(
                plate: .anna, day: .monday, holder: .member, hours: paid("08:00", "10:00", 800)))
        let departure = try given(
            .open(10), at(.opening, .ratePublished(.init(hourly))), at(morning, reserved),
            at(LocalDay.monday.at("07:00"), .entered(.anna))
        ).when(.left(.anna), at: LocalDay.monday.at("11:00"))
            .thenLeaves(.carExited(.init(session: SessionID(4), gate: .exit, read: nil)))
        guard case .charged(let charge) = departure.charge else { return #expect(Bool(false)) }
        #expect(charge.total == Money(minorUnits: 600))
        #expect(charge.lines.map(\.reason) == [.block, .covered, .block])
    }

    @Test func `the right ends with the hours`() {
        let reserved = GarageEvent.dayReserved(
            .init(
                plate: .anna, day: .monday, holder: .member, hours: paid("08:00", "10:00", 800)))
        let garage = given(.open(10), at(morning, reserved), at(LocalDay.monday.at("08:00"), .entered(.anna))).garage
        #expect(garage.overstays(at: LocalDay.monday.at("09:59")).isEmpty)
        #expect(garage.overstays(at: LocalDay.monday.at("10:00")).map(\.since) == [LocalDay.monday.at("10:00")])
    }

    @Test func `hours that were over at the entry give no right`() {
        let reserved = GarageEvent.dayReserved(
            .init(
                plate: .anna, day: .monday, holder: .member, hours: paid("08:00", "10:00", 800)))
        let garage = given(.open(10), at(morning, reserved), at(LocalDay.monday.at("12:00"), .entered(.anna))).garage
        #expect(garage.overstays(at: LocalDay.monday.at("13:00")).isEmpty)
    }

    @Test func `hours that were used and not paid are owed, also when what is left of them is given back`() throws {
        for comes in [true, false] {
            var site = try Site(.open(10) { $0.unpaidExit = .listed })
            try site.send(.ratePublished(.init(grid)), at: .opening)
            try site.send(book("08:00", 4), at: morning)
            let subject = PaymentSubject.reservation(ReservationID(site.garage.version))
            let back = Command.cancel(.init(ReservationID(site.garage.version)))
            var unused = site
            try unused.send(back, at: morning + .hours(1))
            #expect(unused.garage.bill(of: subject)?.due ?? .zero == .zero)
            if comes {
                try site.send(.opened(.plate(.anna)), at: LocalDay.monday.at("08:01"))
                try site.send(.left(.plate(.anna)), at: LocalDay.monday.at("09:00"))
            }
            try site.send(back, at: LocalDay.monday.at("10:00"))
            #expect(site.garage.bill(of: subject)?.due == .euros(12))
            try site.send(.pay(.init(for: subject, PaymentMeans(.cash))), at: LocalDay.monday.at("10:01"))
            #expect(site.garage.bill(of: subject)?.due == .zero)
        }
    }

    @Test func `hours that are given back leave the stay to the rates`() {
        let reserved = GarageEvent.dayReserved(
            .init(
                plate: .anna, day: .tuesday, holder: .member,
                hours: PaidHours(
                    from: LocalDay.tuesday.at("08:00"), until: LocalDay.tuesday.at("10:00"),
                    total: Money(minorUnits: 800))))
        let garage = given(
            .open(10), at(morning, reserved), at(LocalDay.monday.at("08:00"), .entered(.anna)),
            at(LocalDay.monday.at("09:00"), .reservationCancelled(.init(ReservationID(2))))
        ).garage
        #expect(garage.session(of: .anna)?.rights.isEmpty == true)
    }
}
