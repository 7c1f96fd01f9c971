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
/// Commands that wait are decided together and appended in one transaction, so many share one flush to disk (group commit). While that
/// goes on, those that came meanwhile are decided on what it leads to.
/// Another process may append to the same garage: then the expected head no longer fits, the host takes in what it missed and
/// decides again.
///
/// Who waits for a reply gets it after the append has been acknowledged, never before. Only ``run()`` touches the state, one batch or
/// one reading after the other; of an append under way nothing is seen but by decisions that become void with it.
///
/// Nobody waits for the database beyond the ``Patience``. An append that has no answer by then may be in the log, or come into it
/// later: who waits for it is told that this is not known, and before anything else is decided the log is read. If the append
/// comes after that, it follows a head that is no longer the last one, or the next append does: the log takes one of the two.
public actor GarageHost {
    /// The garage.
    public nonisolated let id: GarageID

    var log: GarageLog
    let codec: EventCodec
    private let clock: ServerClock
    let logger: Logger
    private let meters: Meters
    private let appended: @Sendable (GarageID, Int) -> Void
    let tellFault: @Sendable (GarageID, LogFault?) -> Void
    /// What is the matter with the garage's log, as it was last seen.
    var fault: LogFault?

    private let snapshots: (any SnapshotStore)?

    var known = KnownGarage()
    var pace = SnapshotPace()
    private var clockWatch = ClockWatch()

    private var queue: [WaitingCommand] = []
    private var readers: [WaitingReader] = []
    private var isStopping = false
    /// Raised whenever decisions that are not in the log become void.
    private var generation = 0
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    /// Commands that may wait; more are turned away, so that a flood costs no memory.
    private static let longestQueue = 10_000
    /// Commands of one append.
    private static let largestBatch = 500
    /// How often an append whose fate is unknown is tried again before the callers are told.
    private static let attempts = 5

    init(
        _ id: GarageID, log: SharedLog, snapshots: (any SnapshotStore)?, codec: EventCodec,
        clock: @escaping ServerClock, patience: Patience, meters: Meters, logger: Logger,
        appended: @escaping @Sendable (GarageID, Int) -> Void, fault: LogFault?,
        tellFault: @escaping @Sendable (GarageID, LogFault?) -> Void
    ) {
        self.id = id
        self.log = GarageLog(log, snapshots, of: id, patience: patience)
        self.snapshots = snapshots
        self.codec = codec
        self.clock = clock
        self.meters = meters
        self.logger = logger
        self.appended = appended
        self.fault = fault
        self.tellFault = tellFault
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Carries a command out and answers once it is in the log.
    ///
    /// - Parameter commandID: the caller's; under nil the command cannot be repeated safely.
    func submit(
        _ command: TypedCommand, commandID: CommandID?, actor: Actor, trace: TraceParent?,
        askedAt: ContinuousClock.Instant
    ) async throws(CommandError) -> Reply {
        guard !isStopping else { throw .stopping }
        guard queue.count < GarageHost.longestQueue else { throw .overloaded }
        return try await withCheckedContinuation { reply in
            queue.append(
                WaitingCommand(
                    key: CommandKey(actor: actor, id: commandID ?? .random()), command: command,
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

    /// Whether the plate's characters are in memory.
    func remembers(_ plate: Plate) -> Bool { known.vault.remembers(plate) }

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
        var ahead: Turn?
        while ahead != nil || !queue.isEmpty || !readers.isEmpty {
            if ahead == nil { await answerReaders() }
            ahead = await carryOut(ahead ?? nextTurn())
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

    /// Commands whose turn it is.
    private struct Turn {
        var commands: [WaitingCommand]
        /// What was decided on them while the turn before was in the log's hands.
        var batch: Batch?
    }

    /// Takes the next commands out of the queue; those that waited too long for their turn to have time for an append are told so.
    private func nextTurn() -> Turn {
        var commands = Array(queue.prefix(GarageHost.largestBatch))
        // What comes behind an erasure is decided when that is in the log.
        if let erasure = commands.firstIndex(where: \.isErasure) { commands.removeSubrange((erasure + 1)...) }
        queue.removeFirst(commands.count)
        return Turn(
            commands: commands.filter { waiting in
                if log.hasTimeToAppend(for: waiting.askedAt) { return true }
                waiting.reply.resume(returning: .failure(.unavailable(DatabaseTrouble(Late()))))
                return false
            })
    }

    /// Decides those that wait on what those before them led to, while that goes into the log; where it does not get there, they are
    /// decided anew.
    private func decideAhead() async -> Turn? {
        // Who reads the garage sees what is in the log, and no decisions that run ahead of it.
        guard readers.isEmpty, !queue.isEmpty else { return nil }
        var turn = nextTurn()
        do throws(CommandError) { turn.batch = try await decide(turn.commands) } catch {}
        return turn
    }

    private func followUp(_ next: Turn?, behind batch: Batch) async -> Turn? {
        if let next { return next }
        return batch.erased.isEmpty ? await decideAhead() : nil
    }

    /// - Returns: the next turn, where it has begun.
    private func carryOut(_ turn: Turn) async -> Turn? {
        guard let first = turn.commands.first else { return nil }
        var (pending, batch) = (turn.commands, turn.batch)
        var next: Turn?
        var attempt = 0
        /// Whether an append went out and no answer came.
        var isOutcomeOpen = false
        while !pending.isEmpty {
            log.beginTurn(of: first.askedAt)
            do throws(CommandError) {
                if !known.isLoaded { try await catchUp() }
                try await checkHead()
                let decided = if let batch { batch } else { try await decide(pending) }
                batch = nil
                guard let decided else { continue }
                try await appendOnce(decided, &pending, &next)
            } catch {
                batch = nil
                next?.batch = nil
                attempt += 1
                doubt()
                if case .outcomeUnknown = error { isOutcomeOpen = true }
                // An append whose answer was lost may stand; what the log says counts.
                if attempt < GarageHost.attempts, error.isPassing, await settle(&pending) { continue }
                fail(pending, error, isOutcomeOpen: isOutcomeOpen)
                return next
            }
        }
        return next
    }

    private func fail(_ pending: [WaitingCommand], _ error: CommandError, isOutcomeOpen: Bool) {
        var answer = error
        if case .unavailable(let trouble) = error {
            if isOutcomeOpen { answer = .outcomeUnknown(trouble) } else if Task.isCancelled { answer = .stopping }
        }
        logger.error("commands failed", metadata: ["garage": "\(id)", "error": "\(answer)"])
        for waiting in pending { waiting.reply.resume(returning: .failure(answer)) }
    }

    /// Decides commands on what is known; nil where that turned out to be void in the meantime.
    private func decide(_ commands: [WaitingCommand]) async throws(CommandError) -> Batch? {
        let generation = generation
        let plates = Set(commands.compactMap(\.plate))
        known.vault.makeRoom()
        let unknown = known.vault.unknown(among: plates)
        let found = unknown.isEmpty ? [] : try await log.vaultEntries(plates: unknown.map(\.characters))
        guard generation == self.generation else { return nil }
        known.vault.learn(found)
        let now = clock()
        clockWatch.look(at: known.head.recordedAt, of: id, now, logger)
        var batch = Batch(at: now, newPlates: known.vault.create(for: plates))
        known.mayMean(plates)
        for waiting in commands {
            batch.decide(waiting, on: &known.decided, id: id, vault: known.vault, codec: codec)
        }
        return batch
    }

    /// Appends what was decided, and answers what is settled; meanwhile decides what waits.
    private func appendOnce(
        _ batch: Batch, _ pending: inout [WaitingCommand], _ next: inout Turn?
    ) async throws(CommandError) {
        let earlier = try await log.replies(to: batch.refusedRepeatable)
        async let following = followUp(next, behind: batch)
        let outcome: Result<AppendOutcome, CommandError>
        do throws(CommandError) { outcome = .success(try await hand(batch)) } catch { outcome = .failure(error) }
        if case .success(.appended(let newHead)) = outcome {
            known.takeIn(batch, upTo: newHead)
            if !batch.facts.isEmpty { appended(id, batch.facts.count) }
            batch.answer(earlier, meters)
            meters.carriedOut(batch)
            pending = []
        } else {
            // What has been decided ahead is void.
            generation += 1
        }
        next = await following
        switch try outcome.get() {
        case .appended: break
        case .conflict:
            meters.count(.conflicts)
            next?.batch = nil
            doubt()
            let head = known.head
            try await catchUp()
            guard known.head.version == head.version else { break }
            // The log has less than this host, as after a backup was restored: what the host knows is void.
            known = KnownGarage()
            try await catchUp()
            guard known.head != head else { throw disagree(try await log.head()) }
        case .repeatedCommand:
            next?.batch = nil
            known.rollBack()
            guard await settle(&pending) else {
                throw .unavailable(
                    DatabaseTrouble(
                        .away, "The database does not answer as it should.",
                        reason: "the stored replies could not be read"))
            }
        }
    }

    /// The log may hold more or less than is known here.
    private func doubt() {
        generation += 1
        known.doubt()
    }

    /// Puts a batch into the log, if it has anything to put there.
    private func hand(_ batch: Batch) async throws(CommandError) -> AppendOutcome {
        // Whether the log is where the decisions were made: an append checks that, so decisions without one have to ask.
        guard !batch.isEmpty else { return try await log.head() == known.head ? .appended(known.head) : .conflict }
        return try await log.append(
            Append(
                garage: id.text, head: known.head, recordedAt: batch.now, events: batch.events, replies: batch.replies,
                plates: batch.namedPlates.compactMap { known.vault.entry(of: $0) }, texts: batch.texts))
    }

    /// Answers the pending commands that were carried out before; false where the log cannot be read.
    private func settle(_ pending: inout [WaitingCommand]) async -> Bool {
        do throws(CommandError) {
            try await catchUp()
            try await resolvePlates(of: pending)
            let found = try await log.replies(to: pending.map(\.key))
            // Whatever is not found is decided anew, and its plates are looked up for that.
            defer { known.vault.rollBack() }
            pending.removeAll { waiting in
                guard let stored = found[waiting.key] else { return false }
                let isSame = waiting.isAnswered(
                    by: stored.fingerprint, known.vault, currency: known.committed.settings?.currency)
                waiting.reply.resume(
                    returning: isSame
                        ? .success(Reply(stored: stored.reply, version: stored.version))
                        : .failure(.idReused(waiting.key.id)))
                return true
            }
            return true
        } catch {
            return false
        }
    }
}
