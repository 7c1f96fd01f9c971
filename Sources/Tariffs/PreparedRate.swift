import Chronology

/// A rate that makes sense, with its windows and caps in the form in which they are looked up.
struct PreparedRate {
    let published: PublishedRate
    /// Group before public; within an audience event before advanced before casual.
    let exclusivity: Int
    /// Shorter periods first.
    let caps: [PreparedCap]
    private let weekly: [ClockWindow]
    private let dated: [Occurrence]

    var rate: Rate { published.rate }

    init(_ published: PublishedRate, in zone: ZoneRules) throws(TariffError) {
        let rate = published.rate
        do { try rate.validate() } catch { throw .invalidRate(rate.id, error) }
        self.published = published
        exclusivity = (rate.audience == .everyone ? 0 : Tier.allCases.count) + rate.tier.rawValue
        caps = PreparedCap.shortestFirst(rate.caps)
        var weekly: [ClockWindow] = []
        var dated: [Occurrence] = []
        for window in rate.windows {
            switch window {
            case .weekly(let days, let from, let until):
                weekly.append(ClockWindow(days, from: from, until: until))
            case .once(let from, let until):
                dated.append(Occurrence(from: zone.instant(of: from), until: zone.instant(of: until)))
            }
        }
        self.weekly = weekly
        self.dated = dated
    }

    /// Whether a driver of these groups may have the rate.
    func isFor(_ groups: Set<GroupID>) -> Bool {
        switch rate.audience {
        case .everyone: true
        case .group(let group): groups.contains(group)
        }
    }

    /// The occurrence in force at an instant, else the next one; nil where that begins after the horizon.
    ///
    /// Where occurrences overlap it is the one that began first; of several that began together the longest.
    func occurrence(endingAfter instant: Instant, horizon: Instant, in zone: ZoneRules) -> Occurrence? {
        if weekly.isEmpty && dated.isEmpty { return .always }
        var first: Occurrence?
        func consider(_ occurrence: Occurrence) {
            guard let best = first else { return first = occurrence }
            if (occurrence.from, best.until) < (best.from, occurrence.until) { first = occurrence }
        }
        for window in weekly {
            if let next = window.occurrence(endingAfter: instant, horizon: horizon, in: zone) { consider(next) }
        }
        for next in dated where next.from < next.until && instant < next.until && next.from <= horizon {
            consider(next)
        }
        return first
    }
}
