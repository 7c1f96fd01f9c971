import EventLog
import Synchronization

/// A log that counts what is asked of it, and does with appends what a test wants.
final class HookedLog: EventLog {
    typealias Hook = @Sendable (Append, () async throws -> AppendOutcome) async throws -> AppendOutcome

    /// How often something was asked.
    struct Counts: Hashable, Sendable {
        var appends = 0
        var heads = 0
        var reads = 0
        /// How many events were handed out.
        var events = 0
    }

    private let log: any EventLog
    private let hook: Hook
    /// What happens before events are handed over that were asked for.
    private let reading: @Sendable () async -> Void
    private let counted = Mutex(Counts())

    init(
        _ log: any EventLog, hook: @escaping Hook = { _, append in try await append() },
        reading: @escaping @Sendable () async -> Void = {}
    ) {
        self.log = log
        self.reading = reading
        self.hook = hook
    }

    var counts: Counts { counted.withLock { $0 } }

    func append(_ append: Append) async throws -> AppendOutcome {
        counted.withLock { $0.appends += 1 }
        return try await hook(append) { try await log.append(append) }
    }

    func head(of garage: String) async throws -> StreamHead {
        counted.withLock { $0.heads += 1 }
        return try await log.head(of: garage)
    }

    func events(of garage: String, after version: Int64, limit: Int) async throws -> [StoredEvent] {
        counted.withLock { $0.reads += 1 }
        await reading()
        let events = try await log.events(of: garage, after: version, limit: limit)
        counted.withLock { $0.events += events.count }
        return events
    }

    func replies(of garage: String, to commandIDs: [String]) async throws -> [StoredReply] {
        try await log.replies(of: garage, to: commandIDs)
    }

    func vaultEntries(of garage: String, plates: [String]) async throws -> [VaultEntry] {
        try await log.vaultEntries(of: garage, plates: plates)
    }

    func vaultEntries(of garage: String, plateIDs: [[UInt8]]) async throws -> [VaultEntry] {
        try await log.vaultEntries(of: garage, plateIDs: plateIDs)
    }

    func garages() async throws -> [String: Int64] { try await log.garages() }
}
