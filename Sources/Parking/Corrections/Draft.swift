import Chronology

/// A garage that is told what a command has decided so far, fact by fact, so that what follows is decided on it.
struct Draft {
    private(set) var garage: Garage
    private(set) var facts: [Decision.Fact] = []
    private let now: Instant
    /// Exits that were taken from their stays, and that nobody has said anything of since.
    private var freed: Set<ExitID> = []

    init(_ garage: Garage, at now: Instant) {
        self.garage = garage
        self.now = max(now, garage.recordedAt)
        // The next event would make the garage forget, and what it forgets cannot be corrected.
        self.garage.forgetThePast(at: self.now)
    }

    mutating func tell(_ event: GarageEvent, at instant: Instant) {
        facts.append(.init(occurredAt: instant, event: event))
        let changes = garage.evolve(
            RecordedEvent(version: garage.version + 1, occurredAt: instant, recordedAt: now, event: event))
        for change in changes {
            if case .stayMended(_, was: .left(let exit)) = change { freed.insert(exit.id) }
            if case .stayEnded(_, .left(let exit)) = change { freed.remove(exit.id) }
            if case .exitUnmatched(let exit) = change { freed.remove(exit.id) }
        }
    }

    /// All that follows: an exit that was taken from its stay, and is no other one's end, has no entry (design rule 10).
    mutating func finish() -> [Decision.Fact] {
        for id in freed.sorted() {
            guard let exit = garage.stays.exits[id], exit.session == nil, !exit.isByHand else { continue }
            tell(.exitUnlinked(ExitUnlinked(id)), at: exit.at)
        }
        return facts
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

    /// The exit, which must still be known.
    func exit(_ id: ExitID) throws(Refusal) -> CarExit {
        if let exit = garage.stays.exits[id] { return exit }
        throw id.version > garage.version ? .noExit(id) : .tooOld(id)
    }

    /// What ended a stay until now is not its end: a car whose plate nobody read did leave, and so another one's stay is over
    /// (design rule 10).
    mutating func rehome(_ was: StayEnd?, of stay: Session) {
        guard case .left(let exit)? = was, garage.stays.exits[exit.id]?.session == nil else { return }
        // That of an unknown car which goes on would find it again.
        let isAnothers = stay.car == .unknown && exit.isUnknownAtGate && garage.stays[stay.id] == nil
        guard isAnothers || exit.isAssumed(of: stay) else { return }
        for fact in garage.rehome([exit], besides: stay.car) { tell(fact.event, at: fact.occurredAt) }
    }

    /// A car that came in again had left by then.
    func check(_ stay: Session, mayEndAt instant: Instant) throws(Refusal) {
        switch garage.stays.ended(stay.id)?.end {
        case .orphaned(let at) where at < instant: throw .cameAgain(stay, at: at)
        case .writtenOff(let at): throw .hasEnded(stay, at: at)
        case .orphaned, .left, nil: break
        }
    }

    /// What a person says of a stay's end must fit the car's other passages.
    func check(_ stay: Session, endedBy exit: ExitID) throws(Refusal) {
        guard case .left(let end)? = garage.stays.ended(stay.id)?.end, end.id == exit else {
            throw .passedBetween(stay)
        }
    }

    /// What was decided, about a stay.
    mutating func corrected(_ id: SessionID) -> Decision {
        let facts = finish()
        return Decision(.corrected(CorrectedStay(id, repeated: facts.isEmpty)), facts)
    }
}
