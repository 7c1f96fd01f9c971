package import JSON
package import Money
package import Chronology

/// The answer to a passage that is not believed as it was told.
public struct Quarantined: CommandOutcome {
    /// What waits.
    public let id: QuarantineID
    /// Why.
    public let reason: QuarantineReason
    /// Whether the same was told before.
    public let repeated: Bool

    /// A passage that waits for a person to say when it was.
    public init(_ id: QuarantineID, _ reason: QuarantineReason, repeated: Bool) {
        self.id = id
        self.reason = reason
        self.repeated = repeated
    }

    package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
        json.field("quarantined", number: id.version)
        json.field("reason", reason.rawValue)
        json.flag("repeated", repeated)
    }
}
