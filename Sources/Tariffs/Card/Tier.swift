/// How exclusive a rate is within its audience: event before advanced before casual (tariffs.md, Layering).
public enum Tier: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// The ordinary rates, by day and after hours.
    case casual
    /// Rates that go before the ordinary ones, such as long-term parking.
    case advanced
    /// Rates of an event's date.
    case event

    /// Less exclusive before more.
    public static func < (a: Tier, b: Tier) -> Bool { a.rawValue < b.rawValue }
}
