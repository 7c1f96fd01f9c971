public import Money

/// What a stay costs, line by line, what it would have cost otherwise, and which rates were not applied.
public struct Charge: Sendable, Hashable {
    /// The card that priced it.
    public let card: CardID
    /// The time of the stay without gaps or overlaps, in order; behind it what caps took off, in order of time; last a
    /// tax on top.
    ///
    /// A `once` rate that the exit only touches, and a fee beside the rates, have lines without length.
    public let lines: [ChargeLine]
    /// The sum of the lines.
    public let total: Money
    /// How much of the total is tax; nil where the card has none.
    public let tax: ChargedTax?
    /// The ways in which the stay could be priced, where there was more than one; the cheapest was charged, of equals
    /// the first (tariffs.md, Candidates).
    public let candidates: [PricedCandidate]
    /// The rates that stand on no line, in the order of the log.
    public let leftOut: [LeftOut]
    /// An agreement that was applied but that the book does not know.
    public let unknownAgreement: AgreementID?
}

/// A tax and how much of a total it is.
public struct ChargedTax: Sendable, Hashable {
    /// The tax.
    public let tax: Tax
    /// Its part of the total, rounded half up.
    public let amount: Money
}

/// One way in which a stay could be priced, and what it comes to before tax.
public struct PricedCandidate: Sendable, Hashable {
    /// The way.
    public let way: Way
    /// The sum of its lines.
    public let total: Money
    /// Whether it is the one that was charged.
    public let isChosen: Bool

    /// How a stay is priced.
    public enum Way: Sendable, Hashable {
        /// By the rates in force, without those of a validation.
        case layered
        /// By the rates in force, those of the stay's validations first.
        case validated
        /// As a whole, by an early bird.
        case earlyBird(RateID, version: Int64)
    }
}
