public import Chronology

/// What a stay must be like for a rate to be in force in it at all (tariffs.md, Candidates).
public struct StayConditions: Sendable, Hashable {
    /// The local days of the week on which the car may have come in; empty for all.
    public var entryDays: Set<Weekday>
    /// The shortest stay, from entry to exit.
    public var minimumStay: TimeSpan?
    /// The longest stay, from entry to exit.
    public var maximumStay: TimeSpan?

    /// Conditions; none unless it says otherwise.
    public init(entryDays: Set<Weekday> = [], minimumStay: TimeSpan? = nil, maximumStay: TimeSpan? = nil) {
        self.entryDays = entryDays
        self.minimumStay = minimumStay
        self.maximumStay = maximumStay
    }
}
