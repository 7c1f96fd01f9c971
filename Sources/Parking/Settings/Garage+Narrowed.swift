import Chronology
import Tariffs

extension Garage {
    /// What goes beyond what a change narrows.
    func narrowed(from old: GarageSettings, to new: GarageSettings, at now: Instant) -> [SettingsWarning] {
        var warnings = SettingsWarning.ReservedShare.allCases.compactMap { share -> SettingsWarning? in
            let spots = new.spots(of: share)
            guard spots < old.spots(of: share) else { return nil }
            // Where no spot is the guests' own, members' are all there are.
            guard share != .members || new.guestSpots > 0 else { return nil }
            let days = overbooked(share, spots, at: now, in: new.zone)
            return days.isEmpty ? nil : .reservations(share, spots: spots, days: days)
        }
        let isNarrower = new.permanentSpots < old.permanentSpots || new.tenantSpots > old.tenantSpots
        let keepsNone = new.permanentSpots == 0 && old.permanentSpots == 0
        if isNarrower, !keepsNone, let most = mostPermits(from: new.zone.day(of: now)),
            most.permits + new.tenantSpots > new.permanentSpots
        {
            warnings.append(.permits(most.permits + new.tenantSpots, spots: new.permanentSpots, on: most.day))
        }
        for gate in old.gates where new.gate(gate.id) == nil {
            let waiting = gates.waiting(at: now).count { $0.gate == gate.id }
            if waiting > 0 { warnings.append(.gateGone(gate.id, waiting: waiting)) }
        }
        if new.capacity < old.capacity, inside > new.capacity {
            warnings.append(.carsInside(inside, capacity: new.capacity))
        }
        if old.hourBookings, !new.hourBookings {
            let bookings = rights.all.count { right in right.source.hours.map { $0.until > now } ?? false }
            if bookings > 0 { warnings.append(.hours(bookings: bookings)) }
        }
        return warnings + vehiclesGone(from: old, to: new, at: now)
    }

    /// The types of vehicles that are known no longer, and have subscriptions that last.
    private func vehiclesGone(
        from old: GarageSettings, to new: GarageSettings, at now: Instant
    ) -> [SettingsWarning] {
        guard old.vehicleTypes != new.vehicleTypes else { return [] }
        let today = new.zone.day(of: now)
        let permits = rights.all.reduce(into: [CardID: Int]()) { permits, right in
            guard let vehicle = right.source.subscription?.vehicle, !right.isRevoked, !right.days.areOver(on: today),
                old.knows(vehicle), !new.knows(vehicle)
            else { return }
            permits[vehicle, default: 0] += 1
        }
        return permits.sorted { $0.key.text < $1.key.text }.map { .vehicleGone($0.key, permits: $0.value) }
    }

    /// The days from today on with more reserved at one moment than there are spots.
    private func overbooked(
        _ share: SettingsWarning.ReservedShare, _ spots: Int, at now: Instant, in zone: ZoneRules
    ) -> [SettingsWarning.OverbookedDay] {
        let today = zone.day(of: now)
        let days = Set(rights.all.lazy.filter { $0.source.holder != nil }.map(\.days.first)).filter { $0 >= today }
        return days.sorted().compactMap { day in
            let day = (day: day, rights: rights.reserved(on: day))
            let count: (ReservedDay.Spots) -> Int =
                switch share {
                case .all: { $0.all }
                case .members: { $0.members }
                case .guests: { $0.guests }
                }
            // Hours of today that are over matter to nobody.
            let reserved = day.rights.most(count, in: now..<max(now, .latest))
            return reserved > spots ? .init(day.day, reserved: reserved) : nil
        }
    }

    /// The first day from one on with most permits that have spots of their own, and how many those are.
    private func mostPermits(from today: LocalDay) -> (day: LocalDay, permits: Int)? {
        var differences: [LocalDay: Int] = [:]
        for right in rights.all
        where right.isPermit && right.takesSpot && !right.isRevoked && !right.days.areOver(on: today) {
            differences[max(right.days.first, today), default: 0] += 1
            if let last = right.days.last { differences[last.next, default: 0] -= 1 }
        }
        var (permits, most): (Int, (day: LocalDay, permits: Int)?) = (0, nil)
        for (day, difference) in differences.sorted(by: { $0.key < $1.key }) {
            permits += difference
            if permits > most?.permits ?? 0 { most = (day, permits) }
        }
        return most
    }
}

extension GarageSettings {
    fileprivate func spots(of share: SettingsWarning.ReservedShare) -> Int {
        switch share {
        case .all: bookableSpots
        case .members: bookableSpots - guestSpots
        case .guests: guestSpots
        }
    }
}
