public import Chronology
public import Money

/// What a rate asks for a block of a stay (tariffs.md, Blocks).
public enum Price: Sendable, Hashable {
    /// An amount for every begun unit.
    ///
    /// Each block rounds by itself; where windows of the rate touch, units run on (golden case 54).
    ///
    /// `every` is a whole number of minutes, at most 366 days.
    case perUnit(Money, every: TimeSpan)
    /// Amounts for begun units that change with the time spent under the rate in one occurrence of its window: the
    /// first hour 3, every further hour 5 (golden cases 18, 21, 23).
    ///
    /// Within the occurrence they run on, whatever cuts into it: another rate, covered time, an agreement's minutes. What
    /// a cut leaves of a begun unit is used before another begins; the next occurrence begins the steps anew, even where
    /// the windows touch.
    case steps([Step])
    /// One amount for each occurrence of the window that the stay touches, its first instant included.
    ///
    /// A car that leaves at 17:00:00 touches a window that opens at 17:00, and pays for it (golden case 3). It does not
    /// where that instant is covered or free, or where a more exclusive rate is in force at it.
    case once(Money)
    /// One amount for each local day touched; for each 24 hours from the entry where the rate is flat (golden case 17).
    ///
    /// A day counts once for a rate, however many of its windows lie in it; a window that passes midnight touches two. A
    /// car that leaves at 00:00:00 does not touch the new day. A day stays counted beside a rate that cuts into it
    /// (golden case 8).
    case perDay(Money)
    /// An amount for each hour on the clock touched, as its cell of the week says (golden case 27).
    ///
    /// An hour counts once for a rate, however many of its windows cut it.
    case weekGrid(WeekGrid)
}
