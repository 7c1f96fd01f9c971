package import Chronology

/// Days on which a gate lets a plate's car in by no right and for no money, since its driver broke the rules.
public struct Suspension: Hashable, Sendable {
    /// The version of the event that brought it about.
    public let id: SuspensionID
    /// Whose it is.
    public let plate: PlateID
    /// Its local days.
    public let days: RightDays
    /// Why.
    public let cause: Cause

    /// A suspension.
    public init(id: SuspensionID, plate: PlateID, days: RightDays, cause: Cause) {
        (self.id, self.plate, self.days, self.cause) = (id, plate, days, cause)
    }

    /// Why a plate is suspended.
    public enum Cause: Hashable, Sendable {
        /// A person said so, for a reason.
        case person(ReasonCode)
        /// These stays went on for longer than they might, the last one last, and the garage's policy says the rest (design rule 17).
        case overstays([SessionID])
    }
}

/// A suspension by the version of the event that brought it about.
public struct SuspensionID: EventNamed {
    /// The version of that event.
    public let version: Int64
    /// Names it by that event.
    public init(version: Int64) { self.version = version }
}

extension Suspension: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Suspension(
            id: form(value!.id), plate: form(value!.plate), days: form(value!.days), cause: form(value!.cause))
    }
}

extension Suspension.Cause: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .person(form.next())
            case 1: return try .overstays(form.next())
            default: throw .damaged
            }
        }
        switch value {
        case .person(let reason): try form.put(0, reason)
        case .overstays(let sessions): try form.put(1, sessions)
        }
        return value
    }
}
