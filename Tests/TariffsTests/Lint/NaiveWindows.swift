import Chronology
import Tariffs

/// Windows as their documentation has them, occurrence by occurrence, without any cleverness.
struct NaiveWindows {
    let zone: ZoneRules

    /// Those that begin on a day before another one or after it, by up to so many days, in order of time.
    func occurrences(of window: Window, around day: LocalDay, days: Int) -> [Range<Instant>] {
        switch window {
        case .once(let from, let until):
            let (from, until) = (zone.instant(of: from), zone.instant(of: until))
            return from < until ? [from..<until] : []
        case .weekly(let weekdays, let from, let until):
            return (-days...days).map(day.advanced(by:)).filter { weekdays.contains($0.weekday) }.compactMap { day in
                let begins = zone.instant(of: LocalDateTime(day, from))
                let ends = zone.instant(of: LocalDateTime(until > from ? day : day.next, until))
                return begins < ends ? begins..<ends : nil
            }
        }
    }

    /// Whether a layered rate is in force at an instant.
    func isInForce(_ rate: Rate, at instant: Instant) -> Bool {
        count(of: rate, at: instant) > 0
    }

    /// In how many occurrences of its windows an instant lies.
    func count(of rate: Rate, at instant: Instant) -> Int {
        guard !rate.windows.isEmpty else { return 1 }
        return rate.windows.reduce(0) { count, window in
            count + occurrences(of: window, around: zone.day(of: instant), days: 3).count { $0.contains(instant) }
        }
    }

    /// In how many occurrences of a rate's windows each minute of two weeks lies.
    func minutes(of rate: Rate, from day: LocalDay) -> [Int] {
        let start = zone.start(of: day)
        let length = 14 * 24 * 60
        guard !rate.windows.isEmpty else { return Array(repeating: 1, count: length) }
        var minutes = Array(repeating: 0, count: length)
        for window in rate.windows {
            for occurrence in occurrences(of: window, around: day, days: 20) {
                let first = minute(occurrence.lowerBound - start), last = minute(occurrence.upperBound - start)
                for minute in max(first, 0)..<max(min(last, length), max(first, 0)) { minutes[minute] += 1 }
            }
        }
        return minutes
    }

    private func minute(_ span: TimeSpan) -> Int { Int(span.microseconds / TimeSpan.minutes(1).microseconds) }

    /// Whether a stay that enters at an instant can qualify for all of some early birds, tried by the half hour.
    func canQualify(at entry: Instant, for birds: [Rate]) -> Bool {
        let today = zone.day(of: entry)
        var exits: [Range<Instant>] = []
        for bird in birds {
            let days = bird.conditions.entryDays
            guard days.isEmpty || days.contains(today.weekday) else { return false }
            if let window = bird.earlyBird?.entry {
                let open = occurrences(of: window, around: today, days: 3)
                guard open.contains(where: { $0.contains(entry) }) else { return false }
            }
            if let window = bird.earlyBird?.exit {
                let all = occurrences(of: window, around: today, days: 15)
                guard let next = all.first(where: { entry < $0.upperBound }) else { return false }
                exits.append(next)
            }
        }
        let last = exits.map(\.upperBound).min() ?? entry + .days(30)
        var exit = max(entry, exits.map(\.lowerBound).max() ?? entry)
        while exit < last {
            let fits = birds.allSatisfy {
                ($0.conditions.minimumStay ?? .zero) <= exit - entry
                    && exit - entry <= ($0.conditions.maximumStay ?? .days(60))
            }
            if fits { return true }
            exit = exit + .minutes(30)
        }
        return false
    }
}
