import Chronology

/// What is to be worked off in a garage.
struct Exceptions: Hashable, Sendable {
    private(set) var open: [ExceptionID: GarageException] = [:]
    private var places: [Place: ExceptionID] = [:]
    /// What a person has dismissed, for as long as it does not fit.
    private var dismissed: Set<Place> = []

    fileprivate struct Place: Hashable, Sendable {
        let kind: ExceptionKind
        let subject: ExceptionSubject
    }

    subscript(id: ExceptionID) -> GarageException? { open[id] }

    /// What does not fit about a stay, of certain kinds.
    func about(_ id: SessionID, _ kinds: [ExceptionKind]) -> [GarageException] {
        guard !places.isEmpty else { return [] }
        return kinds.compactMap { places[Place(kind: $0, subject: .stay(id))].flatMap { open[$0] } }
    }

    /// Whether a person has said that nothing is to be done about it.
    func isDismissed(_ kind: ExceptionKind, of subject: ExceptionSubject) -> Bool {
        dismissed.contains(Place(kind: kind, subject: subject))
    }

    /// Whether all fits, and nothing was dismissed that does not: so it is at nearly every event.
    var isQuiet: Bool { open.isEmpty && dismissed.isEmpty }

    /// What does not fit about a subject is this kind now, and no other.
    ///
    /// - Parameter since: when it happened.
    /// - Parameter id: what it is called; after the event that raised it where it is about no other.
    /// - Returns: what it changed.
    mutating func settle(
        _ subject: ExceptionSubject, _ kind: ExceptionKind?, among kinds: [ExceptionKind], since: Instant,
        gate: GateID?, as id: ExceptionID? = nil, by recorded: RecordedEvent
    ) -> [GarageChange] {
        if kind == nil, isQuiet { return [] }
        var changes: [GarageChange] = []
        for other in kinds where other != kind {
            let place = Place(kind: other, subject: subject)
            dismissed.remove(place)
            if let id = places[place] { changes += close(id, by: recorded) }
        }
        guard let kind else { return changes }
        let place = Place(kind: kind, subject: subject)
        guard places[place] == nil, !dismissed.contains(place) else { return changes }
        let exception = GarageException(
            id: id ?? ExceptionID(version: recorded.version), kind: kind, subject: subject, gate: gate, since: since,
            raisedAt: recorded.recordedAt)
        assert(open[exception.id] == nil, "an event raises one exception at most")
        open[exception.id] = exception
        places[place] = exception.id
        return changes + [.exception(exception)]
    }

    /// A person has looked at it, and nothing is to be done.
    mutating func dismiss(_ id: ExceptionID, by recorded: RecordedEvent) -> [GarageChange] {
        guard let exception = open[id] else { return [] }
        dismissed.insert(Place(kind: exception.kind, subject: exception.subject))
        return close(id, by: recorded)
    }

    /// Somebody works on it, or nobody any more.
    mutating func assign(_ id: ExceptionID, to owner: Actor?) -> [GarageChange] {
        guard open[id] != nil else { return [] }
        open[id]!.owner = owner
        return [.exception(open[id]!)]
    }

    /// What the garage has forgotten cannot be corrected any more: what was open about it is too old to be cured.
    mutating func expire(
        behind version: Int64, at now: Instant, unless isKnown: (ExceptionSubject, ExceptionKind) -> Bool
    ) -> [GarageChange] {
        // The places are those of all that is open, and small.
        let gone = places.filter { !isKnown($0.key.subject, $0.key.kind) }.values.sorted()
        for place in dismissed where !isKnown(place.subject, place.kind) { dismissed.remove(place) }
        return gone.flatMap { close($0, .init(outcome: Exceptions.expired, version: version, at: now)) }
    }

    /// The outcome of one that nobody cured in time; there is no event of that name.
    static let expired = "expired"

    private mutating func close(_ id: ExceptionID, by recorded: RecordedEvent) -> [GarageChange] {
        close(id, .init(outcome: recorded.event.typeName, version: recorded.version, at: recorded.recordedAt))
    }

    private mutating func close(_ id: ExceptionID, _ closing: GarageException.Closing) -> [GarageChange] {
        guard var exception = open.removeValue(forKey: id) else { return [] }
        places[Place(kind: exception.kind, subject: exception.subject)] = nil
        exception.closing = closing
        return [.exception(exception)]
    }
}

extension Exceptions: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Exceptions(open: form(value!.open), places: form(value!.places), dismissed: form(value!.dismissed))
    }
}

extension Exceptions.Place: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Exceptions.Place(kind: form(value!.kind), subject: form(value!.subject))
    }
}
