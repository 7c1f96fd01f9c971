import Chronology

extension Inspection {
    /// Rates whose own windows overlap: a later occurrence then begins late, when the one before it has ended.
    mutating func findOverlappingWindows() {
        for place in layered where card.rates[place].windows.count > 1 && !isFull(.windowsOverlap) {
            let (week, dated) = card.rates[place].windows.ranges(from: day)
            let twice = Timetable(week: week.doubled(), dated: dated.doubled())
            let crossing = Timetable(week: week.united()).intersection(Timetable(dated: dated.united()))
            let meetings = [twice, crossing].compactMap { $0.first(from: start, in: zone) }
            guard let meeting = meetings.min() else { continue }
            report(
                .windowsOverlap, [place], at: meeting,
                """
                Windows of rate \(name(place)) overlap at \(clock(meeting)): the one that began first lasts to its \
                end. Part them, or make them one.
                """)
        }
    }
}
