import Chronology
import Money
import Tariffs

// What of a price falls away where what was sold ends early, by the card that it was sold by.

extension Garage {
    /// What of a right's price falls away where it ends now, whether it was paid or not; nil for nothing.
    func credit(for right: Right, at now: Instant, in settings: GarageSettings) -> Money? {
        guard right.sold != nil, !right.isRevoked else { return nil }
        let today = settings.zone.day(of: now)
        let credit =
            if let hours = right.source.hours {
                terms(of: right).refunds.amount(of: hours.total, cancelledBefore: hours.from - now)
            } else {
                right.periods.reduce(Money.zero) {
                    let policy = terms(of: right, as: $1.knownAt, $1.version).refunds
                    return $0.plus(policy.amount(of: $1.total, unused: $1.days(behind: today), of: $1.days))
                }
            }
        return credit > .zero ? credit : nil
    }

    /// What of the money that was paid for a right is to be given back, where so much of its price falls away; nil for nothing.
    func refundable(_ right: Right, _ credit: Money?) -> Money? {
        guard let credit else { return nil }
        var ended = right
        ended.credit = credit
        let amount = overpaid(ended)
        return amount > .zero ? amount : nil
    }

    /// The terms of the card that a right was sold by; of a subscription, the first period.
    func terms(of right: Right) -> Terms { terms(of: right, as: right.knownSince, right.id.version) }

    /// The tax of the card that the next money for a right is for: of a subscription, the period that is not paid for yet.
    func tax(of right: Right, covered: Money) -> Tax? {
        var sum = Money.zero
        let next = right.periods.first { period in
            sum = sum.plus(period.total)
            return sum > covered
        }
        guard let period = next ?? right.periods.last else { return terms(of: right).tax }
        return terms(of: right, as: period.knownAt, period.version).tax
    }

    /// The terms of a right's card, as it was known then and before that event. A type of vehicle without a card of its own goes
    /// by the standard one (``Tariff/card(_:)``).
    private func terms(of right: Right, as instant: Instant, _ version: Int64) -> Terms {
        let vehicle = right.source.hours?.vehicle ?? right.source.subscription?.vehicle ?? .standard
        let known = book.known(at: instant, before: version)
        return known.card(known.cards.contains(vehicle) ? vehicle : .standard).terms
    }

    /// The right that was sold under a number: one that stands or has ended lately, or one that is no more and not even.
    func right(sold subject: PaymentSubject) -> Right? {
        switch subject {
        case .session, .exit: nil
        case .reservation(let id): reservation(id) ?? accounts.uneven[subject]
        case .permit(let id): permit(id) ?? accounts.uneven[subject]
        }
    }

    /// What of the money that was paid for a right is to be given back, as so much of its price has fallen away.
    func overpaid(_ right: Right) -> Money { bill(of: right)?.overpaid ?? .zero }

    /// What is to be given back of what was paid for hours or a subscription.
    func refundDue(_ subject: PaymentSubject) -> Money { right(sold: subject).map(overpaid) ?? .zero }

    /// Whether somebody owes something for a right that is no more, or is to get something back. Where money is looked after
    /// elsewhere, nobody owes what nothing was ever paid for.
    func isUneven(_ right: Right) -> Bool {
        guard let subject = right.sold, let bill = bill(of: right) else { return false }
        return overpaid(right) > .zero || bill.due > .zero && (asksForMoney || accounts.isKnown(subject))
    }

    /// A right is over and forgotten: what is owed for it, or to be given back, is not.
    mutating func remember(_ right: Right) {
        if let subject = right.sold, isUneven(right) { accounts.keep(right, for: subject) }
    }

    /// A right is gone as if it had never been: nobody owes anything for it, and what is to be given back is remembered.
    mutating func rememberRefund(of right: Right) {
        if let subject = right.sold, overpaid(right) > .zero { accounts.keep(right, for: subject) }
    }

    /// Whether an event has made money to be given back, or it was.
    mutating func settleRefund(_ subject: PaymentSubject?, by recorded: RecordedEvent) -> [GarageChange] {
        guard let subject, accounts.isKnown(subject) else { return [] }
        return openExceptions.settle(
            .sold(subject), refundDue(subject) > .zero ? .refundDue : nil, among: [.refundDue],
            since: recorded.occurredAt, gate: nil, by: recorded)
    }
}
