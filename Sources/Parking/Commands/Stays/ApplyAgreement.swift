package import Chronology
package import JSON
package import Money
public import Tariffs

/// Applies an agreement to an open stay, in the place of one that was applied before.
public struct ApplyAgreement: GarageCommand {
    /// The stay.
    public let stay: OpenStay
    /// The agreement.
    public let agreement: AgreementID

    package static let name = CommandName.applyAgreement

    /// A stay and the agreement that is to hold for it.
    public init(_ stay: OpenStay, _ agreement: AgreementID) {
        self.stay = stay
        self.agreement = agreement
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["session", "plate", "ticket", "agreement"]) {
            (fields: inout JSONFields) throws(JSONError) in
            let agreement: AgreementID = try fields.required("agreement")
            return try fields.request(ofStay: { .applyAgreement(ApplyAgreement($0, agreement)) })
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.stay(stay)
        json.field("agreement", agreement)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        _ = try garage.configured()
        guard var session = garage.session(stay) else { throw .noOpenStay(stay) }
        guard session.agreement != agreement else {
            return Decision(.agreementApplied(Outcome(session.id, agreement, repeated: true)), at: now)
        }
        // The engine knows which card a stay has and which agreements that card had at the entry; a stay without length
        // makes it say so.
        session.agreement = agreement
        if case .charged(let charge) = garage.charge(of: session, until: session.enteredAt),
            charge.unknownAgreement != nil
        {
            throw .unknownAgreement(agreement)
        }
        return Decision(
            .agreementApplied(Outcome(session.id, agreement, repeated: false)), at: now,
            .agreementApplied(AgreementApplied(session.id, agreement)))
    }

    /// The stay and the agreement that holds for it.
    public struct Outcome: CommandOutcome {
        /// The stay.
        public let session: SessionID
        /// The agreement.
        public let agreement: AgreementID
        /// Whether it was so before.
        public let repeated: Bool

        /// A stay under an agreement.
        public init(_ session: SessionID, _ agreement: AgreementID, repeated: Bool) {
            self.session = session
            self.agreement = agreement
            self.repeated = repeated
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("session", number: session.version)
            json.field("agreement", agreement)
            json.flag("repeated", repeated)
        }
    }
}

extension Refusal {
    /// No such agreement was known for the stay's vehicle when it came in.
    public static func unknownAgreement(_ id: AgreementID) -> Refusal {
        Refusal(
            .unknownAgreement, "The rate card of the vehicle had no agreement \(id) when it came in.",
            field: "agreement")
    }
}
