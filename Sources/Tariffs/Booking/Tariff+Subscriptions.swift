public import Chronology
public import Money

/// A period of a subscription, with what it costs at the booking.
public struct SubscriptionPeriod: Sendable, Hashable {
    /// What is sold.
    public let subscription: Subscription
    /// The first day.
    public let firstDay: LocalDay
    /// The last day, to its end at 24:00.
    public let lastDay: LocalDay
    /// What it costs, with the tax where that comes on top.
    public let total: Money
    /// How much of that is tax; nil where the card has none.
    public let tax: ChargedTax?
}

extension Tariff {
    /// What a card sells for a time, in the order in which it names it; a buyer is shown the range of their amounts.
    public func subscriptions(on card: CardID = .standard) -> [Subscription] { self.card(card).terms.subscriptions }

    /// One period of a subscription that was first bought for a day: the first one, or that of a renewal.
    ///
    /// Periods follow one another without a gap; each ends as ``Subscription/lastDay(from:renewals:)`` says (golden
    /// case 30). Throws ``BookingError``.
    public func period(
        of id: SubscriptionID, on card: CardID = .standard, from anchor: LocalDay, renewal: Int = 0
    ) throws(BookingError) -> SubscriptionPeriod {
        let terms = self.card(card).terms
        guard let subscription = terms.subscriptions.first(where: { $0.id == id }) else {
            throw .unknownSubscription(id)
        }
        guard let last = subscription.lastDay(from: anchor, renewals: renewal) else { throw .beyondCalendar }
        var first = anchor
        if renewal > 0 {
            guard let before = subscription.lastDay(from: anchor, renewals: renewal - 1) else { throw .beyondCalendar }
            first = before.next
        }
        do {
            let (total, tax) = try terms.tax.onTop(of: subscription.amount)
            return SubscriptionPeriod(
                subscription: subscription, firstDay: first, lastDay: last, total: total, tax: tax)
        } catch { throw .tariff(error) }
    }
}
