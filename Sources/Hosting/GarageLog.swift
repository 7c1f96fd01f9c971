import EventLog
import Logging
import Parking
import Postgres
import Projections

/// The log of one garage, asked within the time that those have whose turn it is.
struct GarageLog {
    private let shared: SharedLog
    private var log: any EventLog { shared.each }
    private let snapshots: (any SnapshotStore)?
    private let id: GarageID
    private let patience: Patience
    /// Until when the database may answer those whose turn it is.
    private var deadline = ContinuousClock.now
    /// Since when the log has been read in full, where that took long: nobody's time passes while the log answers.
    private var loadedAt: ContinuousClock.Instant?

    init(_ shared: SharedLog, _ snapshots: (any SnapshotStore)?, of id: GarageID, patience: Patience) {
        (self.shared, self.snapshots, self.id, self.patience) = (shared, snapshots, id, patience)
    }

    /// Whether somebody who asked then has time enough for an append.
    func hasTimeToAppend(for askedAt: ContinuousClock.Instant) -> Bool {
        deadline(of: askedAt) > .now.advanced(by: patience.forAppend)
    }

    /// From now on it is the turn of somebody who asked then.
    mutating func beginTurn(of askedAt: ContinuousClock.Instant) { deadline = deadline(of: askedAt) }

    /// The log answered, and has more to read.
    mutating func goesOn() {
        let now = ContinuousClock.now
        (loadedAt, deadline) = (now, now.advanced(by: patience.forAnswers))
    }

    private func deadline(of askedAt: ContinuousClock.Instant) -> ContinuousClock.Instant {
        max(askedAt, loadedAt ?? askedAt).advanced(by: patience.forAnswers)
    }

    /// Appends, or says ``CommandError/outcomeUnknown(_:)`` where that went out and no answer came.
    func append(_ append: Append) async throws(CommandError) -> AppendOutcome {
        do {
            return try await shared.append(append, until: deadline)
        } catch is AppendError {
            // The log has another event in the head's place; read from the beginning, it is told apart from this one.
            return .conflict
        } catch {
            let isUnsent = error is Late || (error as? PostgresError)?.leavesOutcomeOpen == false
            throw isUnsent ? .unavailable(DatabaseTrouble(error)) : .outcomeUnknown(DatabaseTrouble(error))
        }
    }

    func head() async throws(CommandError) -> StreamHead {
        try await stored { [log, id] in try await log.head(of: id.text) }
    }

    /// The garage as its newest snapshot has it; nil where none is of use, as the log is, too.
    func snapshot(_ codec: EventCodec, _ logger: Logger) async -> (garage: Garage, head: StreamHead, size: Int)? {
        guard let snapshots else { return nil }
        do {
            return try await Garage.newestSnapshot(of: id.text, codec, logger) { limit in
                try await stored { [id] in
                    try await snapshots.snapshot(of: id.text, form: Garage.snapshotForm, upTo: limit)
                }
            }
        } catch {
            logger.warning("no snapshot could be read", metadata: ["garage": "\(id)", "error": "\(error)"])
            return nil
        }
    }

    /// The next events behind a version, and whether there are no more.
    private func events(after version: Int64) async throws(CommandError) -> (events: [StoredEvent], isAll: Bool) {
        let batch = type(of: log).batch
        let events = try await stored { [log, id] in
            try await log.events(of: id.text, after: version, limit: batch)
        }
        return (events, events.count < batch)
    }

    /// The same, to be looked at later.
    func eventsFound(after version: Int64) async -> Result<(events: [StoredEvent], isAll: Bool), CommandError> {
        do throws(CommandError) { return .success(try await events(after: version)) } catch { return .failure(error) }
    }

    func vaultEntries(plates: [String]) async throws(CommandError) -> [VaultEntry] {
        do { return try await shared.vaultEntries(of: id.text, plates: plates, until: deadline) } catch {
            throw .unavailable(DatabaseTrouble(error))
        }
    }

    func vaultEntries(plateIDs: [[UInt8]]) async throws(CommandError) -> [VaultEntry] {
        try await stored { [log, id] in try await log.vaultEntries(of: id.text, plateIDs: plateIDs) }
    }

    /// The replies of those commands that were carried out before.
    func replies(to keys: [CommandKey]) async throws(CommandError) -> [CommandKey: StoredReply] {
        guard !keys.isEmpty else { return [:] }
        let found = try await stored { [log, id] in try await log.replies(of: id.text, to: keys.map(\.stored)) }
        let replies = Dictionary(uniqueKeysWithValues: found.map { ($0.commandID, $0) })
        return keys.reduce(into: [:]) { $0[$1] = replies[$1.stored] }
    }

    private func stored<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws(CommandError) -> Value {
        do { return try await cancelling(at: deadline, body) } catch let archived as ArchivedEvents {
            throw .archived(archived)
        } catch {
            throw .unavailable(DatabaseTrouble(error))
        }
    }
}
