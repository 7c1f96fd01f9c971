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

/// What does not fit.
public enum ExceptionKind: String, Hashable, Sendable, CaseIterable {
    /// A car left that nobody saw come in.
    case exitWithoutEntry = "exit-without-entry"
    /// A car came in again that nobody saw leave: its former stay is an orphan.
    case entryWithoutExit = "entry-without-exit"
    /// A car is inside that nobody can name.
    case unknownCar = "unknown-car"
    /// A car left that the gate could not name, and the stay of another one was taken for its own.
    case assumedExit = "assumed-exit"
    /// A person counted other than as many cars as there are open stays.
    case countDiffers = "count-differs"
    /// A ticket came in or left that had done so before.
    case ticketReused = "ticket-reused"
    /// The loop in a lane's floor counted other than as many cars as are known to have passed.
    case loopDiffers = "loop-differs"
    /// A passage was told by a clock that is off, and waits for a person to say when it was.
    case quarantined
    /// The clock of a lane's devices is further off than the garage allows.
    case clockOff = "clock-off"
}

/// What an exception is about.
public enum ExceptionSubject: Hashable, Sendable {
    case stay(SessionID)
    case exit(ExitID)
    /// The garage's count of cars.
    case count
    /// The count of a loop, by its event.
    case loop(Int64)
    /// A passage that waits in quarantine.
    case passage(QuarantineID)
    /// The clock of a lane's devices.
    case clock(GateID, Direction)

    /// The stay, where it is about one.
    public var session: SessionID? {
        guard case .stay(let id) = self else { return nil }
        return id
    }

    /// The passage in quarantine, where it is about one.
    public var quarantined: QuarantineID? {
        guard case .passage(let id) = self else { return nil }
        return id
    }

    /// The event of a loop's count, where it is about one.
    public var loop: Int64? {
        guard case .loop(let version) = self else { return nil }
        return version
    }

    /// The way through the lane whose clock it is about.
    public var direction: Direction? {
        guard case .clock(_, let direction) = self else { return nil }
        return direction
    }

    /// The exit, where it is about one.
    public var exit: ExitID? {
        guard case .exit(let id) = self else { return nil }
        return id
    }
}
