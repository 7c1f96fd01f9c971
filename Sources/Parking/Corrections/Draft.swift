import Chronology

/// A garage that is told what a command has decided so far, fact by fact, so that what follows is decided on it.
struct Draft {
    private(set) var garage: Garage
    private(set) var facts: [Decision.Fact] = []
    private let now: Instant

    init(_ garage: Garage, at now: Instant) {
        self.garage = garage
        self.now = max(now, garage.recordedAt)
        // The next event would make the garage forget, and what it forgets cannot be corrected.
        self.garage.forgetThePast(at: self.now)
    }

    mutating func tell(_ event: GarageEvent, at instant: Instant) {
        facts.append(.init(occurredAt: instant, event: event))
        garage.evolve(
            RecordedEvent(version: garage.version + 1, occurredAt: instant, recordedAt: now, event: event))
    }

    /// Makes what was concluded of a car's stays what its passages say.
    mutating func mend(_ car: CarIdentity) {
        guard car != .unknown else { return }
        let mend = garage.mend(car)
        for fact in mend.before + mend.after { tell(fact.event, at: fact.occurredAt) }
    }

    /// The stay, which must still be known.
    func stay(_ id: SessionID) throws(Refusal) -> Session {
        if let session = garage.stays.known(id) { return session }
        throw id.version > garage.version ? .noStay(id) : .tooOld(id)
    }

    /// What was decided, about a stay.
    func corrected(_ id: SessionID, at now: Instant) -> Decision {
        Decision(.corrected(CorrectedStay(id, repeated: facts.isEmpty)), facts)
    }
}

extension Refusal {
    /// The garage has no such stay.
    public static func noStay(_ id: SessionID) -> Refusal {
        Refusal(.unknownSession, "The garage has no session \(id).", field: "session")
    }

    /// The stay has ended so long ago that the garage has forgotten it.
    public static func tooOld(_ id: SessionID) -> Refusal {
        Refusal(
            .tooOldToCorrect,
            "No session \(id) is known any more: it ended longer ago than late reports are accepted, or never began.",
            field: "session")
    }
}
