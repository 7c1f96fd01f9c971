public import Chronology

/// How a garage's log begins, also where its first events were moved to a file.
public struct StreamBeginning: Hashable, Sendable {
    /// When the log took the first event.
    public let recordedAt: Instant
    /// When that happened.
    public let occurredAt: Instant
    /// The last event that is archived; ``StreamHead/empty`` where none is.
    public let archived: StreamHead

    /// How a log begins.
    public init(recordedAt: Instant, occurredAt: Instant, archived: StreamHead = .empty) {
        (self.recordedAt, self.occurredAt, self.archived) = (recordedAt, occurredAt, archived)
    }
}
