import Chronology
import EventLog
import TestSupport
import Testing

/// The log in PostgreSQL, each append of which shares a transaction with another garage's.
struct TogetherLog: EventLog {
    let log: PostgresEventLog

    func append(_ append: Append) async throws -> AppendOutcome {
        let bystander = TestGarage(in: log)
        _ = try await bystander.append([TestGarage.event()])
        let head = try await bystander.head
        let other = Append(
            garage: bystander.name, head: head, recordedAt: append.recordedAt,
            events: [TestGarage.event("1"), TestGarage.event("2")], replies: [TestGarage.reply("a")])
        let standing = try await log.appendTogether([other, append])
        #expect(try await bystander.head == (standing.isEmpty ? other.newHead : head))
        try await ChainAudit.expectIntact(bystander)
        guard standing.isEmpty else { return try await log.append(append) }
        return .appended(append.newHead)
    }

    func head(of garage: String) async throws -> StreamHead { try await log.head(of: garage) }

    func events(of garage: String, after version: Int64, limit: Int) async throws -> [StoredEvent] {
        try await log.events(of: garage, after: version, limit: limit)
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
