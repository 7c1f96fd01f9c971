import Chronology

extension StayConditions {
    /// The days of entry, all where it says none.
    var days: Set<Weekday> { entryDays.isEmpty ? Set(Weekday.allCases) : entryDays }

    /// The shortest stay; lengths beyond twenty years are cut to that.
    var least: TimeSpan { min(max(minimumStay ?? .zero, .zero), StayConditions.longest) }

    /// The longest stay.
    var most: TimeSpan { min(max(maximumStay ?? StayConditions.longest, .zero), StayConditions.longest) }

    private static let longest = TimeSpan.days(7_305)

    /// Whether no stay fulfils both.
    ///
    /// "Up to 4 hours" and "from 4 hours" exclude each other: only a stay of 4 hours to the microsecond fulfils both,
    /// and no operator could write them apart.
    func excludes(_ other: StayConditions) -> Bool {
        most <= other.least || other.most <= least
            || (!entryDays.isEmpty && !other.entryDays.isEmpty && entryDays.isDisjoint(with: other.entryDays))
    }

    /// Whether whatever stay fulfils one fulfils the other.
    func agrees(with other: StayConditions) -> Bool {
        least == other.least && most == other.most && (entryDays == other.entryDays || days == other.days)
    }

    /// Whether every stay fulfils it.
    var isNone: Bool { agrees(with: StayConditions()) }
}
