package import Chronology
package import JSON
package import Money

/// Says that the car of a stay which was thought to be over is inside.
///
/// What had ended the stay is that of no known car from then on: nothing that comes later takes it for this stay's end again.
public struct ReopenSession: GarageCommand {
    /// The stay.
    public let session: SessionID
    /// Why the log said otherwise.
    public let correction: Correction

    package static let name = CommandName.reopenSession

    /// A stay that goes on.
    public init(_ session: SessionID, _ correction: Correction) {
        self.session = session
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["session"] + Correction.fields) { (fields: inout JSONFields) throws(JSONError) in
            .complete(.reopenSession(ReopenSession(try fields.required("session"), try fields.correction())))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("session", number: session.version)
        json.correction(correction)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        try garage.configured(for: correction)
        var draft = Draft(garage, at: now)
        let stay = try draft.stay(session)
        guard let end = draft.garage.stays.ended(session)?.end else { return draft.corrected(session) }
        draft.tell(.sessionReopened(SessionReopened(session, correction)), at: end.at)
        draft.rehome(end, of: stay)
        draft.mend(stay.car)
        guard draft.garage.stays[session] != nil else { throw .cannotGoOn(stay) }
        return draft.corrected(session)
    }
}

extension Refusal {
    /// What the car did afterwards says that the stay is over.
    public static func cannotGoOn(_ stay: Session) -> Refusal {
        Refusal(
            .notCorrectable,
            "Session \(stay.id) cannot go on, as its car has passed a gate since; correct that passage or its plate first.",
            field: "session")
    }
}
