import Chronology

/// A rate's windows in the form in which they are looked up.
struct Schedule {
    private let weekly: [ClockWindow]
    private let dated: [Occurrence]
    private let isAlways: Bool

    /// How many windows are looked at for an occurrence.
    var windowCount: Int { weekly.count + dated.count }

    init(_ windows: [Window], in zone: ZoneRules) {
        var weekly: [ClockWindow] = []
        var dated: [Occurrence] = []
        for window in windows {
            switch window {
            case .weekly(let days, let from, let until): weekly.append(ClockWindow(days, from: from, until: until))
            case .once(let from, let until):
                dated.append(Occurrence(from: zone.instant(of: from), until: zone.instant(of: until)))
            }
        }
        self.weekly = weekly
        self.dated = dated
        isAlways = windows.isEmpty
    }

    /// The occurrence in force at an instant, else the next one; ``Occurrence/never`` where that begins after the
    /// horizon.
    ///
    /// Where occurrences overlap it is the one that began first; of several that began together the longest.
    func occurrence(endingAfter instant: Instant, horizon: Instant, _ clock: inout ZoneCursor) -> Occurrence {
        if isAlways { return .always }
        if dated.isEmpty, weekly.count == 1 {
            return weekly[0].occurrence(endingAfter: instant, horizon: horizon, &clock)
        }
        var first = Occurrence.never
        for window in weekly {
            let next = window.occurrence(endingAfter: instant, horizon: horizon, &clock)
            if (next.from, first.until) < (first.from, next.until) { first = next }
        }
        for next in dated where next.from < next.until && instant < next.until && next.from <= horizon {
            if (next.from, first.until) < (first.from, next.until) { first = next }
        }
        return first
    }
}
