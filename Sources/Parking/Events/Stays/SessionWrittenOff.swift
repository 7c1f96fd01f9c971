package import JSON
package import Money

/// A person closed a stay without a charge (design rule 15).
public struct SessionWrittenOff: EventBody {
    /// The stay.
    public let session: SessionID
    /// Why.
    public let correction: Correction

    package static let name = "session-written-off"
    package static let fields = ["session"] + Correction.fields

    /// A stay that nobody pays for.
    public init(_ session: SessionID, _ correction: Correction) {
        self.session = session
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        "Stay \(session) was closed without a charge \(correction.sentence)."
    }

    package var event: GarageEvent { .sessionWrittenOff(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.end(session, .writtenOff(at: recorded.occurredAt))
    }
}
