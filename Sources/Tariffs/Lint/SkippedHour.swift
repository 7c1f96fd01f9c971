import Chronology

extension Inspection {
    /// Windows that do not take place on a day within a year, or on their date, as the clocks skip them then.
    mutating func findSkippedWindows() {
        let changes = (0...365).map(day.advanced(by:)).filter(mayBeSkipped)
        for (place, rate) in card.rates.enumerated() where !isFull(.windowInSkippedHour) {
            let skips = rate.allWindows.compactMap { skip(of: $0, on: changes) }
            guard let skip = skips.min() else { continue }
            report(
                .windowInSkippedHour, [place], at: skip,
                """
                A window of rate \(name(place)) does not take place when the clocks go forward to \(clock(skip)): it \
                lies in the time that they skip. Make it longer if it is to count on that day.
                """)
        }
    }

    /// Whether the clocks change on a day, or just before it.
    private func mayBeSkipped(_ day: LocalDay) -> Bool {
        let before = zone.start(of: day.previous)
        return zone.offsetSeconds(at: before) != zone.offsetSeconds(at: zone.end(of: day))
    }

    private func skip(of window: Window, on changes: [LocalDay]) -> Instant? {
        switch window {
        case .once(let from, let until):
            return skip(of: Window.stretch(from: from, until: until))
        case .weekly(let days, let from, let until):
            let hours = Window.hours(from: from, until: until)
            return changes.lazy.filter { days.contains($0.weekday) }
                .compactMap { skip(of: hours.shifted(by: LocalDateTime($0).microseconds)) }.first
        }
    }

    private func skip(of stretch: Range<Int64>) -> Instant? {
        let from = zone.instant(of: LocalDateTime(microseconds: stretch.lowerBound))
        let until = zone.instant(of: LocalDateTime(microseconds: stretch.upperBound))
        return !stretch.isEmpty && from == until && from >= start ? from : nil
    }
}
