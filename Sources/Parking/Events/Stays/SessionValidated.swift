package import JSON
package import Money
public import Tariffs

/// Somebody validated a stay, such as a cinema.
public struct SessionValidated: EventBody {
    /// The stay.
    public let session: SessionID
    /// Who validated it.
    public let validation: ValidationID

    package static let name = "session-validated"
    package static let fields = ["session", "validation"]

    /// A stay and who validated it.
    public init(_ session: SessionID, _ validation: ValidationID) {
        self.session = session
        self.validation = validation
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
        validation = try fields.required("validation")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
        json.field("validation", validation)
    }

    package func sentence(in currency: Currency) -> String { "Stay \(session) was validated by \(validation)." }

    package var event: GarageEvent { .sessionValidated(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.join(session, by: .validation) { $0.validate(validation) }
    }
}
