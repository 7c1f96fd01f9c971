public import Tariffs

/// Something that goes on by what a card no longer has: it stands, and its operator is told.
public enum CardWarning: Hashable, Sendable {
    /// Permits of a subscription that the card sells no longer.
    case subscription(SubscriptionID, permits: Int)
    /// Permits of a subscription that the card sells for another period by now.
    case period(SubscriptionID, permits: Int)
    /// Open stays with an agreement that the card has no longer.
    case agreement(AgreementID, stays: Int)
    /// Open stays with a validation for which the card has no rates any more.
    case validation(ValidationID, stays: Int)
    /// Booked hours that are not over, where the card has no grid of hours any more.
    case hours(bookings: Int)

    /// Its stable name.
    public var code: String {
        switch self {
        case .subscription: "subscription-has-permits"
        case .period: "subscription-period-changed"
        case .agreement: "agreement-on-open-stays"
        case .validation: "validation-on-open-stays"
        case .hours: "grid-has-booked-hours"
        }
    }

    /// What goes on, for an operator.
    public var sentence: String {
        switch self {
        case .subscription(let id, let permits):
            "The card sells no subscription \(id) any more, and \(permits == 1 ? "a permit" : "\(permits) permits") of it "
                + "stand to their last days; none can be renewed."
        case .period(let id, let permits):
            "The card sells the subscription \(id) for another period, and "
                + (permits == 1
                    ? "a permit of it stands to its last day" : "\(permits) permits of it stand to their last days")
                + "; none can be renewed."
        case .agreement(let id, let stays):
            "The card has no agreement \(id) any more, and \(stays == 1 ? "an open stay" : "\(stays) open stays") with it "
                + "cost what was known at the entry."
        case .validation(let id, let stays):
            "The card has no rate for the validation \(id) any more, and "
                + "\(stays == 1 ? "an open stay" : "\(stays) open stays") with it cost what was known at the entry."
        case .hours(let bookings):
            "The card has no grid of hours any more, and \(bookings == 1 ? "a booking" : "\(bookings) bookings") by it "
                + "stand as they were paid; no hours can be booked."
        }
    }
}
