import EventLog
import Synchronization

/// A log that becomes another one while it is used, as a database does that is restored from a backup.
final class SwitchedLog: EventLog {
    private let log: Mutex<any EventLog>

    init(_ log: any EventLog) { self.log = Mutex(log) }

    func point(to other: any EventLog) { log.withLock { $0 = other } }

    private var now: any EventLog { log.withLock { $0 } }

    func append(_ append: Append) async throws -> AppendOutcome { try await now.append(append) }

    func head(of garage: String) async throws -> StreamHead { try await now.head(of: garage) }

    func events(of garage: String, after version: Int64, limit: Int) async throws -> [StoredEvent] {
        try await now.events(of: garage, after: version, limit: limit)
    }

    func replies(of garage: String, to commandIDs: [String]) async throws -> [StoredReply] {
        try await now.replies(of: garage, to: commandIDs)
    }

    func vaultEntries(of garage: String, plates: [String]) async throws -> [VaultEntry] {
        try await now.vaultEntries(of: garage, plates: plates)
    }

    func vaultEntries(of garage: String, plateIDs: [[UInt8]]) async throws -> [VaultEntry] {
        try await now.vaultEntries(of: garage, plateIDs: plateIDs)
    }

    func garages() async throws -> [String: Int64] { try await now.garages() }
}
