public import Chronology
public import Money
public import Tariffs

/// A plate's standing right: it may park for days on end, belongs to groups, or both.
public struct Permit: Hashable, Sendable {
    /// The version of the event that granted it.
    public let id: PermitID
    /// Whose it is.
    public let plate: PlateID
    /// What it gives.
    public let kind: PermitKind
    /// Its days.
    public internal(set) var days: PermitDays
    /// The groups that its holder belongs to on those days.
    public let groups: Set<GroupID>
    /// When the log heard of it.
    public let grantedAt: Instant
    /// How often it was paid for again.
    public internal(set) var renewals = 0
    /// Whether it was ended early, so that it is not renewed.
    public internal(set) var isRevoked = false
}

/// What a permit gives.
public enum PermitKind: Hashable, Sendable {
    /// Parking without paying, as for staff (golden case 31).
    case pass
    /// Parking that is paid for by the period (golden cases 30, 31).
    case subscription(PaidSubscription)
    /// No parking, but the rates of its groups.
    case membership

    /// What requests and the log call it.
    public enum Name: String, Hashable, Sendable, CaseIterable {
        case pass, subscription, membership
    }

    /// What requests and the log call it.
    public var name: Name {
        switch self {
        case .pass: .pass
        case .subscription: .subscription
        case .membership: .membership
        }
    }

    /// Whether its days are paid for.
    public var covers: Bool { self != .membership }

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

/// Local days on end.
public struct PermitDays: Hashable, Sendable {
    /// The first.
    public var first: LocalDay
    /// The last, to its end at 24:00; nil where none is set.
    public var last: LocalDay?

    /// Days from one to another, or without an end.
    public init(first: LocalDay, last: LocalDay?) {
        self.first = first
        self.last = last
    }

    /// Whether a day is one of them.
    public func contains(_ day: LocalDay) -> Bool { first <= day && !isOver(on: day) }

    /// Whether they have all gone by when a day begins.
    func isOver(on day: LocalDay) -> Bool { last.map { $0 < day } ?? false }

    /// Whether a day is one of both.
    func overlaps(_ other: PermitDays) -> Bool { !isOver(on: other.first) && !other.isOver(on: first) }
}
