import Chronology
import Tariffs

extension Garage {
    /// The garage after one more event.
    ///
    /// - Precondition: the event comes after those taken in before. A look at the past by what had happened leaves out the late ones;
    ///   whoever needs every event checks that none is missing.
    public mutating func evolve(_ recorded: RecordedEvent) {
        precondition(recorded.version > version, "events are taken in one by one, in the order of the log")
        version = recorded.version
        recordedAt = recorded.recordedAt
        apply(recorded)
        forgetThePast()
    }

    private mutating func apply(_ recorded: RecordedEvent) {
        let at = recorded.occurredAt
        switch recorded.event {
        case .garageConfigured(let settings):
            self.settings = settings
            tariffs = KnownTariffs()
        case .ratePublished(let rate, let card): publish(.rate(rate), on: card, recorded)
        case .rateWithdrawn(let rate, let card): publish(.withdrawal(rate), on: card, recorded)
        case .termsPublished(let terms, let card): publish(.terms(terms), on: card, recorded)

        case .dayReserved(let plate, let day, let holder, let hours):
            let id = ReservationID(version: recorded.version)
            let reservation = Reservation(id: id, plate: plate, day: day, holder: holder, hours: hours)
            reservations[id] = reservation
            reservedDays[day, default: ReservedDay()].byPlate[plate] = reservation
            updateSession(of: plate) { $0.cover(day, hours) }
        case .reservationCancelled(let id):
            guard let reservation = reservations.removeValue(forKey: id) else { break }
            reservedDays[reservation.day]?.byPlate[reservation.plate] = nil
            updateSession(of: reservation.plate) { $0.uncover(reservation.day) }

        case .permitGranted(let plate, let kind, let first, let last, let groups):
            let id = PermitID(version: recorded.version)
            permitsOfPlate[plate, default: []].insert(id)
            change(
                Permit(
                    id: id, plate: plate, kind: kind, days: PermitDays(first: first, last: last), groups: groups,
                    grantedAt: recorded.recordedAt))
        case .permitRenewed(let id, _, let last, let renewal, _):
            guard var permit = permits[id] else { break }
            (permit.days.last, permit.renewals) = (last, renewal)
            change(permit)
        case .permitRevoked(let id, let last):
            guard var permit = permits[id] else { break }
            (permit.days.last, permit.isRevoked) = (last, true)
            change(permit)

        case .entryAuthorised(let plate, let gate, let grounds, let until, let vehicle, let read):
            let id = AuthorisationID(version: recorded.version)
            dropAuthorisation(of: plate)
            authorisations[id] = Authorisation(
                id: id, plate: plate, gate: gate, vehicle: vehicle, since: at, until: until)
            remember(.answer(.open(.entry(grounds))), read, .seen, .plate(plate), gate, .entry, at)
        case .entryDenied(let plate, let gate, let reason, let read):
            remember(.answer(.deny(reason)), read, .seen, .plate(plate), gate, .entry, at)
        case .exitAuthorised(let plate, let gate, let session, let read):
            let reason = session == nil ? OpenReason.leavingUnseen : .leaving
            remember(.answer(.open(reason)), read, .seen, .plate(plate), gate, .exit, at)

        case .carEntered(let car, let gate, let admittedBy, let vehicle, let read):
            enter(car, at: gate, by: admittedBy, vehicle, read, recorded)
        case .carExited(let id, let gate, let read):
            let session = close(id)
            remember(.exited(id), read, .left, session?.car ?? .unknown, gate, .exit, at)
        case .exitWithoutEntry(let car, let gate, let read):
            remember(.exited(nil), read, .left, car, gate, .exit, at)
        case .sessionOrphaned(let id):
            close(id)
        case .sessionValidated(let id, let validation): sessions[id]?.validations.insert(validation)
        case .agreementApplied(let id, let agreement): sessions[id]?.agreement = agreement
        case .exitGateOpened(let gate, _, let read):
            remember(.gateOpened, read, .opened, .unknown, gate, .exit, at)
        }
    }

    private mutating func publish(_ content: Publication.Content, on card: CardID, _ recorded: RecordedEvent) {
        tariffs = KnownTariffs()
        book.publish(
            Publication(content, on: card, recordedAt: recorded.recordedAt, version: recorded.version))
    }

    private mutating func enter(
        _ car: CarIdentity, at gate: GateID?, by admittedBy: AdmittedBy, _ vehicle: CardID?, _ read: DeviceEventID?,
        _ recorded: RecordedEvent
    ) {
        let id = SessionID(version: recorded.version)
        var session = Session(
            id: id, car: car, gate: gate, vehicle: vehicle, enteredAt: recorded.occurredAt,
            recordedAt: recorded.recordedAt)
        if let plate = car.plate, let settings {
            let today = settings.zone.day(of: recorded.occurredAt)
            for (day, reserved) in reservedDays where day >= today {
                guard let reservation = reserved.byPlate[plate] else { continue }
                // Hours that are over when the car comes in give it no right.
                if let hours = reservation.hours, hours.until <= recorded.occurredAt { continue }
                session.cover(day, reservation.hours)
            }
            for permit in permits(of: plate) where !permit.days.isOver(on: today) { session.cover(permit) }
            // Groups belong to the price as of the entry, as rates do, however late the log hears of it.
            session.groups = groups(of: plate, at: recorded.occurredAt)
        }
        sessions[id] = session
        if car == .unknown { unknownCars.insert(id) } else { sessionOfCar[car] = id }
        if let plate = car.plate { dropAuthorisation(of: plate) }
        if case .authorisation(let id) = admittedBy { authorisations[id] = nil }
        remember(.entered(id), read, .opened, car, gate, .entry, recorded.occurredAt)
    }

    @discardableResult
    private mutating func close(_ id: SessionID) -> Session? {
        guard let session = sessions.removeValue(forKey: id) else { return nil }
        unknownCars.remove(id)
        if sessionOfCar[session.car] == id { sessionOfCar[session.car] = nil }
        return session
    }

    /// Takes a permit in as it is now; a car that is inside has what it gives at once.
    private mutating func change(_ permit: Permit) {
        permits[permit.id] = permit
        updateSession(of: permit.plate) { $0.cover(permit) }
        if permit.days.isOver(on: permit.days.first) { forget(permit) }
    }

    private mutating func forget(_ permit: Permit) {
        permits[permit.id] = nil
        permitsOfPlate[permit.plate]?.remove(permit.id)
        if permitsOfPlate[permit.plate]?.isEmpty == true { permitsOfPlate[permit.plate] = nil }
    }

    private mutating func updateSession(of plate: PlateID, _ change: (inout Session) -> Void) {
        guard let id = sessionOfCar[.plate(plate)] else { return }
        change(&sessions[id]!)
    }

    private mutating func dropAuthorisation(of plate: PlateID) {
        guard let id = authorisations.values.first(where: { $0.plate == plate })?.id else { return }
        authorisations[id] = nil
    }

    private mutating func remember(
        _ outcome: RecentReads.Outcome, _ read: DeviceEventID?, _ kind: RecentReads.Report.Kind,
        _ car: CarIdentity, _ gate: GateID?, _ direction: Direction, _ at: Instant
    ) {
        guard let gate else { return }
        let report = RecentReads.Report(kind: kind, gate: gate, direction: direction)
        reads.remember(outcome, of: report, read: read, car: car, at: at, recordedAt: recordedAt)
    }

    /// Lets go of what no command may name any more; seldom, as it looks at all of it.
    private mutating func forgetThePast() {
        guard let settings, recordedAt - tidiedAt > .minutes(10) else { return }
        tidiedAt = recordedAt
        authorisations = authorisations.filter { !$0.value.isForgotten(at: recordedAt, in: settings) }
        reads.prune(at: recordedAt, window: settings.duplicateReadWindow, lateness: settings.lateness)
        for permit in permits.values {
            guard let last = permit.days.last, settings.zone.end(of: last) + settings.lateness < recordedAt else {
                continue
            }
            forget(permit)
        }
        for day in reservedDays.keys where settings.zone.end(of: day) + settings.lateness < recordedAt {
            for reservation in reservedDays.removeValue(forKey: day)!.byPlate.values {
                reservations[reservation.id] = nil
            }
        }
    }
}

extension CarIdentity {
    /// The plate, where that is how the car is known.
    public var plate: PlateID? {
        guard case .plate(let plate) = self else { return nil }
        return plate
    }
}
