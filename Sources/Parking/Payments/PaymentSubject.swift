/// What money is paid for.
public enum PaymentSubject: Hashable, Sendable, Comparable {
    case session(SessionID)
    /// Hours that were reserved.
    case reservation(ReservationID)
    /// A subscription.
    case permit(PermitID)

    /// The kinds by their names in requests and in the log.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case session, reservation, permit
    }

    /// What of the three it is.
    public var kind: Kind {
        switch self {
        case .session: .session
        case .reservation: .reservation
        case .permit: .permit
        }
    }

    /// The version of the event that began it.
    public var version: Int64 {
        switch self {
        case .session(let id): id.version
        case .reservation(let id): id.version
        case .permit(let id): id.version
        }
    }

    /// The one of a kind that an event began.
    public init(_ kind: Kind, version: Int64) {
        switch kind {
        case .session: self = .session(SessionID(version: version))
        case .reservation: self = .reservation(ReservationID(version: version))
        case .permit: self = .permit(PermitID(version: version))
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
        }
    }
}
