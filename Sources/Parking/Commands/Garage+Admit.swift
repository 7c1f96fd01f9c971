import Chronology

// Who is let in and who may leave: design rules 1, 3, 5, 7 and 9.

extension Garage {
    func seenAtEntry(
        _ plate: PlateID, _ passage: Passage, at: Instant, now: Instant, in settings: GarageSettings
    ) -> Decision {
        if let repeated = repeatedAnswer(plate, passage, .entry, at: at, now: now, in: settings) { return repeated }
        switch admission(of: plate, at: at, now: now, in: settings) {
        case .success(let grounds):
            return Decision(
                .answered(.open(.entry(grounds)), repeated: false), at: at,
                .entryAuthorised(
                    plate: plate, gate: passage.gate, grounds: grounds, until: now + settings.authorisationWait,
                    vehicle: passage.vehicle, read: passage.read))
        case .failure(let denial):
            return Decision(
                .answered(.deny(denial.reason), repeated: false), at: at,
                .entryDenied(plate: plate, gate: passage.gate, reason: denial.reason, read: passage.read))
        }
    }

    func seenAtExit(
        _ plate: PlateID, _ passage: Passage, at: Instant, now: Instant, in settings: GarageSettings
    ) -> Decision {
        if let repeated = repeatedAnswer(plate, passage, .exit, at: at, now: now, in: settings) { return repeated }
        let session = session(of: .plate(plate))
        return Decision(
            .answered(.open(session == nil ? .leavingUnseen : .leaving), repeated: false), at: at,
            .exitAuthorised(plate: plate, gate: passage.gate, session: session?.id, read: passage.read))
    }

    /// Whether the plate may drive in now, and on what grounds.
    private func admission(
        of plate: PlateID, at: Instant, now: Instant, in settings: GarageSettings
    ) -> Result<EntryGrounds, Denial> {
        let isInside = session(of: .plate(plate)) != nil
        if isInside, settings.antiPassback == .hard { return .failure(.init(reason: .alreadyInside)) }

        let today = settings.zone.day(of: at)
        let isReserved = reservedDays[today]?.byPlate[plate] != nil
        let isPermitted = isPermitted(plate, on: today)
        let hasRight = isReserved || isPermitted
        guard hasRight || settings.admission == .open else { return .failure(.init(reason: .noReservation)) }
        guard hasRight || settings.isOpen(to: groups(of: plate, at: at), at: at) else {
            return .failure(.init(reason: .closed))
        }

        // The plate's own authorisation and its session under soft anti-passback are about to be replaced.
        let others = authorisations.values.count { $0.until > now && $0.plate != plate }
        let taken = inside - (isInside ? 1 : 0) + others
        guard taken < settings.capacity else { return .failure(.init(reason: .garageFull)) }
        let forPermits = unusedPermanentSpots(besides: plate, on: today, at: now, in: settings)
        // A reserved driver may have a fallback spot; that is what they are for (design rule 6).
        if isReserved, taken < settings.capacity - forPermits { return .success(.reserved) }
        if isPermitted, forPermits > 0 { return .success(.permit) }
        // Others, and permits beyond their spots, take what nobody has reserved.
        let kept = forPermits + settings.fallbackSpots + unusedReservations(on: today, at: now)
        guard !isReserved, taken < settings.capacity - kept else { return .failure(.init(reason: .spotsKept)) }
        return .success(isPermitted ? .permit : .paysByTime)
    }

    private struct Denial: Error {
        var reason: DenialReason
    }

    /// Spots kept for permits that no permit's car has taken. One that is reserved for, too, counts as reserved.
    private func unusedPermanentSpots(
        besides plate: PlateID, on day: LocalDay, at now: Instant, in settings: GarageSettings
    ) -> Int {
        guard settings.permanentSpots > 0, !permits.isEmpty else { return settings.permanentSpots }
        let reserved = reservedDays[day]?.byPlate ?? [:]
        let come = Set(sessionOfCar.keys.lazy.compactMap(\.plate)).union(platesWaiting(at: now))
        let taken = come.count { $0 != plate && reserved[$0] == nil && isPermitted($0, on: day) }
        return max(0, settings.permanentSpots - taken)
    }

    private func isPermitted(_ plate: PlateID, on day: LocalDay) -> Bool {
        permitsOfPlate[plate]?.contains { permits[$0].map { $0.kind.covers && $0.days.contains(day) } ?? false }
            ?? false
    }

    /// Reservations of a day whose car is neither inside nor waiting at a gate.
    private func unusedReservations(on day: LocalDay, at now: Instant) -> Int {
        guard let reserved = reservedDays[day]?.byPlate, !reserved.isEmpty else { return 0 }
        let waiting = platesWaiting(at: now)
        return reserved.keys.count { sessionOfCar[.plate($0)] == nil && !waiting.contains($0) }
    }

    private func platesWaiting(at now: Instant) -> Set<PlateID> {
        Set(authorisations.values.lazy.filter { $0.until > now }.map(\.plate))
    }

    private func repeatedAnswer(
        _ plate: PlateID, _ passage: Passage, _ direction: Direction, at: Instant, now: Instant,
        in settings: GarageSettings
    ) -> Decision? {
        let report = RecentReads.Report(kind: .seen, gate: passage.gate, direction: direction)
        if case .answer(let answer) = reads.outcome(of: report, read: passage.read) {
            return Decision(.answered(answer, repeated: true), at: at)
        }
        let window = settings.duplicateReadWindow
        guard case .answer(let answer) = reads.outcome(of: report, car: .plate(plate), at: at, window: window),
            now - at > window || stillStands(answer, to: plate, at: now)
        else { return nil }
        return Decision(.answered(answer, repeated: true), at: at)
    }

    /// Whether an answer may be given once more to a car at the gate: a spot that is held no longer is not promised
    /// again (design rule 1).
    private func stillStands(_ answer: GateAnswer, to plate: PlateID, at now: Instant) -> Bool {
        guard case .open(.entry) = answer, session(of: .plate(plate)) == nil else { return true }
        return authorisations.values.contains { $0.plate == plate && $0.until > now }
    }
}
