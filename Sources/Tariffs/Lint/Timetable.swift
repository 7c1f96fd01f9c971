import Chronology

/// When something is in force on the clock on the wall: at hours of every week, and on dates.
///
/// Sets are intersected on the clock and turned into instants at the end. As the map from the clock to instants is
/// monotone, that is the same as the other way round; what lies in a skipped hour comes to nothing.
struct Timetable {
    /// Stretches of the week, in microseconds since Monday 00:00.
    var week: [Range<Int64>] = []
    /// Stretches of the calendar, in wall-clock microseconds since 1970.
    var dated: [Range<Int64>] = []

    static let aDay: Int64 = 86_400_000_000
    static let aWeek = 7 * aDay
    /// How far ahead a weekly meeting is looked for: one that only falls into skipped hours ends sooner.
    static let weeksAhead: Int64 = 60

    static let always = Timetable(week: [0..<aWeek])
    static let never = Timetable()

    var isEmpty: Bool { week.isEmpty && dated.isEmpty }

    /// What is in force today or later of some windows; always where there are none.
    init(of windows: [Window], from day: LocalDay) {
        guard !windows.isEmpty else {
            self = .always
            return
        }
        let ranges = windows.ranges(from: day)
        week = ranges.week.united()
        dated = ranges.dated.united()
    }

    /// Whole days of the week.
    init(days: Set<Weekday>) {
        week = days.map { Window.weekday($0)..<Window.weekday($0) + Timetable.aDay }.united()
    }

    /// The same hours on all days.
    static func daily(_ from: LocalTime, _ until: LocalTime) -> Timetable {
        Timetable(week: [Window.daily(from, until)].ranges(from: LocalDay(daysSinceEpoch: 0)).week.united())
    }

    init(week: [Range<Int64>] = [], dated: [Range<Int64>] = []) {
        self.week = week
        self.dated = dated
    }

    /// What is in force at both; in a long stretch of the calendar the first weeks of what recurs.
    func intersection(_ other: Timetable) -> Timetable {
        var both = dated.intersection(other.dated)
        for stretch in dated { both += other.recurring(in: stretch) }
        for stretch in other.dated { both += recurring(in: stretch) }
        return Timetable(week: week.intersection(other.week), dated: both.united())
    }

    private func recurring(in stretch: Range<Int64>) -> [Range<Int64>] {
        guard !week.isEmpty else { return [] }
        var monday = Timetable.monday(before: stretch.lowerBound)
        let end = min(stretch.upperBound, monday + Timetable.weeksAhead * Timetable.aWeek)
        var found: [Range<Int64>] = []
        while monday < end {
            for hours in week {
                let range = hours.shifted(by: monday).clamped(to: stretch)
                if !range.isEmpty { found.append(range) }
            }
            monday += Timetable.aWeek
        }
        return found
    }

    /// Whether it is in force whenever another one is.
    func covers(_ other: Timetable) -> Bool {
        other.week.subtracting(week).isEmpty
            && other.dated.subtracting(dated).allSatisfy { $0.inWeek.united().subtracting(week).isEmpty }
    }

    /// The first instant at or after another one at which it is in force; nil where there is none within
    /// ``weeksAhead``, or no date.
    func first(from start: Instant, in zone: ZoneRules) -> Instant? {
        let date = dated.lazy.compactMap { zone.instants(of: $0, from: start) }.first?.lowerBound
        var monday = Timetable.monday(before: zone.local(start).microseconds)
        for _ in 0..<Timetable.weeksAhead where !week.isEmpty {
            for hours in week {
                guard let found = zone.instants(of: hours.shifted(by: monday), from: start) else { continue }
                return min(found.lowerBound, date ?? found.lowerBound)
            }
            monday += Timetable.aWeek
        }
        return date
    }

    /// The stretches of time in which it is in force in some weeks from an instant on, and those of its dates.
    func stretches(from start: Instant, weeks: Int64, in zone: ZoneRules) -> [Range<Instant>] {
        let monday = Timetable.monday(before: zone.local(start).microseconds)
        let recurring = recurring(in: monday..<monday + weeks * Timetable.aWeek)
        return (recurring + dated).compactMap { zone.instants(of: $0, from: start) }.sorted {
            $0.lowerBound < $1.lowerBound
        }
    }

    /// The Monday 00:00 at or before a time on the clock; 1970 began on a Thursday.
    static func monday(before local: Int64) -> Int64 {
        let sinceMonday = (local + 3 * aDay) % aWeek
        return local - (sinceMonday < 0 ? sinceMonday + aWeek : sinceMonday)
    }
}

extension Range<Int64> {
    func shifted(by distance: Int64) -> Self { lowerBound + distance..<upperBound + distance }

    /// The same stretch of the calendar as stretches of the week, of which it may pass the end.
    var inWeek: [Self] {
        let whole = 0..<Timetable.aWeek
        guard upperBound - lowerBound < Timetable.aWeek else { return [whole] }
        let range = shifted(by: -Timetable.monday(before: lowerBound))
        return [range, range.shifted(by: -Timetable.aWeek)].map { $0.clamped(to: whole) }.filter { !$0.isEmpty }
    }
}

extension ZoneRules {
    /// What takes place at or after an instant of a stretch on the clock; nil where nothing does.
    func instants(of range: Range<Int64>, from start: Instant) -> Range<Instant>? {
        let until = instant(of: LocalDateTime(microseconds: range.upperBound))
        guard start < until else { return nil }
        let from = max(instant(of: LocalDateTime(microseconds: range.lowerBound)), start)
        return from < until ? from..<until : nil
    }
}
