/// A point in time: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// The range is that of years 1 to 9999, so adding a stay of any sane length never overflows.
public struct Instant: Sendable, Hashable, Comparable {
    /// Microseconds since the epoch, negative before it.
    public let microseconds: Int64

    /// The instant so many microseconds after the epoch.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The first instant of year 1.
    public static let earliest = Instant(microseconds: -62_135_596_800_000_000)
    /// The last instant of year 9999.
    public static let latest = Instant(microseconds: 253_402_300_799_999_999)

    /// The years of which a text may name an instant, by the clock of its offset.
    ///
    /// Far from the ends of the calendar, so that every clock on earth shows the instant as a time that has a text. Zones' rules
    /// are known no further (``ZoneRules/lastYear``), and no car has parked before.
    public static let years = 1900...2199

    /// Whether the first comes before the second.
    public static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }

    /// The instant so much later.
    public static func + (instant: Instant, span: TimeSpan) -> Instant {
        Instant(microseconds: instant.microseconds + span.microseconds)
    }

    /// The instant so much earlier.
    public static func - (instant: Instant, span: TimeSpan) -> Instant {
        Instant(microseconds: instant.microseconds - span.microseconds)
    }

    /// The elapsed time from the second instant to the first.
    public static func - (later: Instant, earlier: Instant) -> TimeSpan {
        TimeSpan(microseconds: later.microseconds - earlier.microseconds)
    }
}
