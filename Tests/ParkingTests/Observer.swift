import Chronology
import Parking
import Tariffs
import Testing

/// Somebody who sees every event of a garage go by, counts on paper, and knows the rules by heart.
///
/// It shares no code with the garage's state: lists that are searched from end to end, whatever that costs.
struct Observer {
    private(set) var settings: GarageSettings?
    private(set) var inside: [Stay] = []
    private(set) var promises: [Promise] = []
    private(set) var bookings: [Booking] = []
    private(set) var permits = PaperPermits()

    struct Stay {
        var session: Int64
        var car: CarIdentity
        var since: Instant
        var groups: Set<GroupID>
        var validations: Set<ValidationID> = []
        var agreement: AgreementID?
    }

    struct Promise {
        var plate: PlateID
        var until: Instant
    }

    struct Booking {
        var id: Int64
        var plate: PlateID
        var day: LocalDay
        var holder: Holder
    }

    func waiting(at now: Instant) -> Int { promises.filter { $0.until > now }.count }

    /// What the rules say to a plate at an entry.
    func verdict(_ plate: PlateID, at instant: Instant, now: Instant) throws -> Result<EntryGrounds, Verdict> {
        let settings = try #require(settings)
        let isInside = inside.contains { $0.car == .plate(plate) }
        if isInside && settings.antiPassback == .hard { return .failure(.denied(.alreadyInside)) }
        let today = settings.zone.day(of: instant)
        let booked = bookings.filter { $0.day == today }
        let isBooked = booked.contains { $0.plate == plate }
        let isPermitted = permits.covers(plate, today)
        let isPublic = !isBooked && !isPermitted
        if isPublic && settings.admission == .reservationRequired { return .failure(.denied(.noReservation)) }
        let groups = permits.groups(of: plate, on: today, knownAt: instant)
        let isMember = settings.groupHours.contains { $0.windows == [] && groups.contains($0.group) }
        if isPublic && !isMember && settings.publicHours == .closed { return .failure(.denied(.closed)) }
        let others = inside.filter { $0.car != .plate(plate) }.count
        let promised = promises.filter { $0.until > now && $0.plate != plate }
        let free = settings.capacity - others - promised.count
        if free <= 0 { return .failure(.denied(.garageFull)) }
        let come = inside.compactMap(\.car.knownPlate) + promises.filter { $0.until > now }.map(\.plate)
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

    /// Checks an event against the rules, then counts it.
    mutating func see(_ recorded: RecordedEvent, _ comment: Comment) throws {
        let (now, at) = (recorded.recordedAt, recorded.occurredAt)
        switch recorded.event {
        case .garageConfigured(let configured): settings = configured.settings
        case .exitGateOpened: break
        case .ratePublished(let rate): permits.publish(nil, on: rate.card)
        case .rateWithdrawn(let rate): permits.publish(nil, on: rate.card)
        case .termsPublished(let terms): permits.publish(terms.terms, on: terms.card)
        case .dayReserved(let reserved):
            #expect(!bookings.contains { $0.plate == reserved.plate && $0.day == reserved.day }, comment)
            bookings.append(
                Booking(
                    id: recorded.version, plate: reserved.plate, day: reserved.day, holder: reserved.holder))
            try checkQuotas(of: reserved.day, reserved.holder, comment)
        case .reservationCancelled(let cancelled):
            let index = try #require(bookings.firstIndex { $0.id == cancelled.reservation.version }, comment)
            let booking = bookings.remove(at: index)
            let isToday = settings?.zone.day(of: now) == booking.day
            #expect(!(isToday && inside.contains { $0.car == .plate(booking.plate) }), comment)
        case .permitGranted(let granted):
            let entry = PaperPermits.Entry(
                id: recorded.version, plate: granted.plate, kind: granted.kind, first: granted.firstDay,
                last: granted.lastDay, groups: granted.groups, heardAt: now)
            try permits.grant(entry, on: today(now), comment)
        case .permitRenewed(let renewed):
            try permits.renew(
                renewed.permit, renewed.firstDay, renewed.lastDay, renewed.renewal, renewed.total, on: today(now),
                comment)
        case .permitRevoked(let revoked):
            try permits.revoke(revoked.permit, revoked.lastDay, on: today(now), comment)
        case .entryAuthorised(let authorised):
            let plate = authorised.plate
            #expect(try verdict(plate, at: at, now: now) == .success(authorised.grounds), comment)
            promises.removeAll { $0.plate == plate }
            promises.append(Promise(plate: plate, until: authorised.until))
        case .entryDenied(let denied):
            #expect(
                try verdict(denied.plate, at: at, now: now) == .failure(.denied(denied.reason)), comment)
        case .exitAuthorised(let authorised):
            #expect(
                inside.first { $0.car == .plate(authorised.plate) }?.session == authorised.session?.version, comment)
        case .carEntered(let entered):
            let car = entered.car
            #expect(car == .unknown || !inside.contains { $0.car == car }, comment)
            let day = try today(at)
            let groups = car.knownPlate.map { permits.groups(of: $0, on: day, knownAt: at) } ?? []
            inside.append(Stay(session: recorded.version, car: car, since: at, groups: groups))
            promises.removeAll { .plate($0.plate) == car }
        case .carExited(let exited):
            let index = try #require(inside.firstIndex { $0.session == exited.session.version }, comment)
            #expect(inside[index].since <= at, comment)
            inside.remove(at: index)
        case .sessionOrphaned(let orphaned):
            let index = try #require(inside.firstIndex { $0.session == orphaned.session.version }, comment)
            inside.remove(at: index)
        case .sessionValidated(let validated):
            let index = try #require(inside.firstIndex { $0.session == validated.session.version }, comment)
            #expect(inside[index].validations.insert(validated.validation).inserted, comment)
        case .agreementApplied(let applied):
            let index = try #require(inside.firstIndex { $0.session == applied.session.version }, comment)
            #expect(inside[index].agreement != applied.agreement, comment)
            inside[index].agreement = applied.agreement
        case .exitWithoutEntry(let exited):
            let candidates = inside.filter { $0.car == exited.car }
            #expect(candidates.count != 1 || candidates[0].since > at, comment)
        }
    }

    /// The local day of an instant.
    func today(_ instant: Instant) throws -> LocalDay { try #require(settings).zone.day(of: instant) }

    private func checkQuotas(of day: LocalDay, _ holder: Holder, _ comment: Comment) throws {
        let settings = try #require(settings)
        let booked = bookings.filter { $0.day == day }
        let guests = booked.filter { $0.holder == .guest }.count
        let bookable = settings.capacity - settings.permanentSpots - settings.fallbackSpots
        #expect(booked.count <= bookable, comment)
        if holder == .guest { #expect(guests <= settings.guestSpots, comment) }
        if holder == .member { #expect(booked.count - guests <= bookable - settings.guestSpots, comment) }
    }
}

extension CarIdentity {
    var knownPlate: PlateID? {
        guard case .plate(let plate) = self else { return nil }
        return plate
    }
}
