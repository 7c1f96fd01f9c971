/// What holds for a whole rate card, whichever of its rates are in force.
public struct Terms: Sendable, Hashable {
    /// What happens to begun units where rates meet.
    public var crossing: Crossing
    /// What all charges together never exceed, but for those of rates that stand outside.
    public var caps: [Cap]
    /// The tax on a charge; nil for none.
    public var tax: Tax?
    /// What is owed behind the end of a right.
    public var overstay: OverstayPolicy
    /// How much time before and behind the hours that are booked by it is forgiven.
    public var bookings: Forgiveness
    /// What was agreed with whom.
    public var agreements: [Agreement]
    /// What is sold for a time.
    public var subscriptions: [Subscription]
    /// What is given back of what was sold.
    public var refunds: RefundPolicy

    /// Terms; each block rounds by itself, and there is nothing else unless it says otherwise.
    public init(
        crossing: Crossing = .perBlock, caps: [Cap] = [], tax: Tax? = nil, overstay: OverstayPolicy = .rates,
        bookings: Forgiveness = Forgiveness(), agreements: [Agreement] = [], subscriptions: [Subscription] = [],
        refunds: RefundPolicy = RefundPolicy()
    ) {
        self.crossing = crossing
        self.caps = caps
        self.tax = tax
        self.overstay = overstay
        self.bookings = bookings
        self.agreements = agreements
        self.subscriptions = subscriptions
        self.refunds = refunds
    }
}
