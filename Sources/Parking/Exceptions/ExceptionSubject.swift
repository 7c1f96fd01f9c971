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

    /// The exit, where it is about one.
    public var exit: ExitID? {
        guard case .exit(let id) = self else { return nil }
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
}
