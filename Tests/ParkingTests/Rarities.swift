import Chronology
import Money
import Tariffs

@testable import Parking

/// Garages in which there is what random days hardly ever meet.
enum Rarities {
    private static let morning = LocalDay.monday.at("08:00")

    static func garages() throws -> [Garage] {
        [
            Garage(), incomplete, waitedFor, waitedInVain, misread, try overstayed(), try lifted(), try spots(),
            try mended(), try waiting(), try counted(2, inside: 5), try counted(3, inside: 1), shared(2), shared(3),
            refundable(1), refundable(2), givenBack(1), givenBack(2),
        ]
    }

    /// A day that was given back when it had begun.
    private static func givenBack(_ car: Int) -> Garage {
        given(
            .open(5), at(.opening, .reserved(PlateID(car), .monday)),
            at(morning + .minutes(Int64(car)), .reservationCancelled(.init(ReservationID(2))))
        ).garage
    }

    /// A day that two waited for who wait no more, and one who does.
    private static var waitedInVain: Garage {
        given(
            .open(1), at(.opening, .reserved(.anna, .tuesday)),
            at(
                .opening, .waitBegun(.init(.ben, .tuesday, .member)), .waitBegun(.init(.carla, .tuesday, .member)),
                .waitBegun(.init(.dora, .tuesday, .member))),
            at(morning, .waitEnded(.init(.ben, .tuesday))),
            at(morning + .minutes(1), .waitEnded(.init(.carla, .tuesday)))
        ).garage
    }

    /// Overstays that count no more.
    private static func lifted() throws -> Garage {
        var site = try Site(
            .open(5) {
                $0.longestStay = .hours(2)
                $0.suspension = SuspensionPolicy(overstays: 1, within: .days(7), days: 3)
            })
        try site.drive(.anna, at: morning)
        try site.send(.left(.plate(.anna)), at: morning + .hours(9))
        try site.send(
            .liftSuspension(.init(.anna, Correction(ReasonCode("misread")!))), at: morning + .hours(10))
        return site.garage
    }

    /// A car that came in by the right of a plate that looks like the one that was read, and one that waits for its barrier.
    private static var misread: Garage {
        let authorised = EntryAuthorised(
            plate: .ben, gate: .entry, grounds: .permit(2), until: morning + .seconds(90), read: nil,
            readAs: PlateID(101))
        let entered = CarEntered(car: .anna, gate: .entry, by: .gate, read: nil, readAs: PlateID(100))
        return given(
            .open(5), at(.opening, .pass(.anna, .monday), .pass(.ben, .monday)),
            at(morning, .carEntered(entered), .entryAuthorised(authorised))
        ).garage
    }

    /// Cars of a tenant above its spots, and two that share one permit's place.
    private static func shared(_ spots: Int) -> Garage {
        let tenant = TenantID("firm\(spots)")!
        func settings(_ spots: Int) -> GarageSettings {
            .open(9) { $0.tenants = [Tenant(id: tenant, name: "The Firm", spots: spots)] }
        }
        func pass(_ number: Int) -> GarageEvent {
            .permitGranted(
                .init(PlateID(number), .pass, firstDay: .monday, lastDay: nil, groups: [], tenant: tenant))
        }
        let further = PermitGranted(.ben, .further(PermitID(2)), firstDay: .monday, lastDay: nil, groups: [])
        return given(
            settings(spots),
            at(.opening, .pass(.anna, .monday), .permitGranted(further), pass(11), pass(12), pass(13), pass(14)),
            at(morning, .entered(.anna), .entered(.ben)),
            at(morning + .minutes(Int64(spots)), .entered(.plate(PlateID(11))), .entered(.plate(PlateID(12)))),
            at(morning + .minutes(Int64(spots)), .garageConfigured(.init(settings(spots + 1)))),
            at(morning + .minutes(9), .entered(.plate(PlateID(13))), .entered(.plate(PlateID(14))))
        ).garage
    }

    /// Hours that were paid and given back.
    private static func refundable(_ number: Int64) -> Garage {
        let hours = PaidHours(
            from: morning, until: morning + .hours(2), vehicle: .standard, total: Money(minorUnits: 500 * number))
        var terms = Terms()
        terms.tax = Tax(name: "VAT \(number)", basisPoints: 1_000 * number, isIncluded: number == 1)
        let reserved = DayReserved(plate: .anna, day: .monday, holder: .member, hours: hours)
        let id = ReservationID(version: 2 + number)
        return given(
            .open(5),
            at(.opening, .termsPublished(.init(terms))),
            at(.opening, number == 1 ? .dayReserved(reserved) : .reserved(.ben, .monday)),
            at(.opening, .dayReserved(reserved)),
            at(
                .opening,
                .paymentTaken(
                    .init(
                        .reservation(id), ReceiptNumber(1), amount: hours.total, means: PaymentMeans(.cash),
                        settles: hours.total, tax: PaidTax(terms.tax!, in: hours.total)))),
            at(.opening + .minutes(1), .reservationCancelled(.init(id, credit: Money(minorUnits: 250 * number)))),
            at(.opening, .month(.carla, .monday, LocalDay("2026-04-01")!)),
            at(
                morning,
                .permitRevoked(.init(PermitID(version: 7), lastDay: .monday, credit: Money(minorUnits: 100 * number))))
        ).garage
    }

    /// A look at the past that leaves something out; and a car that another system let in.
    private static var incomplete: Garage {
        var garage = given(.open(5), at(morning, .entered(.anna, by: .imported))).garage
        garage.evolve(
            RecordedEvent(
                version: 9, occurredAt: morning, recordedAt: morning,
                event: .entered(.plate(PlateID(bytes: Array(1...16))!))))
        return garage
    }

    /// A day for which somebody waits while spots of it are given back and missed, and hours that bikes have booked.
    private static var waitedFor: Garage {
        func hours(_ vehicle: CardID, _ total: Int64, from: Instant = morning) -> PaidHours {
            PaidHours(from: from, until: from + .hours(2), vehicle: vehicle, total: Money(minorUnits: total))
        }
        let later = hours(.bike, 100, from: morning + .hours(3))
        return given(
            .open(5), at(.opening, .reserved(.anna, .tuesday), .reserved(.ben, .tuesday), .reserved(.carla, .tuesday)),
            at(.opening, .waitBegun(.init(.dora, .tuesday, .member)), .reserved(PlateID(5), .tuesday, .guest)),
            at(
                morning, .reservationCancelled(.init(ReservationID(2), credit: Money(minorUnits: 100))),
                .reservationMissed(.init(ReservationID(3)))),
            at(
                morning + .minutes(1),
                .reservationCancelled(.init(ReservationID(6), credit: Money(minorUnits: 250)))),
            at(
                morning,
                .dayReserved(.init(plate: .anna, day: .monday, holder: .member, hours: hours(.bike, 100))),
                .dayReserved(.init(plate: .ben, day: .monday, holder: .guest, hours: hours(CardID("van")!, 300))),
                .dayReserved(.init(plate: .anna, day: .monday, holder: .member, hours: later))),
            at(morning, .entered(.anna), .entered(.ben)),
            at(morning, .agreementApplied(.init(SessionID(13), .hospital))),
            at(morning, .agreementApplied(.init(SessionID(14), .church)))
        ).garage
    }

    /// Cars that stayed for longer than they might, some of them so often that they are suspended.
    private static func overstayed() throws -> Garage {
        var site = try Site(
            .open(5) {
                $0.longestStay = .hours(2)
                $0.suspension = SuspensionPolicy(overstays: 2, within: .days(7), days: 3)
            })
        for (car, day) in [(1, 0), (1, 1), (2, 1), (2, 2), (3, 2)] {
            let now = LocalDay.monday.advanced(by: day).at("08:00")
            try site.drive(PlateID(car), at: now + .minutes(Int64(car)))
            try site.send(.left(.plate(PlateID(car))), at: now + .hours(9) + .minutes(Int64(car)))
        }
        for (car, reason) in [(4, "blocking"), (5, "misread")] {
            try site.send(
                .suspendPlate(
                    .init(
                        PlateID(car), firstDay: .thursday, lastDay: .thursday.advanced(by: 9 - car),
                        Correction(ReasonCode(reason)!))), at: LocalDay.thursday.at("09:00"))
        }
        return site.garage
    }

    /// Named spots, bikes that booked hours, agreements of two names.
    private static func spots() throws -> Garage {
        var site = try Site(
            .open(9) {
                ($0.fallbackSpots, $0.fallbackSpotNames) = (2, [SpotID("F1")!, SpotID("F2")!])
                ($0.permanentSpots, $0.permanentSpotNames) = (2, [SpotID("P1")!, SpotID("P2")!])
            })
        for car in 1...3 { try site.drive(PlateID(car), at: morning + .minutes(Int64(car))) }
        try site.send(.assignFallback(.init(.car(.anna))), at: morning + .hours(1))
        try site.send(.assignFallback(.init(.car(.ben))), at: morning + .hours(1))
        return site.garage
    }

    /// Cars that wait at two gates.
    private static func waiting() throws -> Garage {
        var site = try Site(.open(9))
        try site.send(.seen(.anna), at: morning)
        try site.send(.plateSeen(.init(.ben, Passage(gate: .both, direction: .entry))), at: morning)
        return site.garage
    }

    /// Counts by hand, and what is known since of who had come in and left by then.
    private static func counted(_ cars: Int, inside: Int) throws -> Garage {
        var site = try Site(.open(9))
        for car in 1...cars { try site.drive(PlateID(car), at: morning + .minutes(Int64(car))) }
        try site.send(.correctCount(.init(inside, .misread)), at: morning + .hours(1))
        for (car, at) in [(7, TimeSpan.zero), (8, .minutes(5))].prefix(cars) {
            try site.send(.left(.plate(PlateID(car)), happened: morning + .hours(1) + at), at: morning + .hours(2))
        }
        for session in site.garage.sessions.keys.sorted().prefix(cars - 1) {
            try site.send(.writeOff(.init(session, .misread)), at: morning + .hours(3))
        }
        return site.garage
    }

    /// Plates that were misread, exceptions that two people work on, passages that wait with a word of why.
    private static func mended() throws -> Garage {
        var site = try Site(.open(9))
        for car in 1...4 { try site.drive(PlateID(car), at: morning + .minutes(Int64(car))) }
        for (misread, alike) in [(100, PlateID.anna), (101, .ben)] {
            try site.send(
                .exit(.init(.plate(PlateID(misread)), Passage(gate: .exit), alike: [alike])),
                at: morning + .hours(1) + .minutes(Int64(misread)))
        }
        for car in 11...12 {
            try site.send(.left(.plate(PlateID(car))), at: morning + .hours(4) + .minutes(Int64(car)))
        }
        for (exception, owner) in zip(site.garage.exceptions, ["ada", "grace"]) {
            try site.send(.assignException(.init(exception.id, to: Actor(owner)!)), at: morning + .minutes(260))
        }
        for (car, remark) in [(21, "The boom was stuck."), (22, "By hand.")] {
            let now = morning + .hours(5) + .minutes(Int64(car))
            try site.send(
                .opened(
                    .plate(PlateID(car)), happened: now + .hours(1), sent: now + .hours(1), remark: Remark(remark)!),
                at: now)
        }
        let left = morning + .hours(6)
        try site.send(
            .left(.plate(PlateID(23)), happened: left + .hours(1), sent: left + .hours(1)), at: left)
        return site.garage
    }
}
