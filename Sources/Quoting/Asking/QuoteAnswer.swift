public import Chronology
public import Money
public import Parking
public import Tariffs

/// What the rate tester answers, in the order in which it was asked.
public struct QuoteAnswer: Sendable {
    /// The currency of all amounts.
    public var currency: Currency
    /// The zone of all times.
    public var zone: ZoneRules
    /// Each stay with what it costs, or why it cannot be priced.
    public var charges: [(stay: Stay, outcome: ChargeOutcome)] = []
    /// What booked hours cost.
    public var hours: Hours?
    /// What a subscription costs.
    public var subscription: SubscriptionPrice?
    /// What stays of growing length cost.
    public var curve: PriceCurve?
    /// How long the budget lasts.
    public var affordable: Affordable?

    /// What hours cost.
    public enum Hours: Hashable, Sendable {
        /// Hours that begin at a time.
        case booked(Stay, Charge)
        /// Over all hours of a day with which they may begin.
        case range(ClosedRange<Money>)
    }

    /// What a subscription costs.
    public enum SubscriptionPrice: Hashable, Sendable {
        /// One period of the one that was named.
        case period(SubscriptionPeriod)
        /// Over all that the card sells, each for one period.
        case range(ClosedRange<Money>, [SubscriptionPeriod])
    }

    /// An answer that says nothing yet.
    public init(currency: Currency, zone: ZoneRules) {
        self.currency = currency
        self.zone = zone
    }
}
