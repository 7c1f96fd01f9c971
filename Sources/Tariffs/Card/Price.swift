public import Chronology
public import Money

/// What a rate asks for a block of a stay (tariffs.md, Blocks).
public enum Price: Sendable, Hashable {
    /// An amount for every begun unit.
    ///
    /// `every` is a whole number of minutes, at most 366 days.
    case perUnit(Money, every: TimeSpan)
    /// Amounts for begun units that change with the time spent under the rate in one occurrence of its window: the
    /// first hour 3, every further hour 5 (golden cases 18, 21, 23).
    case steps([Step])
    /// One amount for each occurrence of the window that the stay touches, its first instant included.
    ///
    /// A car that leaves at 17:00:00 touches a window that opens at 17:00 (golden case 3).
    case once(Money)
    /// One amount for each local day touched in an occurrence of the window; for each 24 hours from the entry where
    /// the rate is flat (golden case 17).
    ///
    /// A car that leaves at 00:00:00 does not touch the new day. A day stays counted beside a rate that cuts into it
    /// (golden case 8).
    case perDay(Money)
    /// An amount for each hour on the clock touched, as its cell of the week says (golden case 27).
    case weekGrid(WeekGrid)
}
