public import Chronology
import Tariffs

/// What the clock on the garage's wall shows at every minute around a change of clocks, by the minute's number.
///
/// Windows are read off the latest time that the clock has shown so far, which is what makes them monotone across a
/// change of clocks.
public struct WallClock: Sendable {
    let zone: ZoneRules
    private let begin: Instant
    /// What the clock shows.
    private let showing: [LocalDateTime]
    /// The latest time that it has shown.
    private let shown: [LocalDateTime]
    /// A number for each hour that the clock shows without a jump.
    private let hours: [Int]

    private static let minute = TimeSpan.minutes(1).microseconds

    /// A clock that shows every minute of a time; stays on it begin three days later at the earliest, longer than any
    /// window lasts, and end two days earlier at the latest.
    public init(_ zone: ZoneRules, from begin: Instant, until end: Instant) {
        var (showing, shown, hours): ([LocalDateTime], [LocalDateTime], [Int]) = ([], [], [])
        for index in 0..<Int((end - begin).inMinutes) {
            let now = zone.local(begin + .minutes(Int64(index)))
            if let last = showing.last {
                let goesOn = now.microseconds - last.microseconds == WallClock.minute
                let begins = now.microseconds % (60 * WallClock.minute) == 0
                hours.append(hours[index - 1] + (goesOn && !begins ? 0 : 1))
            } else {
                hours.append(0)
            }
            showing.append(now)
            shown.append(max(now, shown.last ?? now))
        }
        self.zone = zone
        (self.begin, self.showing, self.shown, self.hours) = (begin, showing, shown, hours)
    }

    /// The number of the minute that begins at an instant.
    func minute(of instant: Instant) -> Int { Int((instant - begin).inMinutes) }

    /// The instant at which a minute begins.
    func instant(_ minute: Int) -> Instant { begin + .minutes(Int64(minute)) }

    /// The latest time shown by a minute.
    func time(_ minute: Int) -> LocalDateTime { shown[minute] }

    /// What the clock shows at a minute, and the number of that hour.
    func hour(_ minute: Int) -> (local: LocalDateTime, number: Int) { (showing[minute], hours[minute]) }

    /// The first minute that shows a time or a later one; the number of minutes where none does.
    func first(_ time: LocalDateTime) -> Int {
        var (low, high) = (0, shown.count)
        while low < high {
            let middle = (low + high) / 2
            if shown[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The times at which a window takes place, as minutes, but for those without a minute.
    func occurrences(of window: Window) -> [Range<Int>] {
        let found: [(LocalDateTime, LocalDateTime)]
        switch window {
        case .once(let from, let until): found = [(from, until)]
        case .weekly(let weekdays, let from, let until):
            found = (shown[0].day...shown[shown.count - 1].day).filter { weekdays.contains($0.weekday) }.map {
                (LocalDateTime($0, from), LocalDateTime(until <= from ? $0.next : $0, until))
            }
        }
        return found.map { first($0.0)..<first($0.1) }.filter { !$0.isEmpty }
    }

    /// Of every minute of a stretch the occurrence in force: the one that began first, of several that began together
    /// the longest.
    func schedule(_ windows: [Window], in stretch: ClosedRange<Int>) -> [Range<Int>?] {
        guard !windows.isEmpty else { return [Range<Int>?](repeating: .min ..< .max, count: stretch.count) }
        var schedule = [Range<Int>?](repeating: nil, count: stretch.count)
        let all = windows.flatMap(occurrences)
        for occurrence in all.sorted(by: { ($1.lowerBound, $0.upperBound) < ($0.lowerBound, $1.upperBound) }) {
            for minute in occurrence.clamped(to: Range(stretch)) { schedule[minute - stretch.lowerBound] = occurrence }
        }
        return schedule
    }
}
