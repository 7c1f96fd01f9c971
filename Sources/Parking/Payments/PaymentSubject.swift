/// What money is paid for.
public enum PaymentSubject: Hashable, Sendable, Comparable {
    case session(SessionID)
    /// Hours that were reserved.
    case reservation(ReservationID)
    /// A subscription.
    case permit(PermitID)
    /// An exit whose driver had lost the ticket and whose entry nobody saw.
    case exit(ExitID)

    /// The kinds by their names in requests and in the log.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case session, reservation, permit, exit
    }

    /// What of them it is.
    public var kind: Kind {
        switch self {
        case .session: .session
        case .reservation: .reservation
        case .permit: .permit
        case .exit: .exit
        }
    }

    /// The version of the event that began it.
    public var version: Int64 {
        switch self {
        case .session(let id): id.version
        case .reservation(let id): id.version
        case .permit(let id): id.version
        case .exit(let id): id.version
        }
    }

    /// The one of a kind that an event began.
    public init(_ kind: Kind, version: Int64) {
        switch kind {
        case .session: self = .session(SessionID(version: version))
        case .reservation: self = .reservation(ReservationID(version: version))
        case .permit: self = .permit(PermitID(version: version))
        case .exit: self = .exit(ExitID(version: version))
        }
    }

    /// Whether the first began before the second.
    public static func < (a: PaymentSubject, b: PaymentSubject) -> Bool { a.version < b.version }

    /// As it stands in a sentence.
    var text: String {
        switch self {
        case .session(let id): "session \(id)"
        case .reservation(let id): "reservation \(id)"
        case .permit(let id): "permit \(id)"
        case .exit(let id): "exit \(id)"
        }
    }
}

extension PaymentSubject: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .session(form.next())
            case 1: return try .reservation(form.next())
            case 2: return try .permit(form.next())
            case 3: return try .exit(form.next())
            default: throw .damaged
            }
        }
        switch value {
        case .session(let id): try form.put(0, id)
        case .reservation(let id): try form.put(1, id)
        case .permit(let id): try form.put(2, id)
        case .exit(let id): try form.put(3, id)
        }
        return value
    }
}
