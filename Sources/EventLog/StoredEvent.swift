public import Chronology

/// An event as the log holds it.
public struct StoredEvent: Hashable, Sendable {
    /// Its place in the garage's stream.
    public let version: Int64
    /// When the log took it.
    public let recordedAt: Instant
    /// What was appended.
    public let event: NewEvent
    /// The end of the garage's chain at this event.
    public let hash: EventHash
    /// What is taken in instead; nil where nothing replaces it. The hash knows nothing of it.
    public internal(set) var replacement: Replacement?

    /// An event at its place.
    public init(version: Int64, recordedAt: Instant, event: NewEvent, hash: EventHash) {
        self.version = version
        self.recordedAt = recordedAt
        self.event = event
        self.hash = hash
    }
}

/// An event on its way into the log.
public struct NewEvent: Hashable, Sendable {
    /// What happened, by name.
    public let type: String
    /// The version of the payload's form.
    public let schemaVersion: Int16
    /// When it happened at the garage.
    public let occurredAt: Instant
    /// The command that led to it; nil for an import.
    public let commandID: String?
    /// Who sent that command.
    public let actor: String
    /// The request that brought it, as a `traceparent`; nil where none did.
    public let trace: String?
    /// A JSON text, kept byte by byte.
    public let payload: [UInt8]

    /// An event that happened.
    public init(
        type: String, schemaVersion: Int16, occurredAt: Instant, commandID: String?, actor: String,
        trace: String? = nil,
        payload: [UInt8]
    ) {
        self.type = type
        self.schemaVersion = schemaVersion
        self.occurredAt = occurredAt
        self.commandID = commandID
        self.actor = actor
        self.trace = trace
        self.payload = payload
    }
}

/// The end of a garage's stream, behind which the next events go.
public struct StreamHead: Hashable, Sendable {
    /// The version of the last event; 0 where there is none.
    public let version: Int64
    /// The hash of the last event.
    public let hash: EventHash
    /// When the log took it.
    public let recordedAt: Instant

    /// A head.
    public init(version: Int64, hash: EventHash, recordedAt: Instant) {
        self.version = version
        self.hash = hash
        self.recordedAt = recordedAt
    }

    /// The head of a stream that ends with an event.
    public init(_ last: StoredEvent) {
        self.init(version: last.version, hash: last.hash, recordedAt: last.recordedAt)
    }

    /// The head of a stream without events.
    public static let empty = StreamHead(version: 0, hash: .zero, recordedAt: .earliest)
}
