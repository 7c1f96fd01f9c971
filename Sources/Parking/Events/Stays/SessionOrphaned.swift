package import JSON
package import Money

/// A session was closed because its plate drove in again without having been seen leaving (design rule 3).
public struct SessionOrphaned: EventBody {
    /// The stay.
    public let session: SessionID

    package static let name = "session-orphaned"
    package static let fields = ["session"]

    /// A stay whose end nobody saw.
    public init(_ session: SessionID) { self.session = session }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
    }

    package func sentence(in currency: Currency) -> String {
        "Stay \(session) was closed: its plate came in again, and nobody saw it leave."
    }

    package var event: GarageEvent { .sessionOrphaned(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        // An entry that was delivered late may end a stay that began after it; a car goes no earlier than it came.
        let end = max(recorded.occurredAt, garage.stays[session]?.enteredAt ?? recorded.occurredAt)
        return garage.end(session, .orphaned(at: end))
    }
}
