import EventLog
import Postgres
import Synchronization
import TestSupport

/// A log that falls silent: who asks it then waits until nobody wants the answer any more, as with a frozen server.
final class SilentLog: EventLog {
    private let log: any EventLog
    private let silence = Mutex(Silence.none)

    enum Silence {
        case none
        /// It answers nothing.
        case everything
        /// It takes appends and does not say so.
        case appends
    }

    init(_ log: any EventLog) { self.log = log }

    func fall(_ silence: Silence) { self.silence.withLock { $0 = silence } }

    private func answer<Value>(_ body: () async throws -> Value) async throws -> Value {
        guard silence.withLock({ $0 != .everything }) else {
            await untilCancelled()
            throw PostgresError(.cancelled, "nobody wants to know any more")
        }
        return try await body()
    }

    func append(_ append: Append) async throws -> AppendOutcome {
        guard silence.withLock({ $0 == .none }) else {
            await untilCancelled()
            throw PostgresError(.connectionLost, "the connection was given up")
        }
        return try await log.append(append)
    }

    func head(of garage: String) async throws -> StreamHead { try await answer { try await log.head(of: garage) } }

    func events(of garage: String, after version: Int64, limit: Int) async throws -> [StoredEvent] {
        try await answer { try await log.events(of: garage, after: version, limit: limit) }
    }

    func replies(of garage: String, to commandIDs: [String]) async throws -> [StoredReply] {
        try await answer { try await log.replies(of: garage, to: commandIDs) }
    }

    func vaultEntries(of garage: String, plates: [String]) async throws -> [VaultEntry] {
        try await answer { try await log.vaultEntries(of: garage, plates: plates) }
    }

    func vaultEntries(of garage: String, plateIDs: [[UInt8]]) async throws -> [VaultEntry] {
        try await answer { try await log.vaultEntries(of: garage, plateIDs: plateIDs) }
    }

    func garages() async throws -> [String: Int64] { try await answer { try await log.garages() } }
}
