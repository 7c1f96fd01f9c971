/// Why an entry is allowed, and by which right: of several the best wins, and is named.
public enum EntryGrounds: Hashable, Sendable {
    /// The plate has a reservation for the day, or for hours of it that have come.
    case reserved(ReservationID)
    /// The plate has a permit that covers the day.
    case permit(PermitID)
    /// The garage is open to drivers who pay by time.
    case paysByTime

    /// The grounds that a right gives; nil for one that is no right to park.
    init?(_ right: Right) {
        if right.source.holder != nil {
            self = .reserved(ReservationID(version: right.id.version))
        } else if right.isPermit {
            self = .permit(PermitID(version: right.id.version))
        } else {
            return nil
        }
    }

    /// The grounds' stable name.
    public var name: String {
        switch self {
        case .reserved: "reserved"
        case .permit: "permit"
        case .paysByTime: "pays-by-time"
        }
    }

    /// The right that lets the car in; nil for one that pays by time.
    public var right: RightID? {
        switch self {
        case .reserved(let id): RightID(id)
        case .permit(let id): RightID(id)
        case .paysByTime: nil
        }
    }
}

extension EntryGrounds: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .reserved(form.next())
            case 1: return try .permit(form.next())
            case 2: return .paysByTime
            default: throw .damaged
            }
        }
        switch value {
        case .reserved(let id): try form.put(0, id)
        case .permit(let id): try form.put(1, id)
        case .paysByTime: form.put(2)
        }
        return value
    }
}

/// Why an entry is refused.
public enum DenialReason: String, Hashable, Sendable, CaseIterable {
    /// Every spot is taken or promised to a car at a gate (design rules 1 and 7).
    case garageFull = "garage-full"
    /// The spots that are left are kept for reservations, permits or as fallback.
    case spotsKept = "spots-kept"
    /// The garage admits reservations only, and the plate has none today.
    case noReservation = "no-reservation"
    /// The plate has booked hours of today, and comes earlier than that forgives.
    case beforeHours = "before-hours"
    /// It is not one of the hours at which the public may come in, and the plate has no right to the day (golden
    /// case 14).
    case closed
    /// The car left less than `noReturnWithin` ago, and has no right to the day (design rule 17).
    case noReturn = "no-return"
    /// The plate is suspended on that day.
    case suspended
    /// The places that its permit shares are taken by other cars: another plate's of the permit, or the tenant's.
    case quotaFull = "quota-full"
    /// The plate's car is inside (design rule 3).
    case alreadyInside = "already-inside"
}

/// What made a car's entry happen.
public enum AdmittedBy: Hashable, Sendable {
    /// An authorisation given to the plate at the gate.
    case authorisation(AuthorisationID)
    /// A person, who said why.
    case hand(Remark)
    /// The gate by itself, for example while it was offline.
    case gate
    /// It was taken over from another system's records.
    case imported
}
