public import Chronology
package import JSON
package import Money

/// Says that a car came in, or left, at another time than was told.
public struct CorrectPassage: GarageCommand {
    /// The entry, by its stay, or the exit.
    public let passage: PassageID
    /// When it was.
    public let at: Instant
    /// Why the log said otherwise.
    public let correction: Correction

    package static let name = CommandName.correctPassage

    /// A passage and its right time.
    public init(_ passage: PassageID, at instant: Instant, _ correction: Correction) {
        self.passage = passage
        at = instant
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["session", "exit", "at"] + Correction.fields) {
            (fields: inout JSONFields) throws(JSONError) in
            let passage = try fields.passage()
            return .complete(
                .correctPassage(CorrectPassage(passage, at: try fields.required("at"), try fields.correction())))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.passage(passage)
        json.field("at", at)
        json.correction(correction)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured(for: correction)
        var draft = Draft(garage, at: now)
        let (cars, was) = try known(draft)
        guard at <= now else { throw .notYet(at, now: now) }
        if at != was {
            guard at >= min(was, now - settings.lateness) else {
                throw .tooLongAgo(at, lateness: settings.lateness, field: "at")
            }
            draft.tell(.passageCorrected(PassageCorrected(passage, was: was, correction)), at: at)
            for car in cars { draft.mend(car) }
        }
        let facts = draft.finish()
        return Decision(.passageCorrected(Outcome(passage, repeated: facts.isEmpty)), facts)
    }

    /// The car that passed, also as its stay knows it, and when it is thought to have; a car leaves no earlier than it came.
    private func known(_ draft: Draft) throws(Refusal) -> ([CarIdentity], Instant) {
        let stays = draft.garage.stays
        switch passage {
        case .entry(let id):
            let stay = try draft.stay(id)
            switch stays.ended(id)?.end {
            case .left(let exit) where at > exit.at: throw .behindExit(at, of: stay, exit)
            case .orphaned(let end) where at > end: throw .cameAgain(stay, at: end)
            case .writtenOff(let end) where at > end: throw .hasEnded(stay, at: end)
            case .left, .orphaned, .writtenOff, nil: break
            }
            return ([stay.car], stay.enteredAt)
        case .exit(let id):
            let exit = try draft.exit(id)
            let stay = exit.session.flatMap(stays.known)
            if let stay, at < stay.enteredAt { throw .beforeEntry(at, of: stay) }
            return ([exit.car] + (stay.map { $0.car == exit.car ? [] : [$0.car] } ?? []), exit.at)
        }
    }

    /// The passage that is as somebody said.
    public struct Outcome: CommandOutcome {
        /// The entry or the exit.
        public let passage: PassageID
        /// Whether it was so before.
        public let repeated: Bool

        /// A passage at its right time.
        public init(_ passage: PassageID, repeated: Bool) {
            self.passage = passage
            self.repeated = repeated
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.passage(passage)
            json.flag("repeated", repeated)
        }
    }
}

extension Refusal {
    /// A car comes no later than it left.
    public static func behindExit(_ instant: Instant, of stay: Session, _ exit: CarExit) -> Refusal {
        Refusal(.endsBeforeStart, "The car of session \(stay.id) left at \(exit.at), before \(instant).", field: "at")
    }
}
