package import Chronology
package import JSON
package import Money

/// Says that an exit without an entry was the end of a stay.
public struct LinkExit: GarageCommand {
    /// The stay.
    public let session: SessionID
    /// The exit.
    public let exit: ExitID
    /// Why the log did not know.
    public let correction: Correction

    package static let name = CommandName.linkExit

    /// A stay and its exit.
    public init(_ exit: ExitID, to session: SessionID, _ correction: Correction) {
        self.session = session
        self.exit = exit
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["session", "exit"] + Correction.fields) { (fields: inout JSONFields) throws(JSONError) in
            let session: SessionID = try fields.required("session")
            return .complete(.linkExit(LinkExit(try fields.required("exit"), to: session, try fields.correction())))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("session", number: session.version)
        json.field("exit", number: exit.version)
        json.correction(correction)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        try garage.configured(for: correction)
        var draft = Draft(garage, at: now)
        let (stay, exit) = (try draft.stay(session), try draft.exit(exit))
        guard exit.at >= stay.enteredAt else { throw .beforeEntry(exit.at, of: stay) }
        let standing = draft.garage.stays.ended(session)?.end
        if let other = exit.session.flatMap(draft.garage.stays.known) {
            if other.id == session, exit.car == stay.car { return draft.corrected(session) }
            guard exit.isAssumed(of: other) else { throw .exitIsTaken(exit, by: other) }
            if other.id != session {
                draft.tell(.sessionReopened(SessionReopened(other.id)), at: exit.at)
                draft.mend(other.car)
            }
        }
        try draft.check(stay, mayEndAt: exit.at)
        draft.tell(.exitLinked(ExitLinked(exit.id, to: session, correction)), at: exit.at)
        draft.rehome(standing, of: stay)
        draft.mend(exit.car)
        draft.mend(stay.car)
        try draft.check(stay, endedBy: exit.id)
        return draft.corrected(session)
    }
}

extension Refusal {
    /// The exit is known to be another stay's end.
    public static func exitIsTaken(_ exit: CarExit, by stay: Session) -> Refusal {
        Refusal(
            .notCorrectable, "Exit \(exit.id) is the end of session \(stay.id); reopen that one first.", field: "exit")
    }
}
