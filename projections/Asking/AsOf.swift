public import Chronology
public import EventLog

/// A moment in the past, and in which sense a question is about it.
public struct AsOf: Hashable, Sendable {
    /// Which of an event's two times counts.
    public enum Basis: String, Hashable, Sendable, CaseIterable {
        /// What the log had heard of by then.
        case known
        /// What had happened by then, as far as the log knows today.
        case happened
    }

    /// The moment; what bears this very time is included.
    public var moment: Instant
    /// The sense.
    public var basis: Basis

    /// A moment in the past.
    public init(_ moment: Instant, basis: Basis = .known) {
        self.moment = moment
        self.basis = basis
    }

    /// Whether an event counts.
    public func counts(_ stored: StoredEvent) -> Bool {
        switch basis {
        case .known: stored.recordedAt <= moment
        case .happened: stored.event.occurredAt <= moment
        }
    }
}
