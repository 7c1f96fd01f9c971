/// A time of day on a clock on the wall: seconds since local midnight, 00:00:00 to 24:00:00.
///
/// 24:00 ends a day and equals no time within it; a source's "23:59" as the end of a day means 24:00.
public struct LocalTime: Sendable, Hashable, Comparable {
    /// Seconds since midnight, 0 to 86 400.
    public let seconds: Int32

    /// The start of the day.
    public static let midnight = LocalTime(seconds: 0)
    /// The end of the day.
    public static let endOfDay = LocalTime(seconds: 86_400)

    private init(seconds: Int32) {
        self.seconds = seconds
    }

    /// The time of an hour, minute and second; nil beyond 24:00:00.
    public init?(hour: Int, minute: Int = 0, second: Int = 0) {
        guard (0...24).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        let seconds = hour * 3600 + minute * 60 + second
        guard seconds <= 86_400 else { return nil }
        self.init(seconds: Int32(seconds))
    }

    /// Whether the first comes before the second.
    public static func < (a: LocalTime, b: LocalTime) -> Bool { a.seconds < b.seconds }
}
