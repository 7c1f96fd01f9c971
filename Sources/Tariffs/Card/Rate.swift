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
    /// What makes it price a whole stay instead; a rate with an early bird has no windows.
    public var earlyBird: EarlyBird?
    /// What a stay must be like.
    public var conditions: StayConditions
    /// What it asks for a block.
    public var price: Price
    /// Whether its days and its caps by the day run from the entry instead of the calendar (golden cases 13, 17).
    public var flat: Bool
    /// What its charges never exceed.
    public var caps: [Cap]
    /// Whether its charges count towards the card's caps; nil where the rate does not say, which counts as included
    /// and is an error for an event's rate on a card that has caps.
    public var cardCaps: CardCaps?
    /// How short a stay is free when this rate is in force at the entry; none by default.
    ///
    /// A stay shorter than this costs nothing; any other counts from the entry (golden case 19). Where no rate is in force
    /// at the entry, it is the grace of the first one met, covered or not, and counts from where that is met.
    public var grace: TimeSpan
    /// How much is always taken off the beginning of what is to be paid when this rate is in force at the entry
    /// (golden case 20); where none is, of what is to be paid from where this rate, as the first, is met.
    public var free: TimeSpan
    /// How many minutes go unnoticed behind the last unit of a block before another is begun (golden case 23).
    ///
    /// They do not add up: units = max(1, ⌈(t − tolerance) / unit⌉).
    public var tolerance: TimeSpan

    /// How a rate stands to the caps of its card.
    public enum CardCaps: String, Sendable, Hashable, CaseIterable {
        /// Its charges count towards them.
        case included
        /// Its charges stand beside them.
        case excluded
    }

    /// A rate; for everyone, casual, always, without caps or allowances unless it says otherwise, and named by its id.
    public init(
        id: RateID, name: String? = nil, audience: Audience = .everyone, tier: Tier = .casual, windows: [Window] = [],
        earlyBird: EarlyBird? = nil, conditions: StayConditions = StayConditions(), price: Price, flat: Bool = false,
        caps: [Cap] = [], cardCaps: CardCaps? = nil, grace: TimeSpan = .zero, free: TimeSpan = .zero,
        tolerance: TimeSpan = .zero
    ) {
        self.id = id
        self.name = name ?? id.text
        self.audience = audience
        self.tier = tier
        self.windows = windows
        self.earlyBird = earlyBird
        self.conditions = conditions
        self.price = price
        self.flat = flat
        self.caps = caps
        self.cardCaps = cardCaps
        self.grace = grace
        self.free = free
        self.tolerance = tolerance
    }
}
