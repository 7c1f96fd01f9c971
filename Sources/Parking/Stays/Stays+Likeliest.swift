import Chronology

// Which stay is meant where nobody can say which it is (design rule 10).

extension Stays {
    /// The stay of an unknown car that has waited longest for its exit.
    ///
    /// - Parameter taken: the stays that have got their ends already.
    func oldestUnknown(enteredBy instant: Instant, _ taken: Set<SessionID>) -> Session? {
        guard let first = unnamed.inside.first, first.at <= instant else { return nil }
        guard taken.contains(first.item) else { return open[first.item] }
        return unnamed.inside.all.lazy.compactMap { open[$0] }
            .first { $0.enteredAt <= instant && !taken.contains($0.id) }
    }

    /// The stay of an unknown car that came in at a gate at an instant, also if it has ended.
    func unknownStay(at gate: GateID, enteredAt instant: Instant) -> Session? {
        unnamed.entered.all(at: instant).lazy.compactMap { known($0) }.first { $0.gate == gate }
    }

    /// Whichever stay of another car has waited longest for its exit.
    ///
    /// - Parameter taken: the stays that have got their ends already.
    func oldest(enteredBy instant: Instant, besides car: CarIdentity?, _ taken: Set<SessionID>) -> Session? {
        guard let first = past.inside.first, first.time.at <= instant else { return nil }
        guard let oldest = open[first.item], oldest.car == car || taken.contains(first.item) else {
            return open[first.item]
        }
        return open.values.lazy.filter { $0.car != car && $0.enteredAt <= instant && !taken.contains($0.id) }
            .min { ($0.enteredAt, $0.id) < ($1.enteredAt, $1.id) }
    }

    /// The stay that would have waited longest for its exit at an instant, had not a later exit of an unknown car been taken for it.
    func leftLater(
        enteredBy instant: Instant, besides car: CarIdentity?, _ taken: Set<SessionID>
    ) -> (Session, insteadOf: CarExit?)? {
        over.values.lazy.compactMap { stay -> (session: Session, insteadOf: CarExit?)? in
            guard case .left(let id) = stay.end, let exit = exits[id], exit.isUnknownAtGate, exit.lostTicket == nil,
                exit.at > instant, stay.session.enteredAt <= instant, stay.session.car != car,
                !taken.contains(stay.session.id)
            else { return nil }
            return (stay.session, exit)
        }
        .min { $0.session.comesBefore($1.session) }
    }

    /// The stay of a car without a plate that began nearest to what its driver says, and where the driver says nothing, the one that
    /// has waited longest for its exit.
    func nearest(
        to claim: Instant?, enteredBy instant: Instant, besides car: CarIdentity? = nil, _ taken: Set<SessionID> = []
    ) -> Session? {
        func distance(_ stay: Session) -> TimeSpan {
            claim.map { max($0, stay.enteredAt) - min($0, stay.enteredAt) } ?? .zero
        }
        return open.values.lazy
            .filter { $0.plate == nil && $0.car != car && $0.enteredAt <= instant && !taken.contains($0.id) }
            .min { (distance($0), $0.enteredAt, $0.id) < (distance($1), $1.enteredAt, $1.id) }
    }
}

extension Session {
    /// Whether its car is the first that an exit without a name is taken for: an unknown one, then the one that has waited longest.
    fileprivate func comesBefore(_ other: Session) -> Bool {
        (car == .unknown ? 0 : 1, enteredAt, id) < (other.car == .unknown ? 0 : 1, other.enteredAt, other.id)
    }
}
