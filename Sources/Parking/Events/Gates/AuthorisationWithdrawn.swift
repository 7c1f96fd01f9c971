package import JSON
package import Money

/// A person said that a car which was let in will not come; it holds no spot any more.
public struct AuthorisationWithdrawn: EventBody {
    /// The permission to drive in.
    public let authorisation: AuthorisationID
    /// The gate that it was given at.
    public let gate: GateID
    /// Why.
    public let correction: Correction

    package static let name = "authorisation-withdrawn"
    package static let fields = ["authorisation", "gate"] + Correction.fields

    /// A permission that is no more.
    public init(_ authorisation: AuthorisationID, gate: GateID, _ correction: Correction) {
        self.authorisation = authorisation
        self.gate = gate
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        authorisation = try fields.required("authorisation")
        gate = try fields.required("gate")
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("authorisation", number: authorisation.version)
        json.field("gate", gate)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        "The car that event \(authorisation) let in will not come by the gate \(gate) \(correction.sentence)."
    }

    package var event: GarageEvent { .authorisationWithdrawn(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.gates.withdraw(authorisation, at: gate)
        return []
    }
}
