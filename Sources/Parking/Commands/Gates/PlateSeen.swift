package import Chronology
package import JSON
package import Money
package import Tariffs

/// A camera read a plate at a gate and waits for an answer.
public struct PlateSeen: GarageCommand {
    /// The plate.
    public let plate: PlateID
    /// Where and when.
    public let passage: Passage
    /// How sure the camera is; nil where it does not say.
    public let confidence: Confidence?
    /// The plates known to the garage that look like it, or that the camera says it may be.
    public let alike: [PlateID]

    package static let name = CommandName.plateSeen

    /// A reading.
    public init(_ plate: PlateID, _ passage: Passage, confidence: Confidence? = nil, alike: [PlateID] = []) {
        self.plate = plate
        self.passage = passage
        self.confidence = confidence
        self.alike = alike
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        let names = [
            "plate", "gate", "direction", "occurredAt", "sentAt", "vehicle", "deviceEvent", "confidence",
            "alternatives",
        ]
        return try reader.fields(names) { (fields: inout JSONFields) throws(JSONError) in
            let plate: Plate? = try fields.optional("plate")
            let passage = try Passage(&fields)
            let confidence: Confidence? = try fields.optional("confidence")
            let alternatives: [Plate]? = try fields.optional("alternatives") {
                (reader: inout JSONReader) throws(JSONError) in
                try reader.list(most: 10) { (reader: inout JSONReader) throws(JSONError) in try Plate.read(&reader) }
            }
            return .reading(try JSON.required(plate, "plate"), or: alternatives ?? []) {
                .plateSeen(PlateSeen($0, passage, confidence: confidence, alike: $1))
            }
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("plate", plate)
        passage.write(&json)
        json.field("confidence", number: confidence?.percent)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        let direction = try settings.direction(of: passage)
        // A car stands there and waits: it is answered also by a camera whose clock is off.
        let time = try settings.time(of: passage, now: now, isAwaited: true)
        let at = time.used
        let report = RecentReads.Report(kind: .seen, gate: passage.gate, direction: direction)
        let earlier = garage.gates.reads.entry(of: report, read: passage.read)
        if let earlier, let corrected = corrected(earlier, report, on: garage) {
            if direction == .entry, let stay = garage.entered(by: corrected, in: settings) {
                return renamed(stay, by: corrected, on: garage, at: at, now: now).told(by: time.device)
            }
            var garage = garage
            garage.correct(corrected, at: at)
            let earlier = garage.gates.reads.entry(of: report, read: passage.read)
            let answer = answer(report, earlier, on: garage, at: at, now: now, in: settings, isCorrection: true)
            return Decision(answer.result, [.init(occurredAt: at, event: .readCorrected(corrected))] + answer.facts)
                .told(by: time.device)
        }
        return answer(report, earlier, on: garage, at: at, now: now, in: settings).told(by: time.device)
    }

    /// What the same device had read under the same id, where that was another plate (design rule 12).
    private func corrected(
        _ first: RecentReads.Entry, _ report: RecentReads.Report, on garage: Garage
    ) -> ReadCorrected? {
        guard let read = passage.read, let was = first.car.plate, was != plate,
            !garage.gates.reads.isTakenBack(.plate(plate), report, read: read)
        else { return nil }
        return ReadCorrected(plate: plate, was: was, gate: passage.gate, direction: report.direction, read: read)
    }

    /// The car that was read is inside already: its stay is the right one's.
    private func renamed(
        _ stay: Session, by corrected: ReadCorrected, on garage: Garage, at: Instant, now: Instant
    ) -> Decision {
        var draft = Draft(garage, at: now)
        draft.tell(.readCorrected(corrected), at: at)
        let read = PlateReadLate(
            plate: plate, gate: passage.gate, direction: .entry, vehicle: passage.vehicle, read: passage.read)
        draft.tell(.plateReadLate(read), at: at)
        draft.tell(.carIdentified(CarIdentified(stay.id, plate)), at: stay.enteredAt)
        draft.mend(.plate(plate))
        draft.mend(.plate(corrected.was))
        return Decision(.answered(Outcome(.late, repeated: false)), draft.finish())
    }

    private func answer(
        _ report: RecentReads.Report, _ earlier: RecentReads.Entry?, on garage: Garage, at: Instant, now: Instant,
        in settings: GarageSettings, isCorrection: Bool = false
    ) -> Decision {
        let due = garage.session(of: .plate(plate)).flatMap { garage.holds($0, at: at) }
        if let answer = repeatedAnswer(report, earlier, on: garage, at: at, now: now, in: settings),
            // Who has paid since need not wait for the camera to have forgotten; the same report has the same answer.
            answer != .held || due != nil || earlier != nil
        {
            let outcome = Outcome(
                answer, repeated: true, pricedAs: standIn(answer, on: garage, at: at),
                due: answer == .held ? due : nil,
                hoursFrom: hoursFrom(answer, of: plate, on: garage, at: at, in: settings),
                spot: garage.spot(for: plate, answer, at: at, now: now, in: settings))
            return Decision(.answered(outcome), at: at)
        }
        if garage.isHistory(plate, readAt: at, now: now, in: settings) {
            return late(report.direction, on: garage, at: at, in: settings)
        }
        let answer =
            switch report.direction {
            case .entry: atEntry(garage, at: at, now: now, in: settings)
            case .exit: atExit(garage, at: at, in: settings)
            }
        // What a camera corrects is remembered under the id that it has corrected.
        return isCorrection ? answer : stared(answer, report, on: garage, at: at) ?? answer
    }

    /// A camera that stares at a car tells nothing new until the answer changes.
    private func stared(
        _ decision: Decision, _ report: RecentReads.Report, on garage: Garage, at instant: Instant
    ) -> Decision? {
        guard case .answered(let outcome) = decision.result, outcome.answer.keepsNothing else { return nil }
        let before = garage.gates.reads.outcome(
            of: report, car: .plate(plate), at: instant, window: RecentReads.stare)
        guard case .answer(outcome.answer, _)? = before else { return nil }
        return Decision(
            .answered(
                Outcome(
                    outcome.answer, repeated: true, isLookAlike: outcome.isLookAlike, due: outcome.due,
                    hoursFrom: outcome.hoursFrom)),
            at: instant)
    }

    private func atEntry(_ garage: Garage, at: Instant, now: Instant, in settings: GarageSettings) -> Decision {
        if let confidence, isUnsure(in: settings) {
            return Decision(
                .answered(Outcome(.again, repeated: false)), at: at,
                .plateReadUnsure(
                    PlateReadUnsure(plate: plate, gate: passage.gate, confidence: confidence, read: passage.read)))
        }
        let car = garage.entrant(plate, alike: alike, by: passage.gate, at: at, in: settings)
        let readAs = car == plate ? nil : plate
        return switch garage.admission(of: .plate(car), at: at, now: now, in: settings) {
        case .open(let grounds):
            Decision(
                .answered(
                    Outcome(
                        .open(.entry(grounds)), repeated: false, isLookAlike: readAs != nil,
                        pricedAs: garage.standIn(for: passage.vehicle, at: at),
                        spot: garage.spot(for: car, .open(.entry(grounds)), at: at, now: now, in: settings))), at: at,
                .entryAuthorised(
                    EntryAuthorised(
                        plate: car, gate: passage.gate, grounds: grounds, until: now + settings.authorisationWait,
                        vehicle: passage.vehicle, read: passage.read, readAs: readAs)))
        case .deny(let reason): denied(car, reason, readAs: readAs, on: garage, at: at, in: settings)
        }
    }

    private func denied(
        _ car: PlateID, _ reason: DenialReason, readAs: PlateID?, on garage: Garage, at: Instant,
        in settings: GarageSettings
    ) -> Decision {
        let hoursFrom = hoursFrom(.deny(reason), of: car, on: garage, at: at, in: settings)
        return Decision(
            .answered(
                Outcome(.deny(reason), repeated: false, isLookAlike: readAs != nil, hoursFrom: hoursFrom)), at: at,
            .entryDenied(
                EntryDenied(
                    plate: car, gate: passage.gate, reason: reason, hoursFrom: hoursFrom, read: passage.read,
                    readAs: readAs)))
    }

    /// From when the gate lets a car in that comes before its hours.
    private func hoursFrom(
        _ answer: GateAnswer, of car: PlateID, on garage: Garage, at: Instant, in settings: GarageSettings
    ) -> Instant? {
        guard answer == .deny(.beforeHours) else { return nil }
        return garage.rights.walk(car).nextHours(behind: at, on: settings.zone.day(of: at))
    }

    /// A car may always leave; what it owes may hold the barrier where the garage says so (design rule 5).
    private func atExit(_ garage: Garage, at: Instant, in settings: GarageSettings) -> Decision {
        let car = garage.leaver(plate, alike: alike, by: passage.gate, at: at, in: settings)
        let readAs = car == plate ? nil : plate
        let session = garage.session(of: .plate(car))
        // A stay that was only thought to be over is that of the car which stands here (design rule 10).
        let standing = session ?? garage.mend(exitOf: .plate(car), at: at).session.flatMap { garage.stays.known($0) }
        if let session = standing, let due = garage.holds(session, at: at) {
            return Decision(
                .answered(Outcome(.held, repeated: false, isLookAlike: readAs != nil, due: due)), at: at,
                .exitHeld(
                    ExitHeld(
                        plate: car, gate: passage.gate, session: session.id, due: due, read: passage.read,
                        readAs: readAs)))
        }
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
        _ report: RecentReads.Report, _ earlier: RecentReads.Entry?, on garage: Garage, at: Instant, now: Instant,
        in settings: GarageSettings
    ) -> GateAnswer? {
        if case .answer(let answer, _) = earlier?.outcome { return answer }
        let window = settings.duplicateReadWindow
        guard
            case .answer(let answer, to: let car) = garage.gates.reads.outcome(
                of: report, car: .plate(plate), at: at, window: window),
            answer != .again || isUnsure(in: settings),
            now - at > window || garage.stillStands(answer, to: car, at: now)
        else { return nil }
        return answer
    }

    private func isUnsure(in settings: GarageSettings) -> Bool {
        confidence.map { $0 < settings.readConfidence } ?? false
    }

    private func standIn(_ answer: GateAnswer, on garage: Garage, at: Instant) -> CardID? {
        guard case .open(.entry) = answer else { return nil }
        return garage.standIn(for: passage.vehicle, at: at)
    }
}

extension Garage {
    /// Whether an answer may be given once more to a car at the gate: a spot that is held no longer is not promised
    /// again (design rule 1).
    fileprivate func stillStands(_ answer: GateAnswer, to plate: PlateID, at now: Instant) -> Bool {
        guard case .open(.entry) = answer, !stays.isInside(plate) else { return true }
        return gates.authorisation(of: .plate(plate)).map { $0.until > now } ?? false
    }
}
