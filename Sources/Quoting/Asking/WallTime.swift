public import Chronology

/// A time as people write it: with an offset, or as the clock on the garage's wall shows it.
public enum WallTime: Hashable, Sendable {
    /// With its offset, such as `2026-03-02T08:00:00+01:00`.
    case instant(Instant)
    /// By the clock on the wall, such as `2026-03-02T08:00`.
    case local(LocalDateTime)

    /// Reads either form; nil for any other text.
    public init?(_ text: String) {
        if let instant = Instant(text) {
            self = .instant(instant)
        } else if let local = LocalDateTime(text) {
            self = .local(local)
        } else {
            return nil
        }
    }

    /// The instant; of a time that the clock shows twice the first, of one that it skips that of the skip.
    public func instant(in zone: ZoneRules) -> Instant {
        switch self {
        case .instant(let instant): instant
        case .local(let local): zone.instant(of: local)
        }
    }

    /// What the clock on the wall shows then.
    public func local(in zone: ZoneRules) -> LocalDateTime {
        switch self {
        case .instant(let instant): zone.local(instant)
        case .local(let local): local
        }
    }
}
