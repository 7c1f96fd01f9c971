import EventLog

/// What of a garage stands in a log.
struct Trace: Hashable {
    let events: [StoredEvent]
    let replies: Set<StoredReply>
    let plates: Set<VaultEntry>

    /// - Parameters:
    ///   - plates: the plates to look for.
    ///   - ids: the commands to look for.
    init(_ log: any EventLog, plates: [String] = [], ids: [String] = []) async throws {
        events = try await log.events(of: "mitte", after: 0, limit: .max)
        replies = Set(try await log.replies(of: "mitte", to: ids))
        self.plates = Set(try await log.vaultEntries(of: "mitte", plates: plates))
    }
}
