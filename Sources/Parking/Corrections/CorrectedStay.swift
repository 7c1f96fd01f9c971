package import JSON
package import Money
package import Chronology

/// The answer to a correction of a stay.
public struct CorrectedStay: CommandOutcome {
    /// The stay.
    public let session: SessionID
    /// Whether it was so before.
    public let repeated: Bool

    /// A stay that is as somebody said.
    public init(_ session: SessionID, repeated: Bool) {
        self.session = session
        self.repeated = repeated
    }

    package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
        json.field("session", number: session.version)
        json.flag("repeated", repeated)
    }
}
