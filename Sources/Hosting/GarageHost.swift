import Chronology
import EventLog
import Logging
import Meters
public import Parking
import JSON
import Postgres
import Projections
import SystemTime

/// One garage in this process: its state in memory, its commands one at a time.
///
/// Commands that wait are decided together and appended in one transaction, so many share one flush to disk (group commit).
/// Another process may append to the same garage: then the expected head no longer fits, the host takes in what it missed and
/// decides again.
///
/// Who waits for a reply gets it after the append has been acknowledged, never before. Only ``run()`` touches the state, one batch or
/// one reading after the other, so nothing is interleaved with an append under way.
///
/// Nobody waits for the database beyond the ``Patience``. An append that has no answer by then may be in the log, or come into it
/// later: who waits for it is told that this is not known, and before anything else is decided the log is read. If the append
/// comes after that, it follows a head that is no longer the last one, or the next append does: the log takes one of the two.
public actor GarageHost {
    /// The garage.
    public nonisolated let id: GarageID

    private let log: any EventLog
    private let codec: EventCodec
    private let clock: ServerClock
    private let patience: Patience
    private let logger: Logger
    private let meters: Meters
    private let appended: @Sendable (GarageID) -> Void

    private var known = KnownGarage()
    private var clockWatch = ClockWatch()

    private var queue: [WaitingCommand] = []
    private var readers: [WaitingReader] = []
    /// Until when the database may answer those whose turn it is.
    private var deadline = ContinuousClock.now
    /// Since when the log has been read in full, where that took long: nobody's time passes while the log answers.
    private var loadedAt = ContinuousClock.now
    /// Whether an append of the commands at hand went out and no answer came.
    private var isOutcomeOpen = false
    private var isStopping = false
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    /// Commands that may wait; more are turned away, so that a flood costs no memory.
    private static let longestQueue = 10_000
    /// How many turns of other tasks a batch waits for one more command; each takes about a microsecond.
    private static let turns = 16
    /// Commands of one append.
    private static let largestBatch = 500
    /// How often an append whose fate is unknown is tried again before the callers are told.
    private static let attempts = 5

    init(
        _ id: GarageID, log: any EventLog, codec: EventCodec, clock: @escaping ServerClock, patience: Patience,
        meters: Meters, logger: Logger,
        appended: @escaping @Sendable (GarageID) -> Void
    ) {
        self.id = id
        self.log = log
        self.codec = codec
        self.clock = clock
        self.patience = patience
        self.meters = meters
        self.logger = logger
        self.appended = appended
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Carries a command out and answers once it is in the log.
    ///
    /// - Parameter commandID: the caller's; under nil the command cannot be repeated safely.
    func submit(
        _ request: CommandRequest, commandID: CommandID?, actor: Actor, trace: TraceParent?
    ) async throws(CommandError) -> Reply {
        guard !isStopping else { throw .stopping }
        guard queue.count < GarageHost.longestQueue else { throw .overloaded }
        return try await withCheckedContinuation { reply in
            queue.append(
                WaitingCommand(
                    key: CommandKey(actor: actor, id: commandID ?? .random()), request: request,
                    isRepeatable: commandID != nil, trace: trace, reply: reply))
            wakeUp.yield()
        }.get()
    }

    /// The garage as the log holds it now, also where another process wrote to it.
    func current() async throws(CommandError) -> Garage {
        guard !isStopping else { throw .stopping }
        return try await withCheckedContinuation { reader in
            readers.append(WaitingReader(answer: reader))
            wakeUp.yield()
        }.get()
    }

    /// How many commands wait for those under way.
    var waiting: Int { queue.count }

    /// Serves the queue until ``stop()``, and empties it then.
    func run() async {
        for await _ in wakeUps { await serveWaiting() }
        // A cancelled task is woken no more: what came in since the last time would wait for ever.
        isStopping = true
        await serveWaiting()
    }

    private func serveWaiting() async {
        while !queue.isEmpty || !readers.isEmpty {
            await answerReaders()
            await gather()
            let batch = Array(queue.prefix(GarageHost.largestBatch))
            queue.removeFirst(batch.count)
            await carryOut(inTime(batch))
        }
    }

    /// Takes no more commands; those that wait are still carried out.
    func stop() {
        isStopping = true
        wakeUp.finish()
    }

    /// Lets in who is on the way: callers that were just answered often come straight back, and without this they would
    /// wait for a whole append of those who did not. It ends when others had their turns and nobody new has come.
    private func gather() async {
        var waiting = 0
        var turns = 0
        while turns < GarageHost.turns, queue.count < GarageHost.largestBatch {
            turns = queue.count > waiting ? 0 : turns + 1
            waiting = queue.count
            await Task.yield()
        }
    }

    private func answerReaders() async {
        guard !readers.isEmpty else { return }
        let waiting = readers
        readers = []
        let answer: Result<Garage, CommandError>
        deadline = max(waiting[0].askedAt, loadedAt).advanced(by: patience.forAnswers)
        do throws(CommandError) {
            try await catchUp()
            answer = .success(known.committed)
        } catch {
            answer = .failure(error)
        }
        for reader in waiting { reader.answer.resume(returning: answer) }
    }

    // MARK: Group commit

    /// Those of some commands that have time enough for an append; the others, which waited too long for their turn, are told so.
    private func inTime(_ commands: [WaitingCommand]) -> [WaitingCommand] {
        let latest = ContinuousClock.now.advanced(by: patience.forAppend)
        return commands.filter { waiting in
            if self.deadline(of: waiting) > latest { return true }
            waiting.reply.resume(returning: .failure(.unavailable(DatabaseTrouble(Late()))))
            return false
        }
    }

    private func deadline(of waiting: WaitingCommand) -> ContinuousClock.Instant {
        max(waiting.askedAt, loadedAt).advanced(by: patience.forAnswers)
    }

    private func carryOut(_ commands: [WaitingCommand]) async {
        guard let first = commands.first else { return }
        var pending = commands
        var attempt = 0
        isOutcomeOpen = false
        deadline = self.deadline(of: first)
        while !pending.isEmpty {
            do throws(CommandError) {
                if !known.isLoaded { try await catchUp() }
                try await attemptOnce(&pending)
            } catch {
                attempt += 1
                known.doubt()
                // An append whose answer was lost may stand; what the log says counts.
                if attempt < GarageHost.attempts, error.isPassing, await settle(&pending) { continue }
                fail(pending, error)
                return
            }
        }
    }

    private func fail(_ pending: [WaitingCommand], _ error: CommandError) {
        var answer = error
        if case .unavailable(let trouble) = error {
            if isOutcomeOpen { answer = .outcomeUnknown(trouble) } else if Task.isCancelled { answer = .stopping }
        }
        logger.error("commands failed", metadata: ["garage": "\(id)", "error": "\(answer)"])
        for waiting in pending { waiting.reply.resume(returning: .failure(answer)) }
    }

    /// Decides what is pending, appends it, and answers what is settled.
    private func attemptOnce(_ pending: inout [WaitingCommand]) async throws(CommandError) {
        try await resolvePlates(of: pending)
        let now = clock()
        clockWatch.look(at: known.head.recordedAt, of: id, now, logger)
        var batch = Batch()
        for waiting in pending {
            batch.decide(waiting, on: &known.decided, id: id, now: now, vault: known.vault, codec: codec)
        }
        let earlier = try await replies(to: batch.refusedRepeatable)
        let outcome = try await batch.isEmpty ? confirm() : append(batch, at: now)
        switch outcome {
        case .appended(let newHead):
            known.takeIn(batch.facts, upTo: newHead, naming: batch.namedPlates)
            if !batch.facts.isEmpty { appended(id) }
            answer(batch, earlier)
            meters.carriedOut(batch)
            pending = []
        case .conflict:
            meters.count(.conflicts)
            known.doubt()
            let version = known.head.version
            try await catchUp()
            // The log has less than this host, as after a backup was restored: what the host knows is void.
            if known.head.version == version {
                known = KnownGarage()
                try await catchUp()
            }
        case .repeatedCommand:
            known.rollBack()
            guard await settle(&pending) else {
                throw .unavailable(
                    DatabaseTrouble(
                        .away, "The database does not answer as it should.",
                        reason: "the stored replies could not be read"))
            }
        }
    }

    private func append(_ batch: Batch, at now: Instant) async throws(CommandError) -> AppendOutcome {
        let append = Append(
            garage: id.text, head: known.head, recordedAt: now, events: batch.events, replies: batch.replies,
            plates: batch.namedPlates.compactMap { known.vault.fresh[$0] })
        do {
            return try await cancelling(at: deadline) { [log] in try await log.append(append) }
        } catch is AppendError {
            // The log has another event in the head's place; read from the beginning, it is told apart from this one.
            return .conflict
        } catch {
            let isUnsent = error is Late || (error as? PostgresError)?.leavesOutcomeOpen == false
            if !isUnsent { isOutcomeOpen = true }
            throw .unavailable(DatabaseTrouble(error))
        }
    }

    /// Whether the log is where the decisions were made: an append checks that, so decisions without one have to ask.
    private func confirm() async throws(CommandError) -> AppendOutcome {
        try await stored { [log, id] in try await log.head(of: id.text) } == known.head
            ? .appended(known.head) : .conflict
    }

    private func answer(_ batch: Batch, _ earlier: [CommandKey: StoredReply]) {
        var first: [CommandKey: [UInt8]] = [:]
        for decided in batch.decided {
            let (waiting, fingerprint) = (decided.waiting, decided.fingerprint)
            let original = first[waiting.key] ?? earlier[waiting.key]?.fingerprint ?? fingerprint
            first[waiting.key] = original
            guard original == fingerprint else {
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

    /// Answers the pending commands that were carried out before; false where the log cannot be read.
    private func settle(_ pending: inout [WaitingCommand]) async -> Bool {
        do throws(CommandError) {
            try await catchUp()
            try await resolvePlates(of: pending)
            let found = try await replies(to: pending.map(\.key))
            pending.removeAll { waiting in
                guard let stored = found[waiting.key] else { return false }
                let fingerprint = waiting.command(known.vault).fingerprint(
                    currency: known.committed.settings?.currency)
                waiting.reply.resume(
                    returning: stored.fingerprint == fingerprint
                        ? .success(Reply(stored: stored.reply, version: stored.version))
                        : .failure(.idReused(waiting.key.id)))
                return true
            }
            return true
        } catch {
            return false
        }
    }

    // MARK: The log

    /// Takes in every event that another process or an earlier run appended.
    private func catchUp() async throws(CommandError) {
        let batch = type(of: log).batch
        while true {
            let events = try await stored { [log, id, version = known.head.version] in
                try await log.events(of: id.text, after: version, limit: batch)
            }
            // What has been taken in stays, also where the rest does not come in time.
            try known.takeIn(events, isAll: events.count < batch, codec)
            guard events.count == batch else { break }
            loadedAt = .now
            deadline = loadedAt.advanced(by: patience.forAnswers)
        }
        let ids = known.unnamed.map(\.bytes)
        guard !ids.isEmpty else { return }
        known.learn(try await stored { [log, id] in try await log.vaultEntries(of: id.text, plateIDs: ids) })
    }

    private func resolvePlates(of commands: [WaitingCommand]) async throws(CommandError) {
        let plates = commands.compactMap(\.plate)
        known.vault.makeRoom()
        let unknown = known.vault.unknown(among: plates)
        if !unknown.isEmpty {
            let texts = unknown.map(\.characters)
            known.vault.learn(try await stored { [log, id] in try await log.vaultEntries(of: id.text, plates: texts) })
            known.vault.create(known.vault.unknown(among: unknown))
        }
        known.vault.mayMean(plates, in: known.committed)
    }

    private func replies(to keys: [CommandKey]) async throws(CommandError) -> [CommandKey: StoredReply] {
        guard !keys.isEmpty else { return [:] }
        let found = try await stored { [log, id] in try await log.replies(of: id.text, to: keys.map(\.stored)) }
        let replies = Dictionary(uniqueKeysWithValues: found.map { ($0.commandID, $0) })
        return keys.reduce(into: [:]) { $0[$1] = replies[$1.stored] }
    }

    private func stored<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws(CommandError) -> Value {
        do { return try await cancelling(at: deadline, body) } catch { throw .unavailable(DatabaseTrouble(error)) }
    }
}
