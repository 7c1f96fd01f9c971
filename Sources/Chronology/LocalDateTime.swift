/// What the calendar and the clock on a garage's wall show: microseconds since local 1970-01-01T00:00, without a zone.
public struct LocalDateTime: Sendable, Hashable, Comparable {
    /// Wall-clock microseconds since 1970-01-01T00:00.
    public let microseconds: Int64

    static let microsecondsADay: Int64 = 86_400_000_000

    /// The wall-clock time so many microseconds after 1970-01-01T00:00.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// A time on a day; 24:00 is the next day's midnight.
    public init(_ day: LocalDay, _ time: LocalTime = .midnight) {
        self.init(
            microseconds: Int64(day.daysSinceEpoch) * LocalDateTime.microsecondsADay + Int64(time.seconds) * 1_000_000)
    }

    /// The calendar day shown.
    public var day: LocalDay {
        let day = LocalDateTime.microsecondsADay
        return LocalDay(daysSinceEpoch: Int32((microseconds >= 0 ? microseconds : microseconds - day + 1) / day))
    }

    /// Microseconds since that day's midnight, as the clock shows it.
    public var microsecondOfDay: Int64 {
        microseconds - Int64(day.daysSinceEpoch) * LocalDateTime.microsecondsADay
    }

    /// Whether the first comes before the second.
    public static func < (a: LocalDateTime, b: LocalDateTime) -> Bool { a.microseconds < b.microseconds }
}
