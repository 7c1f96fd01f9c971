/// A tariff as an operator writes it down: rates and the terms that hold for all of them.
public struct RateCard: Sendable, Hashable {
    /// The rates, each id once.
    public var rates: [Rate]
    /// What holds for all of them.
    public var terms: Terms

    /// The most rates a card may have.
    public static let mostRates = 1_000

    /// A card.
    public init(rates: [Rate], terms: Terms = Terms()) {
        self.rates = rates
        self.terms = terms
    }
}
