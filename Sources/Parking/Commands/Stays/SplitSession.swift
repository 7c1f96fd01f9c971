public import Chronology
package import JSON
package import Money

/// Says that one stay was two visits: its car left and came again in between, and no gate told.
public struct SplitSession: GarageCommand {
    /// The stay.
    public let session: SessionID
    /// When its car left.
    public let leftAt: Instant
    /// When it came again.
    public let returnedAt: Instant
    /// Why the log did not know.
    public let correction: Correction

    package static let name = CommandName.splitSession

    /// A stay, and how long its car was away.
    public init(_ session: SessionID, leftAt: Instant, returnedAt: Instant, _ correction: Correction) {
        self.session = session
        self.leftAt = leftAt
        self.returnedAt = returnedAt
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["session", "leftAt", "returnedAt"] + Correction.fields) {
            (fields: inout JSONFields) throws(JSONError) in
            let session: SessionID = try fields.required("session")
            let (left, returned): (Instant, Instant) = (
                try fields.required("leftAt"), try fields.required("returnedAt")
            )
            return .complete(
                .splitSession(
                    SplitSession(session, leftAt: left, returnedAt: returned, try fields.correction())))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("session", number: session.version)
        json.field("leftAt", leftAt)
        json.field("returnedAt", returnedAt)
        json.correction(correction)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        try garage.configured(for: correction)
        var draft = Draft(garage, at: now)
        let stay = try draft.stay(session)
        if let second = draft.garage.visit(splitFrom: session, leftAt: leftAt, returnedAt: returnedAt) {
            return Decision(.split(Outcome(session, second, repeated: true)), [])
        }
        let standing = draft.garage.stays.ended(session)?.end
        guard returnedAt <= now else { throw .notYet(returnedAt, now: now, field: "returnedAt") }
        guard leftAt >= stay.enteredAt else { throw .beforeEntry(leftAt, of: stay) }
        guard leftAt <= returnedAt else { throw .returnsBeforeLeaving }
        if case .writtenOff(let end)? = standing { throw .hasEnded(stay, at: end) }
        if let end = standing?.at, returnedAt > end { throw .returnsBehindEnd(returnedAt, of: stay, at: end) }
        let second = SessionID(version: draft.garage.version + 1)
        draft.tell(.sessionSplit(SessionSplit(session, leftAt: leftAt, correction)), at: returnedAt)
        // What had ended the one stay is the end of the second visit.
        if case .left(let exit)? = standing, draft.garage.stays.exits[exit.id]?.session == nil {
            draft.tell(.exitLinked(ExitLinked(exit.id, to: second, isAssumed: exit.isAssumed(of: stay))), at: exit.at)
        }
        draft.mend(stay.car)
        try draft.check(stay, endedBy: ExitID(version: second.version))
        return Decision(.split(Outcome(session, second, repeated: false)), draft.finish())
    }

    /// The two visits.
    public struct Outcome: CommandOutcome {
        /// The first.
        public let first: SessionID
        /// The one behind it.
        public let second: SessionID
        /// Whether it was so before.
        public let repeated: Bool

        /// Two visits.
        public init(_ first: SessionID, _ second: SessionID, repeated: Bool) {
            self.first = first
            self.second = second
            self.repeated = repeated
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("session", number: first.version)
            json.field("second", number: second.version)
            json.flag("repeated", repeated)
        }
    }
}

extension Garage {
    /// The second visit of a stay that was split so before.
    fileprivate func visit(splitFrom id: SessionID, leftAt: Instant, returnedAt: Instant) -> SessionID? {
        guard case .left(let exit)? = stays.ended(id)?.end, exit.isByHand, exit.at == leftAt else { return nil }
        let second = SessionID(version: exit.id.version)
        return stays.known(second)?.enteredAt == returnedAt ? second : nil
    }
}

extension Refusal {
    /// A car comes again no earlier than it left.
    public static let returnsBeforeLeaving = Refusal(
        .endsBeforeStart, "The car cannot come again before it left.", field: "returnedAt")

    /// The second visit would begin behind the end of the stay.
    public static func returnsBehindEnd(_ instant: Instant, of stay: Session, at end: Instant) -> Refusal {
        Refusal(
            .notCorrectable, "Session \(stay.id) ended at \(end), before \(instant); both visits lie within it.",
            field: "returnedAt")
    }
}
