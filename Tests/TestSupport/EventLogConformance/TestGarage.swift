public import Chronology
public import EventLog

/// A garage of a test's own in a log that others may use too, and its events.
public struct TestGarage: Sendable {
    /// The log.
    public let log: any EventLog
    /// Its name.
    public let name: String

    /// A garage; without a name, one that no other test has.
    public init(in log: any EventLog, name: String? = nil) {
        self.log = log
        self.name = name ?? "garage-" + String(UInt64.random(in: 0 ... .max), radix: 36)
    }

    /// An event with a payload.
    public static func event(_ payload: String = "{}", command: String? = nil, at: Instant = noon) -> NewEvent {
        NewEvent(
            type: "entered", schemaVersion: 1, occurredAt: at, commandID: command, actor: "gate-1",
            payload: Array(payload.utf8))
    }

    /// A stored reply.
    public static func reply(_ command: String, _ text: String = "{}", version: Int64 = 1) -> StoredReply {
        StoredReply(
            commandID: command, fingerprint: Array(repeating: 7, count: 32), version: version, reply: Array(text.utf8))
    }

    /// 2 January 2025 at noon, UTC.
    public static let noon = Instant(microseconds: 1_735_819_200_000_000)

    /// Appends behind a head, or behind the one that the log has.
    public func append(
        _ events: [NewEvent], behind head: StreamHead? = nil, at recordedAt: Instant = noon,
        replies: [StoredReply] = [], plates: [VaultEntry] = []
    ) async throws -> AppendOutcome {
        let known = if let head { head } else { try await self.head }
        return try await log.append(
            Append(
                garage: name, head: known, recordedAt: recordedAt, events: events, replies: replies, plates: plates))
    }

    /// Appends, and tries again for as long as somebody else was faster.
    ///
    /// - Returns: the new head; nil where a command had been carried out before.
    public func appendEventually(
        _ events: [NewEvent], at recordedAt: Instant = noon, replies: [StoredReply] = []
    ) async throws -> StreamHead? {
        while true {
            switch try await append(events, at: recordedAt, replies: replies) {
            case .appended(let head): return head
            case .repeatedCommand: return nil
            case .conflict: continue
            }
        }
    }

    /// The head that the log has.
    public var head: StreamHead {
        get async throws { try await log.head(of: name) }
    }

    /// Every event that the log has.
    public var events: [StoredEvent] {
        get async throws { try await log.events(of: name, after: 0, limit: .max) }
    }
}
