package import Chronology
package import JSON
package import Money
public import Tariffs

/// A camera read a plate at a gate and waits for an answer.
public struct PlateSeen: GarageCommand {
    /// The plate.
    public let plate: PlateID
    /// Where and when.
    public let passage: Passage
    /// The plates known to the garage that look like it.
    public let alike: [PlateID]

    package static let name = CommandName.plateSeen

    /// A reading.
    public init(_ plate: PlateID, _ passage: Passage, alike: [PlateID] = []) {
        self.plate = plate
        self.passage = passage
        self.alike = alike
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["plate", "gate", "direction", "occurredAt", "sentAt", "vehicle", "deviceEvent"]) {
            (fields: inout JSONFields) throws(JSONError) in
            let plate: Plate? = try fields.optional("plate")
            let passage = try Passage(&fields)
            return .reading(try JSON.required(plate, "plate")) { .plateSeen(PlateSeen($0, passage, alike: $1)) }
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("plate", plate)
        passage.write(&json)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        let direction = try settings.direction(of: passage)
        // A car stands there and waits: it is answered whatever the camera's clock shows.
        let time = try settings.time(of: passage, now: now)
        let at = time.used
        if let corrected = corrected(direction, on: garage) {
            var garage = garage
            garage.correct(corrected, at: at)
            let answer = answer(direction, on: garage, at: at, now: now, in: settings)
            return Decision(answer.result, [.init(occurredAt: at, event: .readCorrected(corrected))] + answer.facts)
                .told(by: time.device)
        }
        return answer(direction, on: garage, at: at, now: now, in: settings).told(by: time.device)
    }

    /// What the same device had read under the same id, where that was another plate (design rule 12).
    private func corrected(_ direction: Direction, on garage: Garage) -> ReadCorrected? {
        let report = RecentReads.Report(kind: .seen, gate: passage.gate, direction: direction)
        guard let read = passage.read, let first = garage.gates.reads.entry(of: report, read: read),
            let was = first.car.plate, was != plate,
            !garage.gates.reads.isTakenBack(.plate(plate), report, read: read)
        else { return nil }
        return ReadCorrected(plate: plate, was: was, gate: passage.gate, direction: direction, read: read)
    }

    private func answer(
        _ direction: Direction, on garage: Garage, at: Instant, now: Instant, in settings: GarageSettings
    ) -> Decision {
        if let answer = repeatedAnswer(direction, on: garage, at: at, now: now, in: settings) {
            let outcome = Outcome(answer, repeated: true, pricedAs: standIn(answer, on: garage, at: at))
            return Decision(.answered(outcome), at: at)
        }
        if garage.isHistory(plate, readAt: at, now: now, in: settings) {
            return late(direction, on: garage, at: at, in: settings)
        }
        switch direction {
        case .entry: return atEntry(garage, at: at, now: now, in: settings)
        case .exit: return atExit(garage, at: at, in: settings)
        }
    }

    private func atEntry(_ garage: Garage, at: Instant, now: Instant, in settings: GarageSettings) -> Decision {
        let car = garage.entrant(plate, alike: alike, by: passage.gate, at: at, in: settings)
        let readAs = car == plate ? nil : plate
        return switch garage.admission(of: car, at: at, now: now, in: settings) {
        case .open(let grounds):
            Decision(
                .answered(
                    Outcome(
                        .open(.entry(grounds)), repeated: false, isLookAlike: readAs != nil,
                        pricedAs: garage.standIn(for: passage.vehicle, at: at))), at: at,
                .entryAuthorised(
                    EntryAuthorised(
                        plate: car, gate: passage.gate, grounds: grounds, until: now + settings.authorisationWait,
                        vehicle: passage.vehicle, read: passage.read, readAs: readAs)))
        case .deny(let reason):
            Decision(
                .answered(Outcome(.deny(reason), repeated: false, isLookAlike: readAs != nil)), at: at,
                .entryDenied(
                    EntryDenied(plate: car, gate: passage.gate, reason: reason, read: passage.read, readAs: readAs)))
        }
    }

    /// A car may always leave (design rule 5).
    private func atExit(_ garage: Garage, at: Instant, in settings: GarageSettings) -> Decision {
        let car = garage.leaver(plate, alike: alike, by: passage.gate, at: at, in: settings)
        let readAs = car == plate ? nil : plate
        let session = garage.session(of: .plate(car))
        let answer = GateAnswer.open(session == nil ? .leavingUnseen : .leaving)
        return Decision(
            .answered(Outcome(answer, repeated: false, isLookAlike: readAs != nil)), at: at,
            .exitAuthorised(
                ExitAuthorised(
                    plate: car, gate: passage.gate, session: session?.id, read: passage.read, readAs: readAs)))
    }

    /// A read that is told late is history; but a car that came in unknown behind it was this one.
    private func late(
        _ direction: Direction, on garage: Garage, at: Instant, in settings: GarageSettings
    ) -> Decision {
        let read = PlateReadLate(
            plate: plate, gate: passage.gate, direction: direction, vehicle: passage.vehicle, read: passage.read)
        let facts = [Decision.Fact(occurredAt: at, event: .plateReadLate(read))]
        let result = CommandResult.answered(Outcome(.late, repeated: false))
        guard direction == .entry, let stay = garage.unknownStay(behind: passage.gate, at, in: settings) else {
            return Decision(result, facts)
        }
        let mend = garage.mend(entryOf: .plate(plate), stay.id, at: stay.enteredAt)
        let identified = GarageEvent.carIdentified(CarIdentified(stay.id, plate))
        return Decision(
            result, facts + [.init(occurredAt: stay.enteredAt, event: identified)] + mend.before + mend.after)
    }

    private func repeatedAnswer(
        _ direction: Direction, on garage: Garage, at: Instant, now: Instant, in settings: GarageSettings
    ) -> GateAnswer? {
        let report = RecentReads.Report(kind: .seen, gate: passage.gate, direction: direction)
        if case .answer(let answer, _) = garage.gates.reads.outcome(of: report, read: passage.read) { return answer }
        let window = settings.duplicateReadWindow
        guard
            case .answer(let answer, to: let car) = garage.gates.reads.outcome(
                of: report, car: .plate(plate), at: at, window: window),
            now - at > window || garage.stillStands(answer, to: car, at: now)
        else { return nil }
        return answer
    }

    private func standIn(_ answer: GateAnswer, on garage: Garage, at: Instant) -> CardID? {
        guard case .open(.entry) = answer else { return nil }
        return garage.standIn(for: passage.vehicle, at: at)
    }

    /// What the gate is to do.
    public struct Outcome: CommandOutcome {
        /// What the gate is to do.
        public let answer: GateAnswer
        /// Whether the same reading was answered before.
        public let repeated: Bool
        /// Whether the plate was taken for another one that looks like it (design rule 8).
        public let isLookAlike: Bool
        /// The card that a stay is priced by whose vehicle's type has none of its own.
        public let pricedAs: CardID?

        /// An answer.
        public init(_ answer: GateAnswer, repeated: Bool, isLookAlike: Bool = false, pricedAs: CardID? = nil) {
            self.answer = answer
            self.repeated = repeated
            self.isLookAlike = isLookAlike
            self.pricedAs = pricedAs
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            switch answer {
            case .open(let reason):
                json.field("answer", "open")
                json.field("reason", reason.name)
            case .deny(let reason):
                json.field("answer", "deny")
                json.field("reason", reason.rawValue)
            case .late:
                json.field("answer", "none")
                json.field("reason", "late")
            }
            json.flag("lookAlike", isLookAlike)
            json.field("pricedAs", pricedAs)
            json.flag("repeated", repeated)
        }
    }
}

extension Garage {
    /// Whether an answer may be given once more to a car at the gate: a spot that is held no longer is not promised
    /// again (design rule 1).
    fileprivate func stillStands(_ answer: GateAnswer, to plate: PlateID, at now: Instant) -> Bool {
        guard case .open(.entry) = answer, !stays.isInside(plate) else { return true }
        return gates.authorisation(of: plate).map { $0.until > now } ?? false
    }
}
