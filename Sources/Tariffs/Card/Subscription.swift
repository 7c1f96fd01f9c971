public import Chronology
public import Money

/// A right to park that is sold for a time (golden cases 30, 31).
public struct Subscription: Sendable, Hashable {
    /// Its name.
    public var id: SubscriptionID
    /// What a buyer reads; 1 to 200 characters.
    public var name: String
    /// What one period costs.
    public var amount: Money
    /// How long one period is.
    public var period: Period

    /// How long one period of a subscription is.
    public enum Period: String, Sendable, Hashable, CaseIterable {
        case week, month, year
    }

    /// A subscription.
    public init(id: SubscriptionID, name: String? = nil, amount: Money, period: Period) {
        self.id = id
        self.name = name ?? id.text
        self.amount = amount
        self.period = period
    }

    /// The last day that it covers, to its end at 24:00, when it was bought for a day and renewed so many times.
    ///
    /// That is the day before the next period's first one, so that periods never overlap and a week has seven days. Periods
    /// are counted from the first day, never from the last renewal: sold on 31 January a month ends on 27 February, since
    /// the next begins on the 28th, and that one ends on 30 March (golden case 30). Nil where the next one would begin
    /// beyond the year 9999.
    public func lastDay(from first: LocalDay, renewals: Int) -> LocalDay? {
        guard (0...120_000).contains(renewals) else { return nil }
        let next =
            switch period {
            case .week: first.adding(days: 7 * (renewals + 1))
            case .month: first.adding(months: renewals + 1)
            case .year: first.adding(months: 12 * (renewals + 1))
            }
        return next?.previous
    }
}

extension LocalDay {
    /// So many days later; nil beyond the year 9999.
    fileprivate func adding(days: Int) -> LocalDay? {
        let later = advanced(by: days)
        return later.civil.year <= 9999 ? later : nil
    }

    /// The same day of a later month, or that month's last one where it has no such day; nil beyond the year
    /// 9999.
    fileprivate func adding(months: Int) -> LocalDay? {
        let (year, month, day) = civil
        let counted = year * 12 + month - 1 + months
        let (later, of) = (counted / 12, counted % 12 + 1)
        return LocalDay(year: later, month: of, day: min(day, LocalDay.length(of: of, in: later)))
    }
}
