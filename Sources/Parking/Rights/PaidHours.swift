public import Chronology
public import Money
public import Tariffs

/// Hours of a local day that were paid when they were booked, by the rates known then (golden cases 27–29).
public struct PaidHours: Hashable, Sendable {
    /// When they begin.
    public let from: Instant
    /// When they end, within the same local day.
    public let until: Instant
    /// The type of the vehicle that they were priced for; nil for the standard card.
    public let vehicle: CardID?
    /// What they cost.
    public let total: Money

    /// Hours as an event holds them.
    public init(from: Instant, until: Instant, vehicle: CardID? = nil, total: Money) {
        self.from = from
        self.until = until
        self.vehicle = vehicle
        self.total = total
    }
}
