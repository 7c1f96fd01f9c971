public import Chronology

/// An event as the log holds it: numbered and dated.
public struct RecordedEvent: Hashable, Sendable {
    /// Its place in the garage's log: 1, 2, 3 … without gaps.
    public let version: Int64
    /// When it happened at the garage.
    public let occurredAt: Instant
    /// When the log took it; never decreasing.
    public let recordedAt: Instant
    /// What happened.
    public let event: GarageEvent

    /// An event at its place in the log.
    public init(version: Int64, occurredAt: Instant, recordedAt: Instant, event: GarageEvent) {
        self.version = version
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.event = event
    }
}
