public import Chronology

/// When a rate is in force, on the clock on the garage's wall.
///
/// A window occurs; each occurrence is half-open, its end belongs to what follows. Occurrences are separate even where
/// they touch: 00:00–24:00 on every day makes one a day, though begun units run on. A time that the clocks skip or repeat is the instant that
/// ``ZoneRules/instant(of:)`` says, so an occurrence that lies wholly in a skipped hour does not take place.
public enum Window: Sendable, Hashable {
    /// From one time to another on some days of the week.
    ///
    /// Where `until` is not after `from`, the window passes midnight; it belongs to the day on which it begins.
    /// 00:00–24:00 is a whole day, whatever its length in hours.
    case weekly(days: Set<Weekday>, from: LocalTime, until: LocalTime)
    /// Once, as on an event's date.
    case once(from: LocalDateTime, until: LocalDateTime)
}
