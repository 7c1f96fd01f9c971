public import Chronology

/// How much time before and behind booked hours a card forgives (golden case 49).
///
/// A car that comes no earlier, or leaves no later, pays nothing for that time; any other pays for all of it.
public struct Forgiveness: Sendable, Hashable {
    /// How long before its hours a car may come.
    public var before: TimeSpan
    /// How long behind its hours a car may leave.
    public var after: TimeSpan

    /// No time, unless it says otherwise.
    public init(before: TimeSpan = .zero, after: TimeSpan = .zero) {
        self.before = before
        self.after = after
    }
}
