public import Chronology

/// An exception, named by the event that raised it.
public struct ExceptionID: EventNamed {
    /// The version of that event.
    public let version: Int64
    /// Names it by that event.
    public init(version: Int64) { self.version = version }
}

/// Something about a garage that does not fit, for a person to work off: design rule 10.
///
/// It follows from what the log says, so it closes by the correction that cures it, or by a late fact that does. Or a person
/// dismisses it with a reason.
public struct GarageException: Hashable, Sendable {
    /// The event that raised it.
    public let id: ExceptionID
    /// What does not fit.
    public let kind: ExceptionKind
    /// What it is about.
    public let subject: ExceptionSubject
    /// Where it happened; nil where no gate told of it.
    public let gate: GateID?
    /// When it happened.
    public let since: Instant
    /// When the log heard of it.
    public let raisedAt: Instant
    /// Who works on it; nil while nobody does.
    public internal(set) var owner: Actor?
    /// How it was closed; nil while it is open.
    public internal(set) var closing: Closing?

    /// How an exception was closed.
    public struct Closing: Hashable, Sendable {
        /// The name of the event that closed it: the correction, the late fact or the dismissal. Or `expired`, where the garage has
        /// forgotten what it is about, so that nothing can be corrected any more.
        public let outcome: String
        /// That event, or the one that was the last when it expired.
        public let version: Int64
        /// When the log heard of it.
        public let at: Instant

        /// A close.
        public init(outcome: String, version: Int64, at instant: Instant) {
            self.outcome = outcome
            self.version = version
            at = instant
        }
    }

    /// Whether the facts that raised it took it back themselves, so that it is no case for anybody.
    public var wasTakenBack: Bool {
        // Money is given back by a person, also where that was in the same moment.
        guard let closing, closing.at == raisedAt, kind != .refundDue else { return false }
        return closing.outcome != ExceptionDismissed.name && closing.outcome != Exceptions.expired
    }

    /// An exception, open unless it says how it was closed.
    public init(
        id: ExceptionID, kind: ExceptionKind, subject: ExceptionSubject, gate: GateID?, since: Instant,
        raisedAt: Instant, owner: Actor? = nil, closing: Closing? = nil
    ) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.gate = gate
        self.since = since
        self.raisedAt = raisedAt
        self.owner = owner
        self.closing = closing
    }
}

extension GarageException: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try GarageException(
            id: form(value!.id), kind: form(value!.kind), subject: form(value!.subject), gate: form(value!.gate),
            since: form(value!.since), raisedAt: form(value!.raisedAt), owner: form(value!.owner),
            closing: form(value!.closing))
    }
}

extension GarageException.Closing: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try GarageException.Closing(outcome: form(value!.outcome), version: form(value!.version), at: form(value!.at))
    }
}
