import Chronology
import Parking
import Tariffs
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
        if isSuspended(plate, on: today) { return .failure(.denied(.suspended)) }
        let booked = bookings.filter { $0.day == today }
        let booking = bookings.first { $0.plate == plate && $0.admits(at: instant) }
        let permit = plate.flatMap { permits.admitting($0, today) }
        let (isBooked, isPermitted) = (booking != nil, permit != nil)
        let isPublic = !isBooked && !isPermitted
        let isEarly = booked.contains { $0.plate == plate && instant < $0.from - $0.forgiven.before }
        if isPublic && settings.admission == .reservationRequired {
            return .failure(.denied(isEarly ? .beforeHours : .noReservation))
        }
        let groups = plate.map { permits.groups(of: $0, on: today, knownAt: instant) } ?? []
        let isMember = settings.groupHours.contains { $0.windows == [] && groups.contains($0.group) }
        if isPublic && !isMember && settings.publicHours == .closed {
            return .failure(.denied(isEarly ? .beforeHours : .closed))
        }
        let others = count - (isInside ? 1 : 0)
        let promised = promises.filter { $0.until > now && $0.car != car }
        let free = settings.capacity - others - promised.count
        if free <= 0 { return .failure(.denied(.garageFull)) }
        let come = inside.compactMap(\.car.knownPlate) + promises.filter { $0.until > now }.compactMap(\.car.knownPlate)
        // Cars that stand on spots kept for permits; who has reserved stands on another.
        let permitted = Set(come).filter { other in
            other != plate && permits.admits(other, today)
                && !booked.contains { $0.plate == other && $0.lasts(at: instant) }
        }
        let toCome = spotsToCome(
            booked, besides: Set(come).union(isInside ? [] : [plate].compactMap(\.self)), at: instant)
        let owners = permits.owners(on: today)
        let owning = permitted.filter(owners.contains).count
        let owned = min(settings.permanentSpots, owners.count)
        let keptForOwners = max(0, owned - owning)
        let toShare = max(0, settings.permanentSpots - max(owned, owning) - (permitted.count - owning))
        let ours = keptForOwners + toShare
        if let booking, free > ours { return .success(.reserved(ReservationID(version: booking.id))) }
        let isOwner = plate.map(owners.contains) ?? false
        if let permit, (isOwner ? ours : toShare) > 0 { return .success(.permit(permit)) }
        if isBooked || free <= ours + settings.fallbackSpots + toCome { return .failure(.denied(.spotsKept)) }
        return .success(permit.map { .permit($0) } ?? .paysByTime)
    }

    /// The most that is kept, hour by hour to the day's end, for reservations whose cars have not come. One that has come is on
    /// its spot when its hours begin, and has left it when they are over.
    private func spotsToCome(_ booked: [Booking], besides come: Set<PlateID>, at instant: Instant) -> Int {
        let next = come.compactMap { plate in
            booked.filter { $0.plate == plate && $0.until > instant }.min { $0.from < $1.from }
        }
        var (most, moment) = (0, instant)
        while let last = booked.map(\.until).max(), moment < last {
            let reserved = booked.filter { $0.lasts(at: moment) }.count
            most = max(most, reserved - next.filter { $0.from <= moment }.count)
            moment = moment + .hours(1)
            moment = moment - TimeSpan(microseconds: moment.microseconds % 3_600_000_000)
        }
        return most
    }

    enum Verdict: Error, Equatable {
        case denied(DenialReason)
    }

    /// The quotas hold in every hour of a new booking.
    func checkQuotas(of new: Booking, _ comment: Comment) throws {
        let settings = try #require(settings)
        let bookable = settings.capacity - settings.permanentSpots - settings.fallbackSpots
        var hour = new.from
        while hour < new.until {
            let booked = bookings.filter { $0.day == new.day && $0.lasts(at: hour) }
            let guests = booked.filter { $0.holder == .guest }.count
            #expect(booked.count <= bookable, comment)
            if new.holder == .guest { #expect(guests <= settings.guestSpots, comment) }
            if new.holder == .member { #expect(booked.count - guests <= bookable - settings.guestSpots, comment) }
            hour = hour + .hours(1)
        }
    }
}
