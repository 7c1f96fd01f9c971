public import Chronology
public import Parking

/// A reservation, and what became of it.
public struct ReservationView: Hashable, Sendable {
    /// What became of a reservation.
    public enum Fate: Hashable, Sendable {
        /// Its time is not over, and its car has not come.
        case standing
        /// Its car has been inside within its time, by these stays.
        case used([SessionID])
        /// Its time is over, and its car never came.
        case noShow
        /// It was given back.
        case cancelled(at: Instant)

        /// What it is called.
        public var name: String {
            switch self {
            case .standing: "standing"
            case .used: "used"
            case .noShow: "no-show"
            case .cancelled: "cancelled"
            }
        }
    }

    /// Its number.
    public var id: ReservationID
    /// What events call the plate.
    public var plateID: PlateID
    /// The plate; nil where its vault row is erased.
    public var plate: Plate?
    /// For whom it is.
    public var holder: Holder
    /// The local day.
    public var day: LocalDay
    /// When it begins: with the day, or with the hours of it that were paid.
    public var from: Instant
    /// When it ends.
    public var until: Instant
    /// When the log heard of it.
    public var reservedAt: Instant
    /// What became of it.
    public var fate: Fate

    /// A stay of its plate's car.
    struct Visit {
        let session: SessionID
        let enteredAt: Instant
        /// Nil while the car is inside.
        let endedAt: Instant?
    }

    /// Finds out what became of it, unless it was given back. It follows from stays and clock, so that a late fact or a correction
    /// changes it without a word.
    ///
    /// - Parameter visits: the stays of its plate, in the order in which they began.
    mutating func settle(by visits: [Visit], at now: Instant) {
        if case .cancelled = fate { return }
        let uses = visits.filter { isUsed(by: $0, at: now) }.map(\.session)
        fate = uses.isEmpty ? until <= now ? .noShow : .standing : .used(uses)
    }

    /// It is of use from when the log knew it (design rule 13).
    private func isUsed(by visit: Visit, at now: Instant) -> Bool {
        let begins = max(from, reservedAt)
        if visit.enteredAt >= begins { return visit.enteredAt < until }
        return begins < until && (visit.endedAt.map { begins < $0 } ?? (begins <= now))
    }
}
