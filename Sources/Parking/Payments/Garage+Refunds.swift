import Chronology
import Money
import Tariffs

// What of a price falls away where what was sold ends early, by the card that it was sold by.

extension Garage {
    /// What of a right's price falls away where it ends now, whether it was paid or not; nil for nothing.
    func credit(for right: Right, at now: Instant, in settings: GarageSettings) -> Money? {
        guard right.sold != nil, !right.isRevoked else { return nil }
        let policy = terms(of: right).refunds
        let today = settings.zone.day(of: now)
        let credit =
            if let hours = right.source.hours {
                policy.amount(of: hours.total, cancelledBefore: hours.from - now)
            } else {
                right.periods.reduce(Money.zero) {
                    $0.plus(policy.amount(of: $1.total, unused: $1.days(behind: today), of: $1.days))
                }
            }
        return credit > .zero ? credit : nil
    }

    /// What of the money that was paid for a right is to be given back, where so much of its price falls away; nil for nothing.
    func refundable(_ right: Right, _ credit: Money?) -> Money? {
        guard let credit, let subject = right.sold, let price = right.price else { return nil }
        let account = accounts[subject]
        // What is kept was owed, so who has paid less gets less.
        let amount = min(account.received, account.covered.less(price.less(credit)))
        return amount > .zero ? amount : nil
    }

    /// The terms of the card that a right was sold by.
    func terms(of right: Right) -> Terms {
        let vehicle = right.source.hours?.vehicle ?? right.source.subscription?.vehicle ?? .standard
        return book.known(at: right.knownSince, before: right.id.version).card(vehicle).terms
    }

    /// What was sold ends: so much of its price falls away. Of what is no more by then, its account keeps what is to be given back.
    mutating func credit(_ right: Right?, _ credit: Money?, isGone: Bool, _ recorded: RecordedEvent) {
        guard let right, let credit, let subject = right.sold, isGone else { return }
        guard let amount = refundable(right, credit) else { return }
        let tax = terms(of: right).tax
        accounts.change(subject, at: recorded.recordedAt) { ($0.refundable, $0.tax) = (amount, tax) }
    }
}
