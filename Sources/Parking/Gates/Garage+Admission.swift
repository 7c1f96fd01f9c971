package import Chronology

// Who is let in: design rules 1, 3, 6 and 7.

/// Whether a car may drive in.
package enum Admittance: Hashable {
    case open(EntryGrounds)
    case deny(DenialReason)
}

extension Garage {
    /// Whether the car may drive in now, and on what grounds; a ticket gives no right.
    package func admission(
        of car: CarIdentity, at: Instant, now: Instant, in settings: GarageSettings
    ) -> Admittance {
        let isInside = stays.isInside(car)
        if isInside, settings.antiPassback == .hard { return .deny(.alreadyInside) }

        let today = settings.zone.day(of: at)
        let plate = car.plate
        if let plate, suspended.suspension(of: plate, on: today) != nil { return .deny(.suspended) }
        let walk = RightsWalk(plate.map { rights.of($0) } ?? [])
        let full = plate.map { fullQuotas(of: $0, walk, on: today, at: now) } ?? []
        let best = walk.best(at: at, on: today, besides: full)
        if best == nil, let reason = denial(without: walk, full, car, at: at, in: settings) { return .deny(reason) }

        var room = room(for: car, at: at, now: now, in: settings)
        guard room.taken < settings.capacity else { return .deny(.garageFull) }
        let isReserved = best?.source.holder != nil
        let permit = isReserved ? walk.permit(on: today, besides: full) : best
        if isReserved, let best, let grounds = room.grounds(for: best, in: settings) { return .open(grounds) }
        if let permit, let grounds = room.grounds(for: permit, in: settings) { return .open(grounds) }
        // Others, and permits beyond their spots, take what nobody has reserved up to the day's end, but for themselves.
        if let plate, !isInside { room.arrived.add(spot(of: plate, on: today)) }
        let toCome = rights.reserved(on: today).toCome(from: at, besides: room.arrived)
        let kept = room.forPermits + settings.fallbackSpots + toCome
        guard !isReserved, room.taken < settings.capacity - kept else { return .deny(.spotsKept) }
        return .open(permit.flatMap(EntryGrounds.init) ?? .paysByTime)
    }

    /// Why a car is denied that no right lets in; nil where it may come in and pay by time.
    ///
    /// - Parameters:
    ///   - walk: its rights.
    ///   - full: the places that they share and that other cars have taken.
    private func denial(
        without walk: RightsWalk, _ full: Set<Quota>, _ car: CarIdentity, at: Instant, in settings: GarageSettings
    ) -> DenialReason? {
        // Whose places are all taken is a driver without that right, where the tenant lets its people come as such.
        if !full.isEmpty, settings.admission != .open || full.contains(where: settings.denies) { return .quotaFull }
        // Who comes before hours that are booked has no right yet, and pays by time where that is enough.
        func early(or reason: DenialReason) -> DenialReason {
            walk.nextHours(behind: at, on: settings.zone.day(of: at)) == nil ? reason : .beforeHours
        }
        guard settings.admission == .open else { return early(or: .noReservation) }
        guard settings.isOpen(to: car.plate.map { groups(of: $0, at: at) } ?? [], at: at) else {
            return early(or: .closed)
        }
        return car.plate.map { returnsTooSoon($0, at: at, in: settings) } ?? false ? .noReturn : nil
    }

    /// What other cars leave of the garage.
    struct Room {
        /// How many spots are taken, or promised to cars at a gate.
        let taken: Int
        /// The spots kept for permits whose cars have not come.
        let unused: (owned: Int, shared: Int)
        /// The cars that have come, by their spots.
        var arrived: SpotCount

        var forPermits: Int { unused.owned + unused.shared }

        /// The grounds on which a right lets its car in, where it keeps a spot that is left for it.
        func grounds(for right: Right, in settings: GarageSettings) -> EntryGrounds? {
            let hasSpot =
                switch right.spot {
                // A reserved driver may have a fallback spot; that is what they are for (design rule 6).
                case .bookable: taken < settings.capacity - forPermits
                case .permanent(.shared): unused.shared > 0
                // Who owns a spot takes what others share where none is kept, as where the garage keeps fewer now.
                case .permanent: forPermits > 0
                case .none: false
                }
            return hasSpot ? EntryGrounds(right) : nil
        }
    }

    /// What is left for a car: its own authorisation and its session under soft anti-passback are about to be replaced.
    func room(for car: CarIdentity, at: Instant, now: Instant, in settings: GarageSettings) -> Room {
        let waiting = gates.waiting(at: now).lazy.filter { $0.car != car }.map(\.car)
        let arrived = arrivals(on: settings.zone.day(of: at), waiting: waiting)
        return Room(
            taken: inside - (stays.isInside(car) ? 1 : 0) + waiting.count,
            unused: unusedPermanentSpots(besides: car.plate, arrived, at: at, in: settings), arrived: arrived)
    }

    /// Whether a car left without a right less long ago than the garage asks for (design rule 17).
    private func returnsTooSoon(_ plate: PlateID, at instant: Instant, in settings: GarageSettings) -> Bool {
        guard settings.noReturnWithin > .zero else { return false }
        return stays.entries(of: .plate(plate)).contains { stay in
            guard case .left(let exit)? = stays.ended(stay.id)?.end else { return false }
            return exit.at <= instant && instant - exit.at < settings.noReturnWithin
                && !stay.hasRight(at: exit.at, in: settings.zone)
        }
    }

    /// The cars that have come on a day, by the spots that they take: those inside, and those that wait at a gate.
    ///
    /// Of the day of the last event the cars inside are counted already; a gate that was offline may ask about another one.
    private func arrivals(on day: LocalDay, waiting: some Sequence<CarIdentity>) -> SpotCount {
        var count = spots?.day == day ? spots! : countedSpots(on: day)
        for plate in waiting.lazy.compactMap(\.plate) where !stays.isInside(plate) {
            count.add(spot(of: plate, on: day))
        }
        return count
    }

    /// Spots kept for permits that no other permit's car has taken. One that is reserved for, too, counts as reserved.
    private func unusedPermanentSpots(
        besides plate: PlateID?, _ arrived: SpotCount, at now: Instant, in settings: GarageSettings
    ) -> (owned: Int, shared: Int) {
        var others = arrived
        if let plate, stays.isInside(plate) { others.add(spot(of: plate, on: arrived.day), -1) }
        return others.unused(of: settings.permanentSpots, at: now)
    }
}

extension GarageSettings {
    /// Whether a car is denied whose quota is full, even where others may come in and pay.
    fileprivate func denies(_ quota: Quota) -> Bool {
        guard case .tenant(let id) = quota else { return false }
        return tenant(id)?.above == .denied
    }
}
