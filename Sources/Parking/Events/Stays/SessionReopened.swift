package import JSON
package import Money

/// A stay that was thought to be over goes on, by what the log heard after it: its car is inside (design rule 11).
public struct SessionReopened: EventBody {
    /// The stay.
    public let session: SessionID

    package static let name = "session-reopened"
    package static let fields = ["session"]

    /// A stay that goes on.
    public init(_ session: SessionID) { self.session = session }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
    }

    package func sentence(in currency: Currency) -> String { "Stay \(session) goes on: its car has not left." }

    package var event: GarageEvent { .sessionReopened(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.reopen(session)
    }
}
