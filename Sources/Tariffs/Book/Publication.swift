public import Chronology

/// Something that an event of the garage's log did to a rate card.
public struct Publication: Sendable, Hashable {
    /// What was published.
    public let content: Content
    /// On which card.
    public let card: CardID
    /// When it became known, by the clock of its own moment (design rule 18).
    public let knownAt: Instant
    /// The version of the event in the garage's stream.
    public let version: Int64

    /// What may be published.
    public enum Content: Sendable, Hashable {
        /// A rate; it replaces an earlier one of its id.
        case rate(Rate)
        /// That a rate is no longer offered.
        case withdrawal(RateID)
        /// What holds for the whole card; it replaces earlier terms.
        case terms(Terms)
    }

    /// A publication, as an event made it.
    public init(_ content: Content, on card: CardID = .standard, knownAt: Instant, version: Int64) {
        self.content = content
        self.card = card
        self.knownAt = knownAt
        self.version = version
    }

    /// Whether a stay knows it that started at an instant, with an event of this version.
    ///
    /// It does when it was known before the start; at the very same instant, when it stands earlier in the log
    /// (tariffs.md, As known at the start; golden case 9).
    public func isKnown(at start: Instant, before version: Int64) -> Bool {
        knownAt < start || (knownAt == start && self.version < version)
    }
}
