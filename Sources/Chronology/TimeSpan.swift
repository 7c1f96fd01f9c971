/// Elapsed time in microseconds: what a stopwatch shows, whatever the clocks on the wall did meanwhile.
public struct TimeSpan: Sendable, Hashable, Comparable {
    /// The length in microseconds; negative when it runs backwards.
    public let microseconds: Int64

    /// A span of so many microseconds.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// No time at all.
    public static let zero = TimeSpan(microseconds: 0)

    /// So many seconds.
    public static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(microseconds: count * 1_000_000) }
    /// So many minutes.
    public static func minutes(_ count: Int64) -> TimeSpan { .seconds(count * 60) }
    /// So many hours of sixty minutes.
    public static func hours(_ count: Int64) -> TimeSpan { .minutes(count * 60) }
    /// So many times twenty-four hours, which is not always a local day.
    public static func days(_ count: Int64) -> TimeSpan { .hours(count * 24) }

    /// Whether the first comes before the second.
    public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.microseconds < b.microseconds }
    /// The sum of two spans.
    public static func + (a: TimeSpan, b: TimeSpan) -> TimeSpan {
        TimeSpan(microseconds: a.microseconds + b.microseconds)
    }
    /// The difference of two spans.
    public static func - (a: TimeSpan, b: TimeSpan) -> TimeSpan {
        TimeSpan(microseconds: a.microseconds - b.microseconds)
    }

    /// How many units have begun within this span: the quotient rounded up; zero for an empty or negative span.
    ///
    /// - Precondition: `unit` is positive.
    public func begun(_ unit: TimeSpan) -> Int64 {
        precondition(unit.microseconds > 0, "a unit of time is longer than nothing")
        guard microseconds > 0 else { return 0 }
        return (microseconds - 1) / unit.microseconds + 1
    }
}
