public import Chronology
public import Money

/// One step of a price that changes with the time spent under its rate.
///
/// A unit that begins within the step is charged by it, and runs its whole length even where the step ends within it.
public struct Step: Sendable, Hashable {
    /// What a begun unit costs.
    public var amount: Money
    /// How long a unit is: whole minutes, at most 366 days.
    public var every: TimeSpan
    /// How long the step lasts; nil for the last one, which has no end.
    public var lasting: TimeSpan?

    /// A step; the last one unless it says how long it lasts.
    public init(_ amount: Money, every: TimeSpan, lasting: TimeSpan? = nil) {
        self.amount = amount
        self.every = every
        self.lasting = lasting
    }
}
