import Chronology

/// What a stay must be like to qualify for two early birds at once; that it enters in their hours is left to those.
struct EarlyBirdStay {
    private let exits: [Window]
    private let least: TimeSpan
    private let most: TimeSpan

    init(_ one: Rate, _ other: Rate) {
        var exits: [Window] = []
        if let exit = one.earlyBird?.exit { exits.append(exit) }
        if let exit = other.earlyBird?.exit, !exits.contains(exit) { exits.append(exit) }
        self.exits = exits
        least = max(one.conditions.least, other.conditions.least)
        most = min(one.conditions.most, other.conditions.most)
    }

    /// The first entry in some hours from which a stay qualifies; nil where there is none.
    ///
    /// Windows that only touch are not met together.
    func firstEntry(in hours: Timetable, from start: Instant, in zone: ZoneRules) -> Instant? {
        // Every week is like the first; the others are for what a skipped hour hides.
        for entry in hours.stretches(from: searched(from: start, in: zone), weeks: 3, in: zone) {
            var from = entry.lowerBound
            while from < entry.upperBound {
                guard let exit = exit(after: from, in: zone) else { return nil }
                let earliest = max(from, exit.begin - most)
                let latest = min(entry.upperBound, exit.end, exit.end - least)
                if exit.begin < exit.end, least <= most, earliest < latest { return earliest }
                from = min(entry.upperBound, exit.end)
            }
        }
        return nil
    }

    /// When the search begins: a date to leave on may be years ahead, and the stay no longer than hours.
    private func searched(from start: Instant, in zone: ZoneRules) -> Instant {
        var search = start
        for case .once(let from, let until) in exits {
            let stretch = Window.stretch(from: from, until: until)
            search = max(search, zone.instant(of: LocalDateTime(microseconds: stretch.lowerBound)) - most)
        }
        return search
    }

    /// Between when a stay that enters at an instant must end for all exits; nil where one of them is over for good.
    ///
    /// It ends before it begins where exits part. The next entry to try is its end.
    private func exit(after entry: Instant, in zone: ZoneRules) -> (begin: Instant, end: Instant)? {
        var (begin, end) = (entry, Instant.latest)
        for window in exits {
            guard let occurrence = zone.occurrence(of: window, notEndedAt: entry) else { return nil }
            begin = max(begin, occurrence.lowerBound)
            end = min(end, occurrence.upperBound)
        }
        return (begin, end)
    }
}

extension ZoneRules {
    /// The first occurrence of a window that has not ended at an instant; nil where there is none.
    fileprivate func occurrence(of window: Window, notEndedAt instant: Instant) -> Range<Instant>? {
        switch window {
        case .once(let from, let until):
            return occurrence(on: Window.stretch(from: from, until: until), notEndedAt: instant)
        case .weekly(let days, let from, let until):
            let hours = Window.hours(from: from, until: until)
            let today = day(of: instant)
            // Yesterday's may still last; two weeks on there is one even where a skipped hour has taken the first.
            for ahead in -1...15 {
                let day = today.advanced(by: ahead)
                guard days.contains(day.weekday) else { continue }
                let stretch = hours.shifted(by: LocalDateTime(day).microseconds)
                if let found = occurrence(on: stretch, notEndedAt: instant) { return found }
            }
            return nil
        }
    }

    private func occurrence(on stretch: Range<Int64>, notEndedAt instant: Instant) -> Range<Instant>? {
        let from = self.instant(of: LocalDateTime(microseconds: stretch.lowerBound))
        let until = self.instant(of: LocalDateTime(microseconds: stretch.upperBound))
        return from < until && instant < until ? from..<until : nil
    }
}
