package import Chronology
package import JSON
package import Money

/// Says that a car which was let in will not come: its driver turned round.
public struct WithdrawAuthorisation: GarageCommand {
    /// The permission to drive in.
    public let authorisation: AuthorisationID
    /// Why.
    public let correction: Correction

    package static let name = CommandName.withdrawAuthorisation

    /// A permission to take back.
    public init(_ authorisation: AuthorisationID, _ correction: Correction) {
        self.authorisation = authorisation
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["authorisation"] + Correction.fields) { (fields: inout JSONFields) throws(JSONError) in
            let id: AuthorisationID = try fields.required("authorisation")
            return .complete(.withdrawAuthorisation(WithdrawAuthorisation(id, try fields.correction())))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("authorisation", number: authorisation.version)
        json.correction(correction)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        try garage.configured(for: correction)
        guard let waiting = garage.gates.authorisation(authorisation) else {
            throw .unknownAuthorisation(authorisation)
        }
        return Decision(
            .authorisationWithdrawn(Outcome(authorisation)), at: now,
            .authorisationWithdrawn(AuthorisationWithdrawn(authorisation, gate: waiting.gate, correction)))
    }

    /// The permission that is no more.
    public struct Outcome: CommandOutcome {
        /// The permission.
        public let authorisation: AuthorisationID

        /// A permission that is no more.
        public init(_ authorisation: AuthorisationID) { self.authorisation = authorisation }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("withdrawn", number: authorisation.version)
        }
    }
}

extension Refusal {
    /// No car waits by that permission.
    public static func unknownAuthorisation(_ id: AuthorisationID) -> Refusal {
        Refusal(
            .unknownAuthorisation,
            "No authorisation \(id) waits for its barrier: its car drove in, or it was replaced, withdrawn or ran out.",
            field: "authorisation")
    }
}
