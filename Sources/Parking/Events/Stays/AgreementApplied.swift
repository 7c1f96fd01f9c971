package import JSON
package import Money
public import Tariffs

/// An agreement was applied to a stay; it replaces one that was applied before.
public struct AgreementApplied: EventBody {
    /// The stay.
    public let session: SessionID
    /// The agreement.
    public let agreement: AgreementID

    package static let name = "agreement-applied"
    package static let fields = ["session", "agreement"]

    /// A stay and the agreement that holds for it.
    public init(_ session: SessionID, _ agreement: AgreementID) {
        self.session = session
        self.agreement = agreement
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
        agreement = try fields.required("agreement")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
        json.field("agreement", agreement)
    }

    package func sentence(in currency: Currency) -> String {
        "The agreement \(agreement) was applied to stay \(session)."
    }

    package var event: GarageEvent { .agreementApplied(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.join(session, by: .agreement) { $0.agreement = agreement }
    }
}
