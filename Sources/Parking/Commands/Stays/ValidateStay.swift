package import Chronology
package import JSON
package import Money
public import Tariffs

/// Says that somebody, such as a cinema, has validated an open stay.
public struct ValidateStay: GarageCommand {
    /// The stay.
    public let stay: OpenStay
    /// Who has validated it.
    public let validation: ValidationID

    package static let name = CommandName.validate

    /// A stay and who has validated it.
    public init(_ stay: OpenStay, _ validation: ValidationID) {
        self.stay = stay
        self.validation = validation
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["session", "plate", "ticket", "validation"]) {
            (fields: inout JSONFields) throws(JSONError) in
            let validation: ValidationID = try fields.required("validation")
            return try fields.request(ofStay: { .validate(ValidateStay($0, validation)) })
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.stay(stay)
        json.field("validation", validation)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        _ = try garage.configured()
        guard let session = garage.session(stay) else { throw .noOpenStay(stay) }
        guard !session.validations.contains(validation) else {
            return Decision(.validated(Outcome(session.id, validation, repeated: true)), at: now)
        }
        return Decision(
            .validated(Outcome(session.id, validation, repeated: false)), at: now,
            .sessionValidated(SessionValidated(session.id, validation)))
    }

    /// The stay and who has validated it.
    public struct Outcome: CommandOutcome {
        /// The stay.
        public let session: SessionID
        /// Who has validated it.
        public let validation: ValidationID
        /// Whether it was so before.
        public let repeated: Bool

        /// A stay that is validated.
        public init(_ session: SessionID, _ validation: ValidationID, repeated: Bool) {
            self.session = session
            self.validation = validation
            self.repeated = repeated
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("session", number: session.version)
            json.field("validation", validation)
            json.flag("repeated", repeated)
        }
    }
}
