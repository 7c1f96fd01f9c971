import Chronology
import EventLog
import Meters
import Money
import Parking
import JSON

/// Commands of one garage that are decided together and appended in one transaction.
struct Batch {
    /// A command that was decided, in one way or the other.
    struct Decided {
        let waiting: WaitingCommand
        let fingerprint: [UInt8]
        /// By what it is known again, too, where nothing came of it.
        var quiet: [[UInt8]] = []
        let outcome: Result<Reply, Refusal>
        /// What a gate is told that read a plate.
        var answer: GateAnswer?
    }

    /// Plates of its commands that the log did not have when they were decided.
    let newPlates: Set<Plate>
    /// When they are decided.
    let now: Instant
    private(set) var decided: [Decided] = []
    private var places: [CommandKey: Int] = [:]
    private(set) var facts: [RecordedEvent] = []
    private(set) var events: [NewEvent] = []
    private(set) var replies: [StoredReply] = []
    private(set) var namedPlates: Set<Plate> = []
    /// The words that its events refer to.
    private(set) var texts: [TextEntry] = []
    /// What events call the plates that are erased with it.
    private(set) var erased: [PlateID] = []

    /// A batch of none yet.
    init(at now: Instant, newPlates: Set<Plate>) {
        self.now = now
        self.newPlates = newPlates
    }

    /// Decides a command on the state that the ones before it led to, and takes its events into that state.
    mutating func decide(
        _ waiting: WaitingCommand, on garage: inout Garage, id: GarageID, vault: Vault, codec: EventCodec
    ) {
        let folding = garage.settings?.plateFolding ?? []
        let command = waiting.command(vault, folding: folding, named: namedPlates)
        let typed = waiting.text == nil ? command : waiting.asTyped(vault, folding: folding, named: namedPlates)
        let fingerprint = typed.fingerprint(currency: command.currency(in: garage))
        if let twin = places[waiting.key] {
            // The same command came twice before either was carried out.
            decided.append(
                Decided(waiting: waiting, fingerprint: fingerprint, outcome: decided[twin].outcome.map(\.repeated)))
            return
        }
        places[waiting.key] = decided.count
        do throws(Refusal) {
            let decision = try garage.decide(command, at: now)
            let before = garage.version
            for fact in decision.facts {
                let recorded = RecordedEvent(
                    version: garage.version + 1, occurredAt: fact.occurredAt, recordedAt: max(now, garage.recordedAt),
                    event: fact.event)
                garage.evolve(recorded)
                facts.append(recorded)
                erased += fact.event.erasedPlates
                events.append(codec.newEvent(fact, of: waiting, in: garage))
            }
            guard let settings = garage.settings else { preconditionFailure("a decision leaves a configured garage") }
            let reply = Reply(garage: id, after: before, decision: decision, settings: settings)
            let quiet =
                decision.facts.isEmpty && waiting.isRepeatable
                ? waiting.quietFingerprints(
                    vault, folding: folding, named: namedPlates, currency: command.currency(in: garage)) : []
            if !decision.facts.isEmpty || waiting.isRepeatable {
                replies.append(
                    StoredReply(
                        commandID: waiting.key.stored, fingerprint: quiet.first ?? fingerprint, version: reply.version,
                        reply: reply.json)
                )
            }
            if !decision.facts.isEmpty, let plate = waiting.plate { namedPlates.insert(plate) }
            if let text = waiting.text, events.suffix(decision.facts.count).contains(where: { $0.refers(to: text) }) {
                texts.append(text)
            }
            var carriedOut = Decided(waiting: waiting, fingerprint: fingerprint, quiet: quiet, outcome: .success(reply))
            if case .answered(let outcome) = decision.result { carriedOut.answer = outcome.answer }
            decided.append(carriedOut)
        } catch {
            let quiet =
                waiting.isRepeatable
                ? waiting.quietFingerprints(
                    vault, folding: folding, named: namedPlates, currency: command.currency(in: garage)) : []
            decided.append(Decided(waiting: waiting, fingerprint: fingerprint, quiet: quiet, outcome: .failure(error)))
        }
    }

    /// Commands that were refused although they may have been carried out before.
    var refusedRepeatable: [CommandKey] {
        decided.compactMap { decided in
            guard case .failure = decided.outcome, decided.waiting.isRepeatable else { return nil }
            return decided.waiting.key
        }
    }

    /// Answers everybody, now that the batch is in the log.
    ///
    /// - Parameter earlier: the replies of those that were carried out before.
    func answer(_ earlier: [CommandKey: StoredReply], _ meters: Meters) {
        var first: [CommandKey: [UInt8]] = [:]
        for decided in decided {
            let (waiting, fingerprint) = (decided.waiting, decided.fingerprint)
            let original = first[waiting.key] ?? earlier[waiting.key]?.fingerprint ?? fingerprint
            first[waiting.key] = original
            guard original == fingerprint || decided.quiet.contains(original) else {
                waiting.reply.resume(returning: .failure(.idReused(waiting.key.id)))
                continue
            }
            if let stored = earlier[waiting.key] {
                waiting.reply.resume(returning: .success(Reply(stored: stored.reply, version: stored.version)))
            } else {
                if case .failure(let refusal) = decided.outcome {
                    meters.count(.refusals, refusal.problem.type.rawValue)
                }
                waiting.reply.resume(returning: decided.outcome.mapError { .refused($0) })
            }
        }
    }

    var isEmpty: Bool { events.isEmpty && replies.isEmpty }
}

extension Command {
    /// The currency that the command's amounts are in.
    fileprivate func currency(in garage: Garage) -> Currency? { garage.settings?.currency }
}

extension NewEvent {
    /// Words that nothing refers to are not kept.
    fileprivate func refers(to text: TextEntry) -> Bool {
        guard let id = TextID(bytes: text.textID) else { return false }
        return payload.contains(Remark(id).text.utf8)
    }
}

extension EventCodec {
    fileprivate func newEvent(_ fact: Decision.Fact, of waiting: WaitingCommand, in garage: Garage) -> NewEvent {
        guard let currency = garage.settings?.currency else { preconditionFailure("the first event configures") }
        return NewEvent(
            type: fact.event.typeName, schemaVersion: fact.event.schemaVersion, occurredAt: fact.occurredAt,
            commandID: waiting.key.id.text, actor: waiting.key.actor.text,
            trace: waiting.trace?.description, payload: encode(fact.event, currency: currency))
    }
}

extension Meters {
    /// Counts what became of commands that were decided together, once their events are in the log.
    func carriedOut(_ batch: Batch) {
        if !batch.isEmpty { appended(commands: batch.replies.count, events: batch.events.count) }
        for answer in batch.decided.compactMap(\.answer) { count(.answers, answer.label) }
    }
}

extension GateAnswer {
    fileprivate var label: String {
        switch self {
        case .open(let reason): "open: \(reason.name)"
        case .deny(let reason): "deny: \(reason.rawValue)"
        case .held: "deny: payment-due"
        case .again: "read-again"
        case .late: "none: late"
        }
    }
}
