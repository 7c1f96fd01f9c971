/// Zone rules that remember the stretch of equal offset that was asked about last.
///
/// The moments of one stay nearly always lie in one stretch, so nothing is searched for. The answers are those of
/// ``ZoneRules``.
public struct ZoneCursor: Sendable {
    /// The rules.
    public let rules: ZoneRules
    private var offset: Int64
    private var since: Int64
    private var until: Int64

    /// A cursor on the stretch of an instant.
    public init(_ rules: ZoneRules, at instant: Instant) {
        self.rules = rules
        (offset, since, until) = rules.stretch(at: instant.microseconds)
    }

    private mutating func move(to microseconds: Int64) {
        guard microseconds < since || microseconds >= until else { return }
        (offset, since, until) = rules.stretch(at: microseconds)
    }

    /// What the clock on the wall shows at an instant.
    public mutating func local(_ instant: Instant) -> LocalDateTime {
        move(to: instant.microseconds)
        return LocalDateTime(microseconds: instant.microseconds + offset)
    }

    /// The local day of an instant.
    public mutating func day(of instant: Instant) -> LocalDay { local(instant).day }

    /// The first instant at which the clock on the wall shows this time or a later one; see ``ZoneRules/instant(of:)``.
    public mutating func instant(of local: LocalDateTime) -> Instant {
        let candidate = local.microseconds - offset
        // Two days into a stretch no clock of an earlier one has shown the time: offsets differ by less.
        if candidate < until, since == .min || candidate - since >= 2 * LocalDateTime.microsecondsADay {
            return Instant(microseconds: candidate)
        }
        let found = rules.instant(of: local)
        move(to: found.microseconds)
        return found
    }

    /// The first instant after this one at which the clock shows a whole hour or jumps.
    public mutating func hourEnd(after instant: Instant) -> Instant {
        let hour: Int64 = 3_600_000_000
        let past = local(instant).microseconds % hour
        let end = instant.microseconds + hour - (past >= 0 ? past : past + hour)
        while until < end {
            let next = rules.stretch(at: until)
            guard next.offset == offset else { return Instant(microseconds: until) }
            until = next.until
        }
        return Instant(microseconds: end)
    }
}
