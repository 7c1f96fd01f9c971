public import Money
public import Tariffs

/// What a permit gives.
public enum PermitKind: Hashable, Sendable {
    /// Parking without paying, as for staff (golden case 31).
    case pass
    /// Parking that is paid for by the period (golden cases 30, 31).
    case subscription(PaidSubscription)
    /// No parking, but the rates of its groups.
    case membership
    /// A permit of another plate, whose one place this one's car may take: of all its plates one may be inside at a time.
    case further(PermitID)

    /// What requests and the log call it.
    public enum Name: String, Hashable, Sendable, CaseIterable {
        case pass, subscription, membership, further
    }

    /// What requests and the log call it.
    public var name: Name {
        switch self {
        case .pass: .pass
        case .subscription: .subscription
        case .membership: .membership
        case .further: .further
        }
    }

    /// What was bought; nil for what nobody buys.
    public var subscription: PaidSubscription? {
        guard case .subscription(let subscription) = self else { return nil }
        return subscription
    }
}

/// A subscription as it was bought, by the rates known then.
public struct PaidSubscription: Hashable, Sendable {
    /// What the card calls it.
    public let id: SubscriptionID
    /// How long one period was.
    public let period: Subscription.Period
    /// The type of the vehicle whose card sold it; nil for the standard card.
    public let vehicle: CardID?
    /// What the first period cost.
    public let total: Money

    /// A subscription as an event holds it.
    public init(id: SubscriptionID, period: Subscription.Period, vehicle: CardID? = nil, total: Money) {
        self.id = id
        self.period = period
        self.vehicle = vehicle
        self.total = total
    }
}

extension PaidSubscription: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try PaidSubscription(
            id: form(value!.id), period: form(value!.period), vehicle: form(value!.vehicle), total: form(value!.total))
    }
}
