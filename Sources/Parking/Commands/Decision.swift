public import Chronology

/// What a command leads to: facts for the log, in order, and an answer.
public struct Decision: Hashable, Sendable {
    /// An event and when it happened.
    public struct Fact: Hashable, Sendable {
        /// When it happened.
        public let occurredAt: Instant
        /// What happened.
        public let event: GarageEvent
    }

    /// What the log takes; nothing where the command repeats an earlier one.
    public let facts: [Fact]
    /// The answer.
    public let result: CommandResult
    /// Whether a report names a vehicle of a type that the garage does not know; it is a fact all the same.
    public internal(set) var namesUnknownVehicle = false

    init(_ result: CommandResult, at instant: Instant, _ events: GarageEvent...) {
        self.init(result, at: instant, events)
    }

    init(_ result: CommandResult, at instant: Instant, _ events: [GarageEvent]) {
        self.init(result, events.map { Fact(occurredAt: instant, event: $0) })
    }

    init(_ result: CommandResult, _ facts: [Fact]) {
        self.result = result
        self.facts = facts
    }
}
