public import Tariffs

/// What publishing a whole card came to.
public struct CardChange: Hashable, Sendable {
    /// The card.
    public let card: CardID
    /// The rates that are new or that changed, in the order of the card.
    public let published: [RateID]
    /// The rates that the card no longer has, in the order of the log.
    public let withdrawn: [RateID]
    /// The rates that are as they were, in the order of the card.
    public let unchanged: [RateID]
    /// Whether the terms are new or changed.
    public let termsPublished: Bool
    /// What its operator should know about the card; none of it is an error.
    public let findings: [Finding]
}
