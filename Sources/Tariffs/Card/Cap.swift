public import Chronology
public import Money

/// A most that the charges of a rate, or of a whole card, come to within each window of a period (tariffs.md, Caps).
///
/// A charge belongs to the instant at which its unit begins. In a window charges count in order of time: the one that
/// reaches the cap is cut to it, the rest of the window costs nothing. Caps of shorter periods settle first.
public struct Cap: Sendable, Hashable {
    /// What the charges of one window never exceed.
    public var amount: Money
    /// The windows.
    public var period: CapPeriod

    /// A most in each window of a period.
    public init(_ amount: Money, in period: CapPeriod) {
        self.amount = amount
        self.period = period
    }
}

/// The windows of a cap.
public enum CapPeriod: Sendable, Hashable {
    /// Windows of one length, back to back from the entry: 24 hours from the entry, any 12 hours.
    ///
    /// The length is a whole number of minutes.
    case elapsed(TimeSpan)
    /// Local days, from 00:00 to 24:00.
    case calendarDay
    /// A shift or a night, every day from one time to another; `until` not after `from` passes midnight.
    ///
    /// What is charged outside the window is not capped by it.
    case clock(from: LocalTime, until: LocalTime)
}
