import Chronology
import Money

/// The accounts on which something was paid or is owed. One that is even is forgotten with its stay or its right.
struct Accounts: Hashable, Sendable {
    private var bySubject: [PaymentSubject: Account] = [:]
    /// Stays that ended with something due, or that were settled and would cost otherwise; kept however long ago that was.
    private(set) var owed: [SessionID: EndedStay] = [:]
    /// Exits whose drivers had lost their tickets and owe something, or paid something else than they cost; kept as long.
    private(set) var lostTickets: [ExitID: CarExit] = [:]
    /// Rights that are no more and for which somebody owes something or is to get something back, kept however long ago that was.
    private(set) var uneven: [PaymentSubject: Right] = [:]
    /// The receipt that was written last.
    private(set) var lastReceipt = ReceiptNumber(0)
    /// When accounts may be forgotten.
    private var settling = Agenda<Instant, PaymentSubject>()

    /// The account of something; an even one where nothing was paid.
    subscript(subject: PaymentSubject) -> Account { bySubject[subject] ?? Account() }

    /// The number of the next receipt.
    var nextReceipt: ReceiptNumber { ReceiptNumber(lastReceipt.number + 1) }

    /// Whether something was paid or let off.
    func isKnown(_ subject: PaymentSubject) -> Bool { bySubject[subject] != nil }

    mutating func change(_ subject: PaymentSubject, at now: Instant, _ change: (inout Account) -> Void) {
        change(&bySubject[subject, default: Account()])
        bySubject[subject]?.changedAt = now
        settling.add(subject, at: now)
    }

    /// A stay goes on that was settled as over: what it comes to from then on is due.
    mutating func goOn(_ subject: PaymentSubject, from end: Instant, at now: Instant) {
        guard let settlement = bySubject[subject]?.settlement, settlement.leaveBy == nil else { return }
        change(subject, at: now) {
            $0.settlement = Settlement(known: settlement.known, at: settlement.at, leaveBy: end)
        }
    }

    mutating func wrote(_ receipt: ReceiptNumber) { lastReceipt = receipt }

    /// A stay that has ended is not even, or is by now.
    mutating func owe(_ id: SessionID, _ stay: EndedStay?) { owed[id] = stay }

    /// The exit of a lost ticket is not even, or is by now.
    mutating func owe(_ id: ExitID, _ exit: CarExit?) { lostTickets[id] = exit }

    /// What was paid for one thing was paid for another, as it turns out.
    mutating func move(_ subject: PaymentSubject, to other: PaymentSubject, at now: Instant) {
        guard let account = bySubject.removeValue(forKey: subject) else { return }
        change(other, at: now) { $0 = $0.with(account) }
    }

    /// A right that is no more is not even yet, or is by now.
    mutating func keep(_ right: Right?, for subject: PaymentSubject) { uneven[subject] = right }

    /// Whether one was changed last before a limit.
    func hasOlder(than limit: Instant) -> Bool { settling.firstTime.map { $0 < limit } ?? false }

    /// Lets go of accounts that were changed last before a limit, are even, and belong to nothing that is known.
    mutating func forget(before limit: Instant, unless isKnown: (PaymentSubject) -> Bool) {
        var kept: [PaymentSubject] = []
        while let subject = settling.next(before: limit) {
            // It was changed again since.
            if let changed = bySubject[subject]?.changedAt, changed >= limit { continue }
            if isKnown(subject) { kept.append(subject) } else { bySubject[subject] = nil }
        }
        // They are looked at again when as much time has gone by.
        for subject in kept where bySubject[subject] != nil { settling.add(subject, at: limit + .days(1)) }
    }
}

extension Accounts: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Accounts(
            bySubject: form(value!.bySubject), owed: form(value!.owed),
            lostTickets: form(value!.lostTickets), uneven: form(value!.uneven),
            lastReceipt: form(value!.lastReceipt), settling: form(value!.settling))
    }
}
