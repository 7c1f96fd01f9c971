public import Chronology
package import JSON
package import Money

/// Says when a stay ended whose end nobody saw.
public struct EndSession: GarageCommand {
    /// The stay.
    public let session: SessionID
    /// When its car left.
    public let at: Instant
    /// Why the log did not know.
    public let correction: Correction

    package static let name = CommandName.endSession

    /// A stay and when it ended.
    public init(_ session: SessionID, at instant: Instant, _ correction: Correction) {
        self.session = session
        at = instant
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["session", "at"] + Correction.fields) { (fields: inout JSONFields) throws(JSONError) in
            .complete(
                .endSession(
                    EndSession(
                        try fields.required("session"), at: try fields.required("at"), try fields.correction())))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("session", number: session.version)
        json.field("at", at)
        json.correction(correction)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        try garage.configured(for: correction)
        var draft = Draft(garage, at: now)
        let stay = try draft.stay(session)
        guard at <= now else { throw .notYet(at, now: now) }
        guard at >= stay.enteredAt else { throw .beforeEntry(at, of: stay) }
        let standing = draft.garage.stays.ended(session)?.end
        if case .left(let exit)? = standing, !exit.isAssumed(of: stay) {
            guard exit.at == at else { throw .hasEnded(stay, at: exit.at) }
            return draft.corrected(session)
        }
        try draft.check(stay, mayEndAt: at)
        let exit = ExitID(version: draft.garage.version + 1)
        draft.tell(.sessionEnded(SessionEnded(session, correction)), at: at)
        draft.rehome(standing, of: stay)
        draft.mend(stay.car)
        try draft.check(stay, endedBy: exit)
        return draft.corrected(session)
    }
}
