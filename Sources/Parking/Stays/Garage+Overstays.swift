public import Chronology

/// A car whose right to be inside has ended. It counts until it leaves, also on a later day to which it has a right.
public struct Overstay: Hashable, Sendable {
    /// Its stay.
    public let session: Session
    /// The first instant at which it had no right.
    public let since: Instant
}

/// Whether the spots of a day suffice for its reservations and the cars that should have gone (design rule 6).
public struct Shortage: Hashable, Sendable {
    /// The local day.
    public let day: LocalDay
    /// How many reservations it has.
    public let reservations: Int
    /// Cars inside that overstay and have no right to the day.
    public let overstays: Int
    /// Cars inside that a permit lets stay, beyond the spots that are kept for permits.
    public let permits: Int
    /// Spots that may be reserved.
    public let spots: Int
    /// Spots kept as fallback.
    public let fallback: Int

    /// The figures of a day.
    public init(day: LocalDay, reservations: Int, overstays: Int, permits: Int, spots: Int, fallback: Int) {
        self.day = day
        self.reservations = reservations
        self.overstays = overstays
        self.permits = permits
        self.spots = spots
        self.fallback = fallback
    }

    /// Reserved drivers for whom no ordinary spot is left.
    public var short: Int { max(0, reservations + overstays + permits - spots) }
    /// How many of them fallback spots take in.
    public var cured: Int { min(short, fallback) }
    /// How many of them will be denied.
    public var blocked: Int { short - cured }
}

extension Garage {
    /// The cars that overstay at an instant, longest first. It follows from log and clock and needs no timer to be true.
    public func overstays(at now: Instant) -> [Overstay] {
        guard let settings else { return [] }
        return sessions.values
            .compactMap { session in
                guard let end = session.rightEnds(in: settings), end <= now else { return nil }
                return Overstay(session: session, since: end)
            }
            .sorted { ($0.since, $0.session.id) < ($1.since, $1.session.id) }
    }

    /// What the overstays of an instant do to a day.
    public func shortage(on day: LocalDay, at now: Instant) -> Shortage? {
        guard let settings else { return nil }
        let overstays = overstays(at: now).count { !$0.session.covers(day) }
        let permitted = stays.plates.count { spot(of: $0, on: day) == .permitted }
        return Shortage(
            day: day, reservations: rights.reserved(on: day).count, overstays: overstays,
            permits: max(0, permitted - settings.permanentSpots), spots: settings.bookableSpots,
            fallback: settings.fallbackSpots)
    }
}
