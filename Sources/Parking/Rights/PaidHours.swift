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
    /// How much time before and behind them is forgiven, as the card said when they were booked (golden case 49).
    public let forgiven: Forgiveness

    /// Hours as an event holds them.
    public init(
        from: Instant, until: Instant, vehicle: CardID? = nil, total: Money, forgiven: Forgiveness = Forgiveness()
    ) {
        self.from = from
        self.until = until
        self.vehicle = vehicle
        self.total = total
        self.forgiven = forgiven
    }

    /// From when a car may come.
    public var admittedFrom: Instant { from - forgiven.before }
}

extension PaidHours: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try PaidHours(
            from: form(value!.from), until: form(value!.until), vehicle: form(value!.vehicle),
            total: form(value!.total), forgiven: form(value!.forgiven))
    }
}
