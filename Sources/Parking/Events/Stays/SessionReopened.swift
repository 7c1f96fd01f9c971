package import JSON
package import Money

/// A stay that was thought to be over goes on, by what the log heard after it: its car is inside (design rule 11). Or a person
/// says so (design rule 15).
public struct SessionReopened: EventBody {
    /// The stay.
    public let session: SessionID
    /// Why a person says so; nil where it follows from what happened.
    public let correction: Correction?

    package static let name = "session-reopened"
    package static let fields = ["session"] + Correction.fields

    /// A stay that goes on.
    public init(_ session: SessionID, _ correction: Correction? = nil) {
        self.session = session
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
        correction = try fields.has("reason") ? fields.correction() : nil
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        guard let correction else { return "Stay \(session) goes on: its car has not left." }
        return "Stay \(session) goes on: its car has not left, as a person said \(correction.sentence)."
    }

    package var event: GarageEvent { .sessionReopened(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        correction == nil ? garage.reopen(session) : garage.reopenByHand(session)
    }
}
