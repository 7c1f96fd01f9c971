import Chronology
import Money
import Tariffs

// What is given back of what was sold, by the card that it was sold by.

extension Garage {
    /// What of the money that was paid for a right is to be given back where it ends now; nil for nothing.
    func refundable(_ right: Right, at now: Instant, in settings: GarageSettings) -> Money? {
        guard let subject = right.sold, let price = right.price, accounts[subject].received > .zero else { return nil }
        let policy = terms(of: right).refunds
        let share: Money
        if let hours = right.source.hours {
            share = policy.amount(of: price, cancelledBefore: hours.from - now)
        } else {
            let behind = (right.days.last ?? right.days.first).next
            let unused = max(right.days.first, settings.zone.day(of: now).next)
            share = policy.amount(
                of: price, unused: unused.distance(to: behind), of: right.days.first.distance(to: behind))
        }
        // What is kept was owed, so who has paid less gets less.
        let amount = accounts[subject].received.less(price.less(share))
        return amount > .zero ? amount : nil
    }

    /// The terms of the card that a right was sold by.
    func terms(of right: Right) -> Terms {
        let vehicle = right.source.hours?.vehicle ?? right.source.subscription?.vehicle ?? .standard
        return book.known(at: right.knownSince, before: right.id.version).card(vehicle).terms
    }

    /// Money is to be given back for something that is no more.
    mutating func owe(_ subject: PaymentSubject, back amount: Money?, _ recorded: RecordedEvent) {
        guard let amount else { return }
        accounts.change(subject, at: recorded.recordedAt) { $0.refundable = amount }
    }
}
