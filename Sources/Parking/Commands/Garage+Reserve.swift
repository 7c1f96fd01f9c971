import Chronology
import Tariffs

// Reservations: design rules 2 and 4.

extension Garage {
    /// How many days ahead a right may begin.
    static let daysAhead = 366

    func reserve(
        _ plate: PlateID, _ day: LocalDay, _ holder: Holder, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        try check(plate, day, holder, at: now, in: settings)
        let id = ReservationID(version: version + 1)
        return Decision(.reserved(id, day: day), at: now, .dayReserved(plate: plate, day: day, holder: holder))
    }

    /// Hours take a spot of their day as a full day does; they are priced by the book as it is known now.
    func reserve(
        _ plate: PlateID, _ booking: HoursBooking, _ holder: Holder, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        let day = booking.start.day
        try check(plate, day, holder, at: now, in: settings)
        let tariff: Tariff
        do { tariff = try Tariff(book, in: settings.zone) } catch { throw .booking(.tariff(error)) }
        let stay: Stay
        let charge: Charge
        do {
            stay = try tariff.hours(of: booking)
            charge = try tariff.price(booking)
        } catch { throw .booking(error) }
        guard stay.exit > now else { throw .booking(.over) }
        let hours = PaidHours(
            from: stay.entry, until: stay.exit, vehicle: booking.card == .standard ? nil : booking.card,
            total: charge.total)
        return Decision(
            .reserved(
                ReservationID(version: version + 1), day: day, hours: ReservedHours(hours: hours, charge: charge)),
            at: now, .dayReserved(plate: plate, day: day, holder: holder, hours: hours))
    }

    /// The last day on which a right may begin.
    func lastDayAhead(at now: Instant, in settings: GarageSettings) -> LocalDay {
        settings.zone.day(of: now).advanced(by: Garage.daysAhead)
    }

    private func check(
        _ plate: PlateID, _ day: LocalDay, _ holder: Holder, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) {
        guard day >= settings.zone.day(of: now) else { throw .dayOver(day) }
        let last = lastDayAhead(at: now, in: settings)
        guard day <= last else { throw .dayTooFar(day, last: last) }

        let reserved = reservedDays[day] ?? ReservedDay()
        if let standing = reserved.byPlate[plate] { throw .alreadyReserved(standing.id) }
        switch holder {
        case .guest:
            guard reserved.count(of: .guest) < settings.guestSpots else { throw .guestQuotaFull(day) }
        case .member:
            let spots = settings.bookableSpots - settings.guestSpots
            guard reserved.count(of: .member) < spots else { throw .dayFull(day) }
        }
        // Settings may have shrunk under the reservations that stand.
        guard reserved.byPlate.count < settings.bookableSpots else { throw .dayFull(day) }
    }

    func cancel(_ id: ReservationID, at now: Instant, in settings: GarageSettings) throws(Refusal) -> Decision {
        guard let reservation = reservations[id] else { throw .unknownReservation(id) }
        let today = settings.zone.day(of: now)
        guard reservation.day >= today else { throw .dayOver(reservation.day) }
        if let hours = reservation.hours, hours.until <= now { throw .dayOver(reservation.day) }
        if reservation.day == today, session(of: .plate(reservation.plate)) != nil { throw .carInside(id) }
        return Decision(.cancelled(id), at: now, .reservationCancelled(id))
    }
}
