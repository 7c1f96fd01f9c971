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

    private var log: GarageLog
    private let codec: EventCodec
    private let clock: ServerClock
    private let logger: Logger
    private let meters: Meters
    private let appended: @Sendable (GarageID) -> Void

    private let snapshots: (any SnapshotStore)?

    private var known = KnownGarage()
    private var pace = SnapshotPace()
    private var clockWatch = ClockWatch()

    private var queue: [WaitingCommand] = []
    private var readers: [WaitingReader] = []
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
        _ id: GarageID, log: any EventLog, snapshots: (any SnapshotStore)?, codec: EventCodec,
        clock: @escaping ServerClock, patience: Patience, meters: Meters, logger: Logger,
        appended: @escaping @Sendable (GarageID) -> Void
    ) {
        self.id = id
        self.log = GarageLog(log, snapshots, of: id, patience: patience)
        self.snapshots = snapshots
        self.codec = codec
        self.clock = clock
        self.meters = meters
        self.logger = logger
        self.appended = appended
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Carries a command out and answers once it is in the log.
    ///
    /// - Parameter commandID: the caller's; under nil the command cannot be repeated safely.
    func submit(
        _ request: CommandRequest, commandID: CommandID?, actor: Actor, trace: TraceParent?,
        askedAt: ContinuousClock.Instant
    ) async throws(CommandError) -> Reply {
        guard !isStopping else { throw .stopping }
        guard queue.count < GarageHost.longestQueue else { throw .overloaded }
        return try await withCheckedContinuation { reply in
            queue.append(
                WaitingCommand(
                    key: CommandKey(actor: actor, id: commandID ?? .random()), request: request,
                    isRepeatable: commandID != nil, trace: trace, askedAt: askedAt, reply: reply))
            wakeUp.yield()
        }.get()
    }

    /// The garage as the log holds it now, also where another process wrote to it.
    func current(askedAt: ContinuousClock.Instant) async throws(CommandError) -> Garage {
        guard !isStopping else { throw .stopping }
        return try await withCheckedContinuation { reader in
            readers.append(WaitingReader(answer: reader, askedAt: askedAt))
            wakeUp.yield()
        }.get()
    }

    /// How many commands wait for those under way.
    var waiting: Int { queue.count }

    /// Serves the queue until ``stop()``, and empties it then. A garage that is forgotten then leaves a snapshot behind.
    func run() async {
        await withDiscardingTaskGroup { snapshots in
            for await _ in wakeUps { await serveWaiting(&snapshots) }
            // A cancelled task is woken no more: what came in since the last time would wait for ever.
            isStopping = true
            await serveWaiting(&snapshots)
        }
        guard !Task.isCancelled, pace.isWorthwhile(at: known.head.version) else { return }
        await keep(known.committed, at: known.head)
    }

    private func serveWaiting(_ snapshots: inout DiscardingTaskGroup) async {
        while !queue.isEmpty || !readers.isEmpty {
            await answerReaders()
            await gather()
            let batch = Array(queue.prefix(GarageHost.largestBatch))
            queue.removeFirst(batch.count)
            await carryOut(inTime(batch))
            // Beside the commands, which go on with a copy of what the two share.
            guard self.snapshots != nil, pace.isDue(at: known.head.version) else { continue }
            pace.begin(at: known.head.version)
            snapshots.addTask { [garage = known.committed, head = known.head] in await self.keep(garage, at: head) }
        }
    }

    /// Keeps a snapshot of a state that the log holds.
    private nonisolated func keep(_ garage: Garage, at head: StreamHead) async {
        guard let snapshots else { return }
        let snapshot = StoredSnapshot(head: head, state: garage.snapshot)
        do {
            try await snapshots.keep(snapshot, of: id.text, form: Garage.snapshotForm)
            await kept(snapshot)
        } catch {
            logger.warning(
                "a snapshot was not kept; the next start takes longer",
                metadata: ["garage": "\(id)", "error": "\(error)"])
            await kept(nil)
        }
    }

    private func kept(_ snapshot: StoredSnapshot?) {
        if let snapshot { pace.kept(at: snapshot.head.version, size: snapshot.state.count) } else { pace.failed() }
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
        log.beginTurn(of: waiting[0].askedAt)
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
        commands.filter { waiting in
            if log.hasTimeToAppend(for: waiting.askedAt) { return true }
            waiting.reply.resume(returning: .failure(.unavailable(DatabaseTrouble(Late()))))
            return false
        }
    }

    private func carryOut(_ commands: [WaitingCommand]) async {
        guard let first = commands.first else { return }
        var pending = commands
        var attempt = 0
        /// Whether an append went out and no answer came.
        var isOutcomeOpen = false
        log.beginTurn(of: first.askedAt)
        while !pending.isEmpty {
            do throws(CommandError) {
                if !known.isLoaded { try await catchUp() }
                try await attemptOnce(&pending)
            } catch {
                attempt += 1
                known.doubt()
                if case .outcomeUnknown = error { isOutcomeOpen = true }
                // An append whose answer was lost may stand; what the log says counts.
                if attempt < GarageHost.attempts, error.isPassing, await settle(&pending) { continue }
                fail(pending, error, isOutcomeOpen: isOutcomeOpen)
                return
            }
        }
    }

    private func fail(_ pending: [WaitingCommand], _ error: CommandError, isOutcomeOpen: Bool) {
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
        let earlier = try await log.replies(to: batch.refusedRepeatable)
        let outcome = try await batch.isEmpty ? confirm() : append(batch, at: now)
        switch outcome {
        case .appended(let newHead):
            known.takeIn(batch.facts, upTo: newHead, naming: batch.namedPlates)
            if !batch.facts.isEmpty { appended(id) }
            batch.answer(earlier, meters)
            meters.carriedOut(batch)
            pending = []
        case .conflict:
            meters.count(.conflicts)
            known.doubt()
            let head = known.head
            try await catchUp()
            guard known.head.version == head.version else { break }
            // The log has less than this host, as after a backup was restored: what the host knows is void.
            known = KnownGarage()
            try await catchUp()
            guard known.head != head else {
                throw .unreadable(version: head.version, reason: "the stream's head is not its last event")
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
        try await log.append(
            Append(
                garage: id.text, head: known.head, recordedAt: now, events: batch.events, replies: batch.replies,
                plates: batch.namedPlates.compactMap { known.vault.fresh[$0] }))
    }

    /// Whether the log is where the decisions were made: an append checks that, so decisions without one have to ask.
    private func confirm() async throws(CommandError) -> AppendOutcome {
        try await log.head() == known.head ? .appended(known.head) : .conflict
    }

    /// Answers the pending commands that were carried out before; false where the log cannot be read.
    private func settle(_ pending: inout [WaitingCommand]) async -> Bool {
        do throws(CommandError) {
            try await catchUp()
            try await resolvePlates(of: pending)
            let found = try await log.replies(to: pending.map(\.key))
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
        if known.head.version == 0, let (garage, head, size) = await log.snapshot(codec, logger) {
            known = KnownGarage(garage, at: head, vault: known.vault)
            pace.kept(at: head.version, size: size)
        }
        while true {
            let (events, isAll) = try await log.events(after: known.head.version)
            // What has been taken in stays, also where the rest does not come in time.
            try known.takeIn(events, isAll: isAll, codec)
            if isAll { break }
            log.goesOn()
        }
        let ids = known.unnamed.map(\.bytes)
        guard !ids.isEmpty else { return }
        known.learn(try await log.vaultEntries(plateIDs: ids))
    }

    private func resolvePlates(of commands: [WaitingCommand]) async throws(CommandError) {
        let plates = commands.compactMap(\.plate)
        known.vault.makeRoom()
        let unknown = known.vault.unknown(among: plates)
        if !unknown.isEmpty {
            known.vault.learn(try await log.vaultEntries(plates: unknown.map(\.characters)))
            known.vault.create(known.vault.unknown(among: unknown))
        }
        known.vault.mayMean(plates, in: known.committed)
    }
}
