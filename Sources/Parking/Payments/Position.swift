import Chronology
import Money
import Tariffs

/// Where something stands that is to be paid for.
struct Position {
    let bill: Bill
    /// What it comes to.
    let cost: Money
    /// Whether its car is inside.
    let isInside: Bool
    /// The tax that is in it.
    let tax: Tax?

    /// What was paid of that whose tax it is: of a subscription, of the period that is not paid for yet.
    let paid: Money

    /// The tax in a part of it that is paid next.
    func tax(of amount: Money) -> PaidTax? { tax.map { PaidTax($0, in: amount, behind: paid) } }
}

extension Garage {
    /// Where something stands now: a stay that goes on, one that has ended, hours, a subscription.
    func position(_ subject: PaymentSubject, at now: Instant) throws(Refusal) -> Position {
        switch subject {
        case .session(let id): try position(id, at: now)
        case .reservation, .permit: try position(right(sold: subject), subject)
        case .exit(let id): try position(id)
        }
    }

    private func position(_ id: SessionID, at now: Instant) throws(Refusal) -> Position {
        let (outcome, end): (ChargeOutcome, Instant)
        let account = accounts[.session(id)]
        if let session = stays[id] {
            end = max(now, session.enteredAt)
            outcome = charge(of: session, until: end)
        } else if let stay = stays.ended(id) ?? accounts.owed[id], case .left(let exit) = stay.end {
            (outcome, end) = (charge(of: stay.session, by: exit), exit.at)
        } else {
            throw .stayGone(id)
        }
        switch outcome {
        case .notPriced(let error): throw .notPriced(error)
        case .charged(let charge):
            let bill = Bill(account, cost: charge.total, until: end)
            return Position(
                bill: bill, cost: charge.total, isInside: stays[id] != nil, tax: charge.tax?.tax,
                paid: account.received)
        }
    }

    private func position(_ right: Right?, _ subject: PaymentSubject) throws(Refusal) -> Position {
        guard let right else { throw .nothingOf(subject) }
        guard let bill = bill(of: right), let price = right.price else { throw .notSold(subject) }
        let account = accounts[subject]
        var before = Money.zero
        for period in right.periods.dropLast() where before.plus(period.total) <= account.covered {
            before = before.plus(period.total)
        }
        return Position(
            bill: bill, cost: price, isInside: false, tax: tax(of: right, covered: account.covered),
            paid: max(.zero, account.received.less(before)))
    }
}
