/// Where a right comes from.
public enum RightSource: Hashable, Sendable {
    /// A reservation of a full local day.
    case day(Holder)
    /// A reservation of hours of a day, which were paid in advance.
    case hours(PaidHours, Holder)
    /// A pass: parking without paying, as for staff (golden case 31).
    case pass
    /// Parking that is paid for by the period (golden cases 30, 31).
    case subscription(PaidSubscription)
    /// No parking, but the rates of its groups.
    case membership
    /// A permit of another plate, whose one place this one's car may take.
    case further(PermitID)

    init(_ kind: PermitKind) {
        switch kind {
        case .pass: self = .pass
        case .subscription(let paid): self = .subscription(paid)
        case .membership: self = .membership
        case .further(let permit): self = .further(permit)
        }
    }

    /// For whom a day or hours of it are reserved; nil for what is no reservation.
    public var holder: Holder? {
        switch self {
        case .day(let holder), .hours(_, let holder): holder
        case .pass, .subscription, .membership, .further: nil
        }
    }

    /// The hours that it is limited to, where it is.
    public var hours: PaidHours? {
        guard case .hours(let hours, _) = self else { return nil }
        return hours
    }

    /// What a permit gives; nil for what is no permit.
    public var permit: PermitKind? {
        switch self {
        case .day, .hours: nil
        case .pass: .pass
        case .subscription(let paid): .subscription(paid)
        case .membership: .membership
        case .further(let permit): .further(permit)
        }
    }

    /// The subscription that was bought, where one was.
    public var subscription: PaidSubscription? { permit?.subscription }
}

/// For whom a day is reserved; guests have a quota of their own (design rule 2).
public enum Holder: String, Hashable, Sendable, CaseIterable {
    case member
    case guest
}

extension RightSource: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .day(form.next())
            case 1: return try .hours(form.next(), form.next())
            case 2: return .pass
            case 3: return try .subscription(form.next())
            case 4: return .membership
            case 5: return try .further(form.next())
            default: throw .damaged
            }
        }
        switch value {
        case .day(let holder): try form.put(0, holder)
        case .hours(let hours, let holder): try form.put(1, hours, holder)
        case .pass: form.put(2)
        case .subscription(let paid): try form.put(3, paid)
        case .membership: form.put(4)
        case .further(let permit): try form.put(5, permit)
        }
        return value
    }
}
