import Chronology

// Which stay is meant where nobody can say which it is (design rule 10).

extension Stays {
    /// The stay of an unknown car that has waited longest for its exit.
    func oldestUnknown(enteredBy instant: Instant) -> Session? {
        oldest(of: unknown.lazy.compactMap { open[$0] }, enteredBy: instant)
    }

    /// The stay of an unknown car that came in at a gate at an instant, also if it has ended.
    func unknownStay(at gate: GateID, enteredAt instant: Instant) -> Session? {
        let ended = over.values.lazy.map(\.session).filter { $0.car == .unknown }
        return (unknown.compactMap { open[$0] } + ended).filter { $0.gate == gate && $0.enteredAt == instant }
            .min { $0.id < $1.id }
    }

    /// Whichever stay of another car has waited longest for its exit.
    func oldest(enteredBy instant: Instant, besides car: CarIdentity?) -> Session? {
        oldest(of: open.values.lazy.filter { $0.car != car }, enteredBy: instant)
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

    private func oldest(of sessions: some Sequence<Session>, enteredBy instant: Instant) -> Session? {
        sessions.lazy.filter { $0.enteredAt <= instant }.min { ($0.enteredAt, $0.id) < ($1.enteredAt, $1.id) }
    }
}
