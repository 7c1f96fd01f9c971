import EventLog

/// A log that has lost an event.
struct TornLog: EventLog {
    let log: any EventLog
    /// The version that nobody finds.
    let lost: Int64

    func append(_ append: Append) async throws -> AppendOutcome { try await log.append(append) }

    func head(of garage: String) async throws -> StreamHead { try await log.head(of: garage) }

    func events(of garage: String, after version: Int64, limit: Int) async throws -> [StoredEvent] {
        try await log.events(of: garage, after: version, limit: limit).filter { $0.version != lost }
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
