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

    struct Stay {
        var session: Int64
        var car: CarIdentity
        var since: Instant
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
        if !isBooked && settings.admission == .reservationRequired { return .failure(.denied(.noReservation)) }
        if !isBooked && settings.publicHours == .closed { return .failure(.denied(.closed)) }
        let others = inside.filter { $0.car != .plate(plate) }.count
        let promised = promises.filter { $0.until > now && $0.plate != plate }
        let free = settings.capacity - others - promised.count
        if free <= 0 { return .failure(.denied(.garageFull)) }
        let toCome = booked.filter { booking in
            !inside.contains { $0.car == .plate(booking.plate) }
                && !promises.contains { $0.until > now && $0.plate == booking.plate }
        }
        let kept = settings.permanentSpots + (isBooked ? 0 : settings.fallbackSpots + toCome.count)
        return free <= kept ? .failure(.denied(.spotsKept)) : .success(isBooked ? .reserved : .paysByTime)
    }

    enum Verdict: Error, Equatable {
        case denied(DenialReason)
    }

    /// Checks an event against the rules, then counts it.
    mutating func see(_ recorded: RecordedEvent, _ comment: Comment) throws {
        let (now, at) = (recorded.recordedAt, recorded.occurredAt)
        switch recorded.event {
        case .garageConfigured(let settings): self.settings = settings
        case .ratePublished, .rateWithdrawn, .termsPublished, .exitGateOpened: break
        case .dayReserved(let plate, let day, let holder, _):
            #expect(!bookings.contains { $0.plate == plate && $0.day == day }, comment)
            bookings.append(Booking(id: recorded.version, plate: plate, day: day, holder: holder))
            try checkQuotas(of: day, holder, comment)
        case .reservationCancelled(let id):
            let index = try #require(bookings.firstIndex { $0.id == id.version }, comment)
            let booking = bookings.remove(at: index)
            let isToday = settings?.zone.day(of: now) == booking.day
            #expect(!(isToday && inside.contains { $0.car == .plate(booking.plate) }), comment)
        case .entryAuthorised(let plate, _, let grounds, let until, _, _):
            #expect(try verdict(plate, at: at, now: now) == .success(grounds), comment)
            promises.removeAll { $0.plate == plate }
            promises.append(Promise(plate: plate, until: until))
        case .entryDenied(let plate, _, let reason, _):
            #expect(try verdict(plate, at: at, now: now) == .failure(.denied(reason)), comment)
        case .exitAuthorised(let plate, _, let session, _):
            #expect(inside.first { $0.car == .plate(plate) }?.session == session?.version, comment)
        case .carEntered(let car, _, _, _, _):
            #expect(car == .unknown || !inside.contains { $0.car == car }, comment)
            inside.append(Stay(session: recorded.version, car: car, since: at))
            promises.removeAll { .plate($0.plate) == car }
        case .carExited(let session, _, _):
            let index = try #require(inside.firstIndex { $0.session == session.version }, comment)
            #expect(inside[index].since <= at, comment)
            inside.remove(at: index)
        case .sessionOrphaned(let session):
            let index = try #require(inside.firstIndex { $0.session == session.version }, comment)
            inside.remove(at: index)
        case .sessionValidated(let session, let validation):
            let index = try #require(inside.firstIndex { $0.session == session.version }, comment)
            #expect(inside[index].validations.insert(validation).inserted, comment)
        case .agreementApplied(let session, let agreement):
            let index = try #require(inside.firstIndex { $0.session == session.version }, comment)
            #expect(inside[index].agreement != agreement, comment)
            inside[index].agreement = agreement
        case .exitWithoutEntry(let car, _, _):
            let candidates = inside.filter { $0.car == car }
            #expect(candidates.count != 1 || candidates[0].since > at, comment)
        }
    }

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
