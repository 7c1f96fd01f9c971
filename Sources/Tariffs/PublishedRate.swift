public import Chronology

/// A rate with the place in the garage's log of the event that published it.
public struct PublishedRate: Sendable, Hashable {
    /// What was published.
    public let rate: Rate
    /// When the log took it.
    public let recordedAt: Instant
    /// The version of the event in the garage's stream.
    public let version: Int64

    /// A rate as an event published it.
    public init(_ rate: Rate, recordedAt: Instant, version: Int64) {
        self.rate = rate
        self.recordedAt = recordedAt
        self.version = version
    }

    /// Whether a stay knows it that started at an instant, with an event of this version.
    ///
    /// It does when the rate was recorded before the start; at the very same instant, when it stands earlier in the
    /// log (tariffs.md, As known at the start; golden case 9).
    public func isKnown(at start: Instant, before version: Int64) -> Bool {
        recordedAt < start || (recordedAt == start && self.version < version)
    }
}
