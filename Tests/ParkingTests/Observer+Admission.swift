import Chronology
import Parking
import Testing

// Who is let in, and how many may reserve: design rules 1, 2, 3, 6 and 7.

extension Observer {
    /// What the rules say to a plate at an entry.
    func verdict(_ plate: PlateID?, at instant: Instant, now: Instant) throws -> Result<EntryGrounds, Verdict> {
        let settings = try #require(settings)
        let car = plate.map { CarIdentity.plate($0) }
        let isInside = inside.contains { $0.car == car }
        if isInside && settings.antiPassback == .hard { return .failure(.denied(.alreadyInside)) }
        let today = settings.zone.day(of: instant)
        let booked = bookings.filter { $0.day == today }
        let isBooked = booked.contains { $0.plate == plate }
        let isPermitted = plate.map { permits.covers($0, today) } ?? false
        let isPublic = !isBooked && !isPermitted
        if isPublic && settings.admission == .reservationRequired { return .failure(.denied(.noReservation)) }
        let groups = plate.map { permits.groups(of: $0, on: today, knownAt: instant) } ?? []
        let isMember = settings.groupHours.contains { $0.windows == [] && groups.contains($0.group) }
        if isPublic && !isMember && settings.publicHours == .closed { return .failure(.denied(.closed)) }
        let others = count - (isInside ? 1 : 0)
        let promised = promises.filter { $0.until > now && $0.car != car }
        let free = settings.capacity - others - promised.count
        if free <= 0 { return .failure(.denied(.garageFull)) }
        let come = inside.compactMap(\.car.knownPlate) + promises.filter { $0.until > now }.compactMap(\.car.knownPlate)
        let toCome = booked.filter { !come.contains($0.plate) }
        // Cars that stand on spots kept for permits; who has reserved stands on another.
        let permitted = Set(come).filter { other in
            other != plate && permits.covers(other, today) && !booked.contains { $0.plate == other }
        }
        let ours = max(0, settings.permanentSpots - permitted.count)
        if isBooked && free > ours { return .success(.reserved) }
        if isPermitted && ours > 0 { return .success(.permit) }
        if isBooked || free <= ours + settings.fallbackSpots + toCome.count { return .failure(.denied(.spotsKept)) }
        return .success(isPermitted ? .permit : .paysByTime)
    }

    enum Verdict: Error, Equatable {
        case denied(DenialReason)
    }

    func checkQuotas(of day: LocalDay, _ holder: Holder, _ comment: Comment) throws {
        let settings = try #require(settings)
        let booked = bookings.filter { $0.day == day }
        let guests = booked.filter { $0.holder == .guest }.count
        let bookable = settings.capacity - settings.permanentSpots - settings.fallbackSpots
        #expect(booked.count <= bookable, comment)
        if holder == .guest { #expect(guests <= settings.guestSpots, comment) }
        if holder == .member { #expect(booked.count - guests <= bookable - settings.guestSpots, comment) }
    }
}
