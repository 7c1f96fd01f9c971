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
    /// Hours that were reserved, or a subscription.
    case sold(PaymentSubject)

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

    /// What was sold, where it is about that.
    public var sold: PaymentSubject? {
        guard case .sold(let subject) = self else { return nil }
        return subject
    }

    /// The way through the lane whose clock it is about.
    public var direction: Direction? {
        guard case .clock(_, let direction) = self else { return nil }
        return direction
    }
}

extension ExceptionSubject: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .stay(form.next())
            case 1: return try .exit(form.next())
            case 2: return .count
            case 3: return try .loop(form.next())
            case 4: return try .passage(form.next())
            case 5: return try .clock(form.next(), form.next())
            case 6: return try .sold(form.next())
            default: throw .damaged
            }
        }
        switch value {
        case .stay(let id): try form.put(0, id)
        case .exit(let id): try form.put(1, id)
        case .count: form.put(2)
        case .loop(let version): try form.put(3, version)
        case .passage(let id): try form.put(4, id)
        case .clock(let gate, let direction): try form.put(5, gate, direction)
        case .sold(let subject): try form.put(6, subject)
        }
        return value
    }
}
