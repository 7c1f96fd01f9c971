import Chronology

extension Window {
    /// Where a day of the week begins, in microseconds since Monday 00:00.
    static func weekday(_ day: Weekday) -> Int64 { Int64(day.rawValue - 1) * Timetable.aDay }

    /// The times from midnight, in microseconds, between which a weekly window lasts.
    static func hours(from: LocalTime, until: LocalTime) -> Range<Int64> {
        let begin = Int64(from.seconds) * 1_000_000
        let end = Int64(until.seconds) * 1_000_000
        return begin..<(until > from ? end : end + Timetable.aDay)
    }

    /// The same hours on all days.
    static func daily(_ from: LocalTime, _ until: LocalTime) -> Window {
        .weekly(days: Set(Weekday.allCases), from: from, until: until)
    }

    /// How long it lasts as the clock shows it.
    var length: TimeSpan {
        switch self {
        case .weekly(_, let from, let until):
            let hours = Window.hours(from: from, until: until)
            return TimeSpan(microseconds: hours.upperBound - hours.lowerBound)
        case .once(let from, let until):
            let stretch = Window.stretch(from: from, until: until)
            return TimeSpan(microseconds: stretch.upperBound - stretch.lowerBound)
        }
    }

    /// Whether it has a date.
    var isDated: Bool {
        if case .once = self { true } else { false }
    }

    /// The part of a date's window that lies within the calendar; empty where it ends before it begins.
    static func stretch(from: LocalDateTime, until: LocalDateTime) -> Range<Int64> {
        let (first, last) = (Instant.earliest.microseconds, Instant.latest.microseconds)
        let begin = min(max(from.microseconds, first), last)
        return begin..<max(begin, min(until.microseconds, last))
    }
}

extension [Window] {
    /// The stretches of the week and of the calendar, from a day on, in which windows are open, one by one.
    func ranges(from day: LocalDay) -> (week: [Range<Int64>], dated: [Range<Int64>]) {
        var week: [Range<Int64>] = []
        var dated: [Range<Int64>] = []
        let today = LocalDateTime(day).microseconds..<Int64.max
        for window in self {
            switch window {
            case .weekly(let days, let from, let until):
                let hours = Window.hours(from: from, until: until)
                for day in days {
                    // Counted from a Monday, so that what passes the week's end comes to its beginning.
                    week += hours.shifted(by: Window.weekday(day) + Timetable.monday(before: 0)).inWeek
                }
            case .once(let from, let until):
                let stretch = Window.stretch(from: from, until: until).clamped(to: today)
                if !stretch.isEmpty { dated.append(stretch) }
            }
        }
        return (week, dated)
    }
}
