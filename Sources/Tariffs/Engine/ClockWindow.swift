import Chronology

/// From one time on the clock to another, on some days of the week.
struct ClockWindow {
    /// Bit `n` for the weekday numbered `n`; never empty.
    private let days: UInt8
    private let from: LocalTime
    private let until: LocalTime
    private let passesMidnight: Bool

    init(_ days: some Sequence<Weekday>, from: LocalTime, until: LocalTime) {
        self.days = days.reduce(0) { $0 | 1 << UInt8($1.rawValue) }
        self.from = from
        self.until = until
        passesMidnight = until <= from
    }

    /// Local days, one after the other without a gap.
    static let day = ClockWindow(Weekday.allCases, from: .midnight, until: .endOfDay)

    /// The first occurrence that ends after an instant; ``Occurrence/never`` where it begins after the horizon.
    ///
    /// An occurrence is never longer than a day by the clock, so it begins on the instant's local day or, where it
    /// passes midnight, on the day before at the earliest.
    func occurrence(endingAfter instant: Instant, horizon: Instant, _ clock: inout ZoneCursor) -> Occurrence {
        var day = clock.day(of: instant)
        if passesMidnight { day = day.previous }
        while true {
            if days & 1 << UInt8(day.weekday.rawValue) != 0 {
                let begins = clock.instant(of: LocalDateTime(day, from))
                guard begins <= horizon else { return .never }
                let ends = clock.instant(of: LocalDateTime(passesMidnight ? day.next : day, until))
                if instant < ends, begins < ends { return Occurrence(from: begins, until: ends) }
            }
            day = day.next
        }
    }
}
