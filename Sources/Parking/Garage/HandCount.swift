import Chronology

/// How many cars a person counted inside, and what has become known since of the moment of the count (design rule 15).
///
/// The count holds for its moment, whatever is told later of the time before it: a car that had come in by then and is heard of
/// later had been counted, and one that had left had not. So it does not matter whether a late fact comes before the count or
/// behind it. What came and went since is added and taken off.
struct HandCount: Hashable, Sendable {
    /// When it was, and the event that says so; 0 where nobody has counted.
    private var at = Instant.earliest
    private var version: Int64 = 0
    /// Stays that were closed by the word that nobody was inside: one of them that goes on after all comes on top of the count.
    private var reset: Set<SessionID> = []
    /// How many more cars were counted than stays went on just then, by all that is known by now; negative where it was fewer.
    private(set) var adjustment = 0
    /// How many of the stays that went on just then go on still.
    private(set) var open = 0
    /// Cars that left since and that nobody saw come in: they were among those that were counted beyond the stays.
    private var leavers: Set<ExitID> = []
    /// Stays that were closed since without their car's having been seen leaving: it was gone when the cars were counted.
    private var closed: Set<SessionID> = []

    /// How many more cars are inside than stays go on; negative where it is fewer, but never by more than were counted away.
    var difference: Int {
        max(
            adjustment > 0 ? max(0, adjustment - leavers.count) : min(0, adjustment + closed.count),
            -open)
    }

    /// Whether somebody has counted before an event.
    func precedes(_ recorded: RecordedEvent) -> Bool { version > 0 && version < recorded.version }

    /// What is told from here on is compared with this count.
    ///
    /// - Parameter reset: the stays that it closes.
    mutating func begin(
        _ adjustment: Int, among open: some Collection<Session>, closing reset: Set<SessionID> = [],
        by recorded: RecordedEvent
    ) {
        self = HandCount()
        self.reset = reset
        // A clock that was set back does not make those come later that were counted.
        at = open.reduce(recorded.occurredAt) { max($0, $1.enteredAt) }
        version = recorded.version
        self.adjustment = adjustment
        self.open = open.count
    }

    /// What has changed of a stay.
    ///
    /// - Returns: when that was, as far as the count is concerned.
    mutating func take(_ change: GarageChange) -> Instant? {
        switch change {
        case .stayBegan(let session):
            if isBefore(session) { comeIn() }
            return max(at, session.enteredAt)
        case .entryMoved(let session, let was) where !reset.contains(session.id):
            let (isBefore, wasBefore) = (
                isBefore(session.enteredAt, session.id.version), isBefore(was, session.id.version)
            )
            if isBefore, !wasBefore { comeIn() }
            if wasBefore, !isBefore { (open, adjustment) = (open - 1, adjustment + 1) }
            return max(at, min(session.enteredAt, was))
        case .stayEnded(let session, let end):
            guard isBefore(session) else { return nil }
            open -= 1
            switch end {
            case _ where isBefore(end): adjustment += 1
            case .left: break
            case .orphaned, .writtenOff: closed.insert(session.id)
            }
            return max(at, end.at)
        case .stayMended(let session, let was):
            guard isBefore(session) else { return nil }
            open += 1
            if isBefore(was) { adjustment -= 1 }
            closed.remove(session.id)
            return max(at, was.at)
        case .settings, .rateBook, .stayJoined, .entryMoved, .exitUnmatched, .carNamed, .countCorrected, .rightCame,
            .rightChanged,
            .rightWent, .suspended, .suspensionEnded, .billed, .exception:
            return nil
        }
    }

    /// Whether an exit belongs to no stay.
    ///
    /// - Returns: when that was, as far as the count is concerned.
    mutating func take(_ exit: CarExit) -> Instant? {
        if exit.session == nil, !exit.isByHand, !isBefore(exit.at, exit.id.version) {
            leavers.insert(exit.id)
        } else {
            leavers.remove(exit.id)
        }
        return max(at, exit.at)
    }

    /// Lets go of what is known of no more; the difference remains.
    mutating func forget(keeping stays: Stays) {
        for exit in leavers where stays.exits[exit] == nil {
            leavers.remove(exit)
            adjustment -= adjustment > 0 ? 1 : 0
        }
        for stay in reset where stays.known(stay) == nil { reset.remove(stay) }
        for stay in closed where stays.known(stay) == nil {
            closed.remove(stay)
            adjustment += adjustment < 0 ? 1 : 0
        }
    }

    /// Whether it counts those that go on still as they are.
    func fits(_ stays: Stays) -> Bool {
        version == 0 || open == stays.open.values.count { isBefore($0) }
    }

    /// A stay turns out to have gone on when the cars were counted, so its car was one of them.
    private mutating func comeIn() { (open, adjustment) = (open + 1, adjustment - 1) }

    private func isBefore(_ session: Session) -> Bool {
        isBefore(session.enteredAt, session.id.version) && !reset.contains(session.id)
    }

    /// Of what happened at the very moment of the count that was before it which was told before.
    private func isBefore(_ instant: Instant, _ told: Int64) -> Bool { (instant, told) < (at, version) }

    private func isBefore(_ end: StayEnd) -> Bool {
        if case .left(let exit) = end { isBefore(exit.at, exit.id.version) } else { end.at <= at }
    }
}

extension HandCount: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        let count = try HandCount(
            at: form(value!.at), version: form(value!.version), reset: form(value!.reset),
            adjustment: form(value!.adjustment),
            open: form(value!.open), leavers: form(value!.leavers), closed: form(value!.closed))
        guard value != nil || CountCorrected.adjustments.contains(count.adjustment) && count.open >= 0 else {
            throw .damaged
        }
        return count
    }
}
