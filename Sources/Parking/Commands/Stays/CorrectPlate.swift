package import Chronology
package import JSON
package import Money

/// Says that a stay was another car's: its plate was misread, or nobody could read it.
public struct CorrectPlate: GarageCommand {
    /// The stay.
    public let session: SessionID
    /// Whose stay it was.
    public let car: CarIdentity
    /// Why the log said otherwise.
    public let correction: Correction

    package static let name = CommandName.correctPlate

    /// A stay and its right car.
    public init(_ session: SessionID, _ car: CarIdentity, _ correction: Correction) {
        self.session = session
        self.car = car
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["session", "plate", "ticket"] + Correction.fields) {
            (fields: inout JSONFields) throws(JSONError) in
            let (session, correction): (SessionID, Correction) = (
                try fields.required("session"), try fields.correction()
            )
            guard fields.has("plate") || fields.has("ticket") else {
                throw JSONError("must have one of plate and ticket", kind: .missingField)
            }
            return try fields.request { .correctPlate(CorrectPlate(session, $0 ?? .unknown, correction)) }
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("session", number: session.version)
        json.car(car)
        json.correction(correction)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        try garage.configured(for: correction)
        var draft = Draft(garage, at: now)
        let stay = try draft.stay(session)
        if stay.car != car {
            draft.tell(
                .carCorrected(CarCorrected(session, car, was: stay.car, correction)), at: stay.enteredAt)
            draft.mend(stay.car)
            draft.mend(car)
        }
        return draft.corrected(session)
    }
}
