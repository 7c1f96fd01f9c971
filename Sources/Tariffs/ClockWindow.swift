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

    /// The first occurrence that ends after an instant; nil where it begins after the horizon.
    ///
    /// An occurrence begins on the local day before the instant's at the earliest: it is never longer than a day by
    /// the clock.
    func occurrence(endingAfter instant: Instant, horizon: Instant, in zone: ZoneRules) -> Occurrence? {
        var day = zone.day(of: instant).previous
        while true {
            if days & 1 << UInt8(day.weekday.rawValue) != 0 {
                let begins = zone.instant(of: LocalDateTime(day, from))
                guard begins <= horizon else { return nil }
                let ends = zone.instant(of: LocalDateTime(passesMidnight ? day.next : day, until))
                if instant < ends, begins < ends { return Occurrence(from: begins, until: ends) }
            }
            day = day.next
        }
    }
}
