public import Chronology
public import Money
import Tariffs

/// What something costs, what of it was paid or let off, and what is still due (design rules 14 and 16).
public struct Bill: Hashable, Sendable {
    /// What was paid, less what was given back.
    public let received: Money
    /// What nobody has to pay.
    public let waived: Money
    /// What is to be paid.
    public let due: Money
    /// By how much more than what was settled it would come to, by facts that came later; negative where it is less. A person
    /// decides about it.
    public let difference: Money
    /// Until when a car that is inside may leave without paying more.
    public let leaveBy: Instant?

    /// What is claimed: it is paid, let off, or due.
    public var total: Money { received.plus(waived).plus(due) }
    /// What was paid too much and is to be given back.
    public var overpaid: Money { max(.zero, Money.zero.less(difference)) }
    /// What may be paid now: what is due, or the difference.
    public var payable: Money { due.plus(max(.zero, difference)) }

    /// The bill of an account for something that comes to so much.
    ///
    /// - Parameters:
    ///   - cost: what it comes to; for a stay, until that end.
    ///   - end: when the stay ends; nil for what is no stay.
    init(_ account: Account, cost: Money, until end: Instant? = nil) {
        (received, waived) = (account.received, account.waived)
        leaveBy = account.settlement?.leaveBy
        let more = cost.less(account.settlement?.known ?? account.covered)
        let isSettled = account.settlement.flatMap { settlement in end.map(settlement.holds) } ?? false
        // Nothing is given back but money that was paid, and that is not kept for what it costs.
        let spare = max(.zero, min(account.received, account.covered.less(cost)))
        let less = max(min(.zero, more), Money.zero.less(spare))
        due = isSettled ? .zero : max(.zero, more)
        difference = isSettled && more > .zero ? more : less
    }
}

extension Bill {
    /// A bill as a read model has it.
    package init(received: Money, waived: Money, due: Money, difference: Money, leaveBy: Instant?) {
        self.received = received
        self.waived = waived
        self.due = due
        self.difference = difference
        self.leaveBy = leaveBy
    }

    /// The bill of something for which nothing more is claimed than was paid or let off.
    init(paid account: Account) {
        (received, waived, due, difference) = (account.received, account.waived, .zero, .zero)
        leaveBy = account.settlement?.leaveBy
    }
}

extension Garage {
    /// The bill of a stay: by the exit that ended it, or if its car left at an instant. Nil where it cannot be priced.
    public func bill(of session: Session, by exit: CarExit) -> Bill? {
        bill(of: session, charge(of: session, by: exit), until: exit.at)
    }

    /// The bill of a stay by the exit that ended it, where it is known what it costs.
    public func bill(of session: Session, _ outcome: ChargeOutcome, by exit: CarExit) -> Bill? {
        bill(of: session, outcome, until: exit.at)
    }

    /// The bill of an open stay if its car left then; nil where it cannot be priced.
    public func bill(of session: Session, until exit: Instant) -> Bill? {
        bill(of: session, charge(of: session, until: exit), until: exit)
    }

    private func bill(of session: Session, _ outcome: ChargeOutcome, until end: Instant) -> Bill? {
        guard case .charged(let charge) = outcome else { return nil }
        return Bill(accounts[.session(session.id)], cost: charge.total, until: end)
    }

    /// A stay that has ended, as long as it may be mended or is owed for.
    public func endedStay(_ id: SessionID) -> (session: Session, end: StayEnd)? {
        (stays.ended(id) ?? accounts.owed[id]).map { ($0.session, $0.end) }
    }

    /// The bill of something as it stands: of a stay that has ended what it costs, of an open one what was paid. Nil where nothing
    /// is claimed.
    public func bill(of subject: PaymentSubject) -> Bill? {
        switch subject {
        case .session(let id):
            guard let stay = stays.ended(id) ?? accounts.owed[id], case .left = stay.end else { break }
            return bill(of: stay)
        case .reservation, .permit:
            if let right = right(sold: subject) { return bill(of: right) }
        case .exit(let id):
            guard let exit = lostTicket(id), case .charged(let charge)? = charge(ofUnmatched: exit) else { break }
            return Bill(accounts[subject], cost: charge.total, until: exit.at)
        }
        return paidBill(of: subject)
    }

    /// What was paid for something or let off, and nothing more; nil where nothing was.
    public func paidBill(of subject: PaymentSubject) -> Bill? { account(of: subject).map { Bill(paid: $0) } }

    /// The bill of hours that were reserved, or of a subscription.
    func bill(of right: Right) -> Bill? {
        guard let subject = right.sold, let price = right.price else { return nil }
        return Bill(accounts[subject], cost: price)
    }

    /// The bill of a stay that ends at an instant; nil where nobody asks for money here and nobody has paid.
    public func askedBill(of session: Session, until exit: Instant) -> Bill? {
        guard asksForMoney || accounts.isKnown(.session(session.id)) else { return nil }
        return bill(of: session, until: exit)
    }

    /// What a car at an exit has to pay before its barrier rises (design rule 5).
    func holds(_ session: Session, at instant: Instant) -> Money? {
        guard settings?.unpaidExit == .held, let due = bill(of: session, until: instant)?.due, due > .zero else {
            return nil
        }
        return due
    }

    /// The account of something, where something was paid for it or let off.
    public func account(of subject: PaymentSubject) -> Account? {
        accounts.isKnown(subject) ? accounts[subject] : nil
    }

    /// Whether it is asked whether stays were paid for.
    public var asksForMoney: Bool { settings.map { $0.unpaidExit != .ignored } ?? false }

    /// Notes what was paid, given back or let off.
    mutating func book(
        _ subject: PaymentSubject, _ recorded: RecordedEvent, _ change: (inout Account) -> Void
    ) -> [GarageChange] {
        accounts.change(subject, at: recorded.recordedAt) {
            change(&$0)
            $0.version = recorded.version
        }
        if let right = accounts.uneven[subject], !isUneven(right) { accounts.keep(nil, for: subject) }
        return [.billed(subject)]
    }

    /// What a stay comes to by now: what it owes, and whether that is otherwise than what was settled (design rule 14).
    mutating func settleMoney(_ id: SessionID, by recorded: RecordedEvent) -> [GarageChange] {
        let (subject, owed) = (PaymentSubject.session(id), accounts.owed[id])
        let wasPaid = accounts.isKnown(subject)
        guard asksForMoney || wasPaid || owed != nil else { return [] }
        let ended = stays.ended(id)
        let bill = (ended ?? owed).flatMap { self.bill(of: $0) }
        let differs = wasPaid && stays[id] == nil && bill.map { $0.difference != .zero } ?? false
        let isOwed =
            (asksForMoney || wasPaid) && stays[id] == nil && bill.map { $0.due > .zero } ?? false
            || differs && !openExceptions.isDismissed(.settledDiffers, of: .stay(id))
        if isOwed || owed != nil { accounts.owe(id, isOwed ? ended ?? owed : nil) }
        guard wasPaid else { return [] }
        return openExceptions.settle(
            .stay(id), differs ? .settledDiffers : nil, among: [.settledDiffers],
            since: (ended ?? owed)?.end.at ?? recorded.occurredAt, gate: (ended ?? owed)?.session.gate,
            // No event that moves money raises anything else.
            as: ExceptionID(version: accounts[subject].version), by: recorded)
    }

    /// The bill of a stay that its car's exit has ended; nil of any other, and where it cannot be priced.
    private func bill(of stay: EndedStay) -> Bill? {
        guard case .left(let exit) = stay.end else { return nil }
        return bill(of: stay.session, by: exit)
    }

    /// By how much a stay that has ended would cost otherwise than what was settled.
    private func difference(of id: SessionID) -> Money {
        (stays.ended(id) ?? accounts.owed[id]).flatMap { bill(of: $0) }?.difference ?? .zero
    }

    func difference(of exception: GarageException) -> Money? {
        exception.subject.session.map { difference(of: $0) }
            ?? exception.subject.exit.flatMap { bill(of: .exit($0))?.difference }
    }

    /// A person has said that what was settled otherwise stays so: it is not kept for that any more.
    mutating func letGo(_ exception: GarageException) {
        if case .sold(let subject) = exception.subject, exception.kind == .refundDue {
            if bill(of: subject)?.due == .zero { accounts.keep(nil, for: subject) }
        }
        guard exception.kind == .settledDiffers else { return }
        if let id = exception.subject.session, bill(of: .session(id))?.due == .zero { accounts.owe(id, nil) }
        if let id = exception.subject.exit, bill(of: .exit(id))?.due == .zero { accounts.owe(id, nil) }
    }

    /// Lets go of accounts that are even and belong to nothing that is known.
    mutating func forgetAccounts(before limit: Instant) {
        guard accounts.hasOlder(than: limit) else { return }
        let (stays, rights, owed, uneven) = (stays, rights, accounts.owed, accounts.uneven)
        let lostTickets = accounts.lostTickets
        accounts.forget(before: limit) { subject in
            switch subject {
            case .session(let id): stays.known(id) != nil || owed[id] != nil
            case .exit(let id): stays.exits[id] != nil || lostTickets[id] != nil
            case .reservation, .permit: rights[RightID(version: subject.version)] != nil || uneven[subject] != nil
            }
        }
    }
}

extension Right {
    /// What a payment for it names; nil for what nobody buys.
    public var sold: PaymentSubject? {
        switch source {
        case .hours: .reservation(ReservationID(version: id.version))
        case .subscription: .permit(PermitID(version: id.version))
        case .day, .pass, .membership, .further: nil
        }
    }

    /// What it has cost so far, with all its periods, less what has fallen away; nil for what nobody buys.
    public var price: Money? {
        switch source {
        case .hours(let hours, _): hours.total.less(credit)
        case .subscription: periods.reduce(Money.zero) { $0.plus($1.total) }.less(credit)
        case .day, .pass, .membership, .further: nil
        }
    }
}
