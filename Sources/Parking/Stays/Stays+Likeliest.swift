import Chronology

// Which stay is meant where nobody can say which it is (design rule 10).

extension Stays {
    /// The stay of an unknown car that has waited longest for its exit.
    func oldestUnknown(enteredBy instant: Instant) -> Session? {
        guard let first = unnamed.inside.first, first.at <= instant else { return nil }
        return open[first.item]
    }

    /// The stay of an unknown car that came in at a gate at an instant, also if it has ended.
    func unknownStay(at gate: GateID, enteredAt instant: Instant) -> Session? {
        unnamed.entered.all(at: instant).lazy.compactMap { known($0) }.first { $0.gate == gate }
    }

    /// Whichever stay of another car has waited longest for its exit.
    func oldest(enteredBy instant: Instant, besides car: CarIdentity?) -> Session? {
        guard let first = past.inside.first, first.time.at <= instant else { return nil }
        guard let oldest = open[first.item], oldest.car == car else { return open[first.item] }
        return open.values.lazy.filter { $0.car != car && $0.enteredAt <= instant }
            .min { ($0.enteredAt, $0.id) < ($1.enteredAt, $1.id) }
    }

    /// The stay of a car without a plate that began nearest to what its driver says, and where the driver says nothing, the one that
    /// has waited longest for its exit.
    func nearest(to claim: Instant?, enteredBy instant: Instant, besides car: CarIdentity? = nil) -> Session? {
        func distance(_ stay: Session) -> TimeSpan {
            claim.map { max($0, stay.enteredAt) - min($0, stay.enteredAt) } ?? .zero
        }
        return open.values.lazy.filter { $0.plate == nil && $0.car != car && $0.enteredAt <= instant }
            .min { (distance($0), $0.enteredAt, $0.id) < (distance($1), $1.enteredAt, $1.id) }
    }
}
