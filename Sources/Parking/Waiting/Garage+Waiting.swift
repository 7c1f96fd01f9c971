public import Chronology

// Who waits for a full day, and who is offered what was given back.

/// Somebody who waits, and what is offered.
public struct Waiting: Hashable, Sendable {
    /// Who.
    public let waiter: Waiter
    /// Until when a spot is kept for that one; nil where none is.
    public let offeredUntil: Instant?
}

extension Garage {
    /// Who waits for a day, in the order in which they came.
    public func waiting(on day: LocalDay, at now: Instant) -> [Waiting] {
        guard let list = waitingList[day], let settings else { return [] }
        let offers = Holder.allCases.map { self.offers(on: day, for: $0, at: now, in: settings) }
        return list.waiters.map { waiter in
            Waiting(waiter: waiter, offeredUntil: offers.lazy.compactMap { $0.standing[waiter.id]?.until }.first)
        }
    }

    /// What is offered of a day to those who wait for a member's spot, or a guest's.
    func offers(on day: LocalDay, for holder: Holder, at now: Instant, in settings: GarageSettings) -> Offers {
        guard let list = waitingList[day] else { return Offers(of: [], to: [], for: .zero, at: now) }
        // Where settings have shrunk under what is reserved, what falls away only makes up for that.
        let left = spotsLeft(on: day, for: holder, in: settings)
        let freed = list.freed.filter { $0.holder == holder }.map(\.at).prefix(max(0, left))
        let missed = noShowInstant(on: day, by: now, in: settings).map { instant in
            noShows(on: day, for: holder, at: now, in: settings).dropFirst(max(0, -left)).map { _ in instant }
        }
        return Offers(
            of: freed + (missed ?? []), to: list.waiters.filter { $0.holder == holder },
            besides: list.gone.filter { $0.waiter.holder == holder }, for: settings.offerTime,
            at: now)
    }

    /// How many whole days may be reserved still (design rule 2); fewer than none where settings have shrunk.
    func spotsLeft(on day: LocalDay, for holder: Holder, in settings: GarageSettings) -> Int {
        let reserved = rights.reserved(on: day)
        let left =
            switch holder {
            case .guest: settings.guestSpots - reserved.most(\.guests, in: .always)
            case .member: settings.bookableSpots - settings.guestSpots - reserved.most(\.members, in: .always)
            }
        return min(left, settings.bookableSpots - reserved.most(\.all, in: .always))
    }

    /// Whether one of some offers of a day is a plate's.
    func isOffered(_ plate: PlateID, _ offers: Offers, of day: LocalDay, as holder: Holder) -> Bool {
        waitingList[day]?.waiters.contains {
            $0.plate == plate && $0.holder == holder && offers.standing[$0.id] != nil
        } ?? false
    }

    /// Reservations of the whole day whose cars have not come by the garage's hour, in the order in which they were given.
    ///
    /// Each stands until somebody who waits takes its spot. One that was given behind that hour is none: nobody could have come.
    func noShows(on day: LocalDay, for holder: Holder, at now: Instant, in settings: GarageSettings) -> [Right] {
        guard let hour = noShowInstant(on: day, by: now, in: settings) else { return [] }
        let start = settings.zone.start(of: day)
        return rights.reserved(on: day).byPlate.keys.flatMap { rights.walk($0).reservations(on: day) }
            .filter { right in
                guard right.source == .day(holder), right.knownSince < hour else { return false }
                let car = CarIdentity.plate(right.plate)
                return stays.of(car) == nil && gates.authorisation(of: car) == nil
                    // Who was inside when the day began has come.
                    && stays.entries(of: car).allSatisfy { stays.ended($0.id).map { $0.end.at <= start } ?? false }
            }.sorted { $0.id < $1.id }
    }

    /// The garage's hour for no-shows on a day, once it has come.
    private func noShowInstant(on day: LocalDay, by now: Instant, in settings: GarageSettings) -> Instant? {
        guard let time = settings.noShowAfter else { return nil }
        let instant = settings.zone.instant(of: LocalDateTime(day, time))
        return instant <= now ? instant : nil
    }

    mutating func wait(_ waiter: Waiter, for day: LocalDay) -> [GarageChange] {
        waitingList.add(waiter, for: day)
        return []
    }

    /// A day was reserved: whoever waited for it waits no more, and what was offered is taken.
    mutating func takeOffer(of day: LocalDay, _ holder: Holder, by plate: PlateID) {
        guard let settings, let list = waitingList[day] else { return }
        let offers = offers(on: day, for: holder, at: knownAt, in: settings).standing
        let waiter = list.waiters.first { $0.plate == plate }
        let others = offers.filter { $0.key != waiter?.id }.map(\.value.freedAt)
        if !list.isMissed {
            waitingList.take(day, holder, offered: waiter.flatMap { offers[$0.id]?.freedAt }, to: others)
        }
        waitingList.miss(day, false)
        waitingList.remove(plate, from: day, at: waiter.flatMap { offers[$0.id] } == nil ? knownAt : nil)
    }

    /// Somebody waits no more; what was offered is offered to the next one.
    mutating func stopWaiting(_ plate: PlateID, for day: LocalDay, at now: Instant) -> [GarageChange] {
        guard let settings, let waiter = waitingList[day]?.waiters.first(where: { $0.plate == plate }) else {
            return []
        }
        let offer = offers(on: day, for: waiter.holder, at: now, in: settings).standing[waiter.id]
        waitingList.remove(plate, from: day, at: offer == nil ? now : nil)
        if let offer { waitingList.offerAnew(day, waiter.holder, freedAt: offer.freedAt, from: now) }
        return []
    }
}
