public import Chronology
public import Money

/// What a rate asks for a block of a stay (tariffs.md, Blocks).
public enum Price: Sendable, Hashable {
    /// An amount for every begun unit of a block; each block rounds up by itself.
    ///
    /// `every` is a whole number of minutes, at most 366 days.
    case perUnit(Money, every: TimeSpan)
    /// One amount for each occurrence of the window that the stay touches, its first instant included.
    ///
    /// A car that leaves at 17:00:00 touches a window that opens at 17:00 (golden case 3).
    case once(Money)
    /// One amount for each local day touched in an occurrence of the window.
    ///
    /// A car that leaves at 00:00:00 does not touch the new day. A day stays counted beside a rate that cuts into it
    /// (golden case 8).
    case perDay(Money)

    /// The amount of one unit, occurrence or day.
    public var amount: Money {
        switch self {
        case .perUnit(let amount, every: _), .once(let amount), .perDay(let amount): amount
        }
    }
}
