public import Chronology

/// What an operator publishes: for whom, when, how much, and no more than what.
///
/// Any value can be written down; ``validate()`` says whether it makes sense, and a ``Tariff`` refuses one that does
/// not.
public struct Rate: Sendable, Hashable {
    /// The name by which it is replaced.
    public var id: RateID
    /// What a driver reads, 1 to 200 characters.
    public var name: String
    /// Whom it is for.
    public var audience: Audience
    /// How exclusive it is within that audience.
    public var tier: Tier
    /// When it is in force; empty for always, which is one occurrence without beginning or end.
    ///
    /// Where windows of one rate overlap, the occurrence that began first is in force to its end.
    public var windows: [Window]
    /// What it asks for a block.
    public var price: Price
    /// What its charges never exceed.
    public var caps: [Cap]
    /// How short a stay is free when this rate is in force at the entry; none by default.
    ///
    /// A stay shorter than this costs nothing; any other counts from the entry (golden case 19).
    public var grace: TimeSpan

    /// A rate; for everyone, casual, always, without caps or grace unless it says otherwise, and named by its id.
    public init(
        id: RateID, name: String? = nil, audience: Audience = .everyone, tier: Tier = .casual, windows: [Window] = [],
        price: Price, caps: [Cap] = [], grace: TimeSpan = .zero
    ) {
        self.id = id
        self.name = name ?? id.text
        self.audience = audience
        self.tier = tier
        self.windows = windows
        self.price = price
        self.caps = caps
        self.grace = grace
    }
}
