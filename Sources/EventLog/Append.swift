public import Chronology

/// What is appended to one garage's stream in one transaction: all of it or nothing.
public struct Append: Sendable {
    /// The garage.
    public let garage: String
    /// The head that the events are meant to follow.
    public let head: StreamHead
    /// When the log takes them; not before the head's.
    public let recordedAt: Instant
    /// The events, in order; there may be none where a command changed nothing.
    public let events: [NewEvent]
    /// The replies of the commands that led to them.
    public let replies: [StoredReply]
    /// The plates that they name for the first time.
    public let plates: [VaultEntry]
    /// The words that they refer to.
    public let texts: [TextEntry]
    /// The hashes of the events, each following the one before.
    public let hashes: [EventHash]

    /// An append behind a head; the chain is computed here.
    public init(
        garage: String, head: StreamHead, recordedAt: Instant, events: [NewEvent], replies: [StoredReply] = [],
        plates: [VaultEntry] = [], texts: [TextEntry] = []
    ) {
        self.garage = garage
        self.head = head
        self.recordedAt = max(recordedAt, head.recordedAt)
        self.events = events
        self.replies = replies
        self.plates = plates
        self.texts = texts
        var hashes: [EventHash] = []
        hashes.reserveCapacity(events.count)
        var hash = head.hash
        for (index, event) in events.enumerated() {
            hash = hash.next(
                garage: garage, version: head.version + Int64(index) + 1, recordedAt: self.recordedAt, event: event)
            hashes.append(hash)
        }
        self.hashes = hashes
    }

    /// The head once it is done.
    public var newHead: StreamHead {
        guard let last = hashes.last else { return head }
        return StreamHead(version: head.version + Int64(events.count), hash: last, recordedAt: recordedAt)
    }
}

/// What became of an append.
public enum AppendOutcome: Hashable, Sendable {
    /// All of it is in the log, for good.
    case appended(StreamHead)
    /// Nothing was appended: the stream's head is another one. Read on and decide again.
    case conflict
    /// Nothing was appended: a command among the replies was carried out before. Look the replies up.
    case repeatedCommand
}

/// A garage whose head is not its last event.
public struct HeadDisagreement: Hashable, Sendable {
    /// The garage.
    public let garage: String
    /// Where its log is said to end.
    public let head: StreamHead
    /// Its last event.
    public let last: StreamHead

    /// What does not fit.
    public init(garage: String, head: StreamHead, last: StreamHead) {
        self.garage = garage
        self.head = head
        self.last = last
    }
}

/// Why an append can never succeed. Nothing was appended.
public enum AppendError: Error, Hashable, Sendable {
    /// The stream has the expected version but another event there: the head belongs to a history that this log does
    /// not have, such as one that was lost when a backup was restored. What was decided on it is void.
    case foreignHead(garage: String, version: Int64)
}

/// The reply of a command that was carried out.
public struct StoredReply: Hashable, Sendable {
    /// The command's id.
    public let commandID: String
    /// A digest of what was asked.
    public let fingerprint: [UInt8]
    /// The garage's version once it was carried out.
    public let version: Int64
    /// The reply, a JSON text that names no plate.
    public let reply: [UInt8]

    /// A reply.
    public init(commandID: String, fingerprint: [UInt8], version: Int64, reply: [UInt8]) {
        self.commandID = commandID
        self.fingerprint = fingerprint
        self.version = version
        self.reply = reply
    }
}
