import Chronology
import Parking
import TestSupport

// What devices and operators put right, at random.

extension RandomDay {
    /// The car that was let in last does not come.
    mutating func turnedRound(_ log: [RecordedEvent]) -> Command {
        let letIn = log.suffix(4).last {
            switch $0.event {
            case .entryAuthorised, .ticketIssued: true
            default: false
            }
        }
        return .withdrawAuthorisation(
            .init(
                AuthorisationID(version: letIn?.version ?? Int64(log.count) + 1), Correction(ReasonCode("left")!)))
    }

    /// What a camera has read lately, as another plate.
    mutating func corrected(_ log: [RecordedEvent], _ now: Instant) -> Command? {
        for recorded in log.suffix(20).reversed() {
            guard case .entryAuthorised(let authorised) = recorded.event, let read = authorised.read else { continue }
            return .plateSeen(
                .init(
                    plate(),
                    Passage(
                        gate: authorised.gate, direction: .entry, occurredAt: random.chance(50) ? now : nil, read: read)
                ))
        }
        return nil
    }

    /// What an operator says about one of the latest stays.
    mutating func correction(_ log: [RecordedEvent], _ now: Instant) -> Command {
        let newest = Int64(log.count)
        let entries = log.suffix(60).filter { if case .carEntered = $0.event { true } else { false } }
        let entry = entries.isEmpty || random.chance(5) ? nil : one(of: entries)
        let session = SessionID(version: entry?.version ?? Int64(number(1...Int(newest + 1))))
        let correction = Correction(ReasonCode("misread")!, random.chance(30) ? Remark("By hand.")! : nil)
        let waiting = log.suffix(60).filter { if case .passageQuarantined = $0.event { true } else { false } }
        if !waiting.isEmpty, random.chance(30) {
            let passage = one(of: waiting)
            let at = passage.occurredAt + .minutes(Int64(number(-90...1)))
            return .releasePassage(.init(QuarantineID(version: passage.version), at: at, correction))
        }
        switch number(0...17) {
        case 0, 1, 2:
            return .correctPlate(.init(session, random.chance(90) ? .plate(plate()) : car(), correction))
        case 3, 4:
            let entered = entry?.occurredAt ?? now
            let stayed = max(0, (now - entered).microseconds)
            let at = entered + TimeSpan(microseconds: stayed / 100 * Int64(number(-5...105)))
            return .endSession(.init(session, at: at, correction))
        case 8:
            let at = (entry?.occurredAt ?? now) + .minutes(Int64(number(-90...30)))
            return .correctPassage(.init(.entry(session), at: at, correction))
        case 9:
            let exit = exit(log)
            let told = log.first { $0.version == exit.version }?.occurredAt ?? now
            return .correctPassage(.init(.exit(exit), at: told + .minutes(Int64(number(-30...30))), correction))
        case 10: return .writeOff(.init(session, correction))
        case 11:
            return random.chance(80)
                ? .correctCount(.init(number(0...5), correction)) : .resetInventory(.init(correction))
        case 12, 13:
            let entered = entry?.occurredAt ?? now
            let stayed = max(0, (now - entered).microseconds)
            let times = [number(-5...105), number(-5...105)].sorted().map {
                entered + TimeSpan(microseconds: stayed / 100 * Int64($0))
            }
            return .splitSession(.init(session, leftAt: times[0], returnedAt: times[1], correction))
        case 14, 15, 16, 17:
            let raised = log.suffix(40).filter {
                switch $0.event {
                case .carEntered, .carExited, .exitWithoutEntry, .sessionOrphaned, .countCorrected, .exitLinked: true
                default: false
                }
            }
            let exception = ExceptionID(version: raised.isEmpty ? newest + 1 : one(of: raised).version)
            return random.chance(50)
                ? .assignException(.init(exception, to: random.chance(80) ? Actor("ada")! : nil))
                : .dismissException(.init(exception, correction))
        case 5: return .reopenSession(.init(session, correction))
        default: return .linkExit(.init(exit(log), to: session, correction))
        }
    }

    /// One of the latest; mostly one that nobody saw come in.
    mutating func exit(_ log: [RecordedEvent]) -> ExitID {
        let exits = log.suffix(60).filter {
            switch $0.event {
            case .exitWithoutEntry: true
            case .carExited, .sessionEnded: $0.version % 3 == 0
            default: false
            }
        }
        return ExitID(version: exits.isEmpty ? Int64(number(1...log.count + 1)) : one(of: exits).version)
    }

    /// The read of a car that came in unknown lately.
    mutating func readBefore(_ log: [RecordedEvent]) -> Command? {
        for recorded in log.reversed() {
            guard case .carEntered(let entered) = recorded.event, entered.car == .unknown else { continue }
            return .plateSeen(
                .init(
                    plate(),
                    Passage(gate: entered.gate!, direction: .entry, occurredAt: recorded.occurredAt - .seconds(4))))
        }
        return nil
    }
}
