package import Chronology
package import JSON
package import Money

/// Closes a stay without a charge: one that is open, or whose end nobody saw.
public struct WriteOff: GarageCommand {
    /// The stay.
    public let session: SessionID
    /// Why nobody pays for it.
    public let correction: Correction

    package static let name = CommandName.writeOff

    /// A stay to close.
    public init(_ session: SessionID, _ correction: Correction) {
        self.session = session
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["session"] + Correction.fields) { (fields: inout JSONFields) throws(JSONError) in
            .complete(.writeOff(WriteOff(try fields.required("session"), try fields.correction())))
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
        let standing = draft.garage.stays.ended(session)?.end
        switch standing {
        case .writtenOff: return draft.corrected(session)
        case .left(let exit) where !exit.isAssumed(of: stay): throw .hasEnded(stay, at: exit.at)
        case .left, .orphaned, nil: break
        }
        // What was thought to be over is over since then, as far as anybody knows.
        draft.tell(
            .sessionWrittenOff(SessionWrittenOff(session, correction)), at: max(standing?.at ?? now, stay.enteredAt))
        draft.rehome(standing, of: stay)
        return draft.corrected(session)
    }
}
