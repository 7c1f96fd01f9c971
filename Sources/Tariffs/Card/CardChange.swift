/// What somebody says of a card: the parts that are named. What is left out stays as the card has it.
public struct CardChange: Sendable, Hashable {
    /// All of its rates; nil where they stay as they are.
    public let rates: [Rate]?
    /// The parts of the terms that are named.
    public let parts: Set<TermsPart>
    /// What is said of those; of the rest the default.
    let terms: Terms

    /// All of a card.
    public init(_ card: RateCard) {
        self.init(rates: card.rates, Set(TermsPart.allCases), of: card.terms)
    }

    /// Some parts of terms, and rates where those are named.
    public init(rates: [Rate]? = nil, _ parts: Set<TermsPart>, of terms: Terms) {
        self.rates = rates
        self.parts = parts
        var named = Terms()
        for part in parts { part.copy(from: terms, to: &named) }
        self.terms = named
    }

    /// A card with what is named in the place of its own.
    public func over(_ standing: RateCard) -> RateCard {
        var card = standing
        if let rates { card.rates = rates }
        for part in parts { part.copy(from: terms, to: &card.terms) }
        return card
    }

    /// What a card has that is left out here, by the names in its JSON.
    public func kept(of standing: RateCard) -> [String] {
        (rates == nil && !standing.rates.isEmpty ? ["rates"] : [])
            + TermsPart.allCases.filter { !parts.contains($0) && $0.stands(in: standing.terms) }.map(\.rawValue)
    }
}
