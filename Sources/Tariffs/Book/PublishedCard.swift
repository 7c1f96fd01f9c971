/// A rate card as publications have made it, each part with the version of the event that put it there.
public struct PublishedCard: Sendable, Hashable {
    /// The rates on offer, in the order of the log.
    public internal(set) var rates: [PublishedRate] = []
    /// What holds for all of them.
    public internal(set) var terms = Terms()
    /// The version of the event that published the terms; nil where none did.
    public internal(set) var termsVersion: Int64?
    /// The rates that were withdrawn and not published again, with the version of the withdrawal.
    public internal(set) var withdrawn: [PublishedRate] = []

    /// A card without rates: all time is free.
    public init() {}

    /// The card with some of its rates.
    public func only(_ isWanted: (Rate) -> Bool) -> PublishedCard {
        var card = self
        card.rates.removeAll { !isWanted($0.rate) }
        card.withdrawn.removeAll { !isWanted($0.rate) }
        return card
    }

    /// The card by itself.
    public var card: RateCard { RateCard(rates: rates.map(\.rate), terms: terms) }
}

/// A rate with the version of the event that published or withdrew it.
public struct PublishedRate: Sendable, Hashable {
    /// What was published.
    public let rate: Rate
    /// The version of the event in the garage's stream.
    public let version: Int64

    /// A rate as an event published it.
    public init(_ rate: Rate, version: Int64) {
        self.rate = rate
        self.version = version
    }
}
