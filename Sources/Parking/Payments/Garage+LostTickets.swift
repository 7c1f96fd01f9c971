import Chronology
import Money
import Tariffs

// What a driver owes who had lost the ticket, where nobody knows whose stay ended: the exit itself is paid for.

extension Garage {
    /// An exit that is paid for by itself: its driver had lost the ticket, and no stay is known that it ended.
    func lostTicket(_ id: ExitID) -> CarExit? {
        guard let exit = stays.exits[id] ?? accounts.lostTickets[id] else { return nil }
        return exit.session == nil && exit.lostTicket != nil ? exit : nil
    }

    /// What has changed of the money for an exit, where it may be paid for by itself or was until now.
    func billed(_ id: ExitID) -> [GarageChange] { stays.exits[id]?.lostTicket == nil ? [] : [.billed(.exit(id))] }

    /// The stay of an exit is known by now, so what was paid for the exit was paid for the stay.
    mutating func payStay(_ id: SessionID, by exit: ExitID) -> [GarageChange] {
        guard stays.exits[exit]?.lostTicket != nil else { return [] }
        guard accounts.isKnown(.exit(exit)) else { return [.billed(.exit(exit))] }
        accounts.move(.exit(exit), to: .session(id), at: recordedAt)
        return [.billed(.exit(exit)), .billed(.session(id))]
    }

    /// Where an exit stands that is to be paid for.
    func position(_ id: ExitID) throws(Refusal) -> Position {
        guard let exit = stays.exits[id] ?? accounts.lostTickets[id] else { throw .exitGone(id) }
        if let session = exit.session { throw .exitOfStay(id, session) }
        switch charge(ofUnmatched: exit) {
        case nil: throw .noTicketLost(id)
        case .notPriced(let error): throw .notPriced(error)
        case .charged(let charge):
            let account = accounts[.exit(id)]
            return Position(
                bill: Bill(account, cost: charge.total, until: exit.at), cost: charge.total, isInside: false,
                tax: charge.tax?.tax, paid: account.received)
        }
    }

    /// Whether a lost ticket that was paid for would cost otherwise by now (design rule 14), and whether it is owed for.
    mutating func settleMoney(_ id: ExitID, by recorded: RecordedEvent) -> [GarageChange] {
        let (exit, bill) = (lostTicket(id), bill(of: .exit(id)))
        let differs = exit != nil && bill.map { $0.difference != .zero } ?? false
        let isOwed =
            (asksForMoney || accounts.isKnown(.exit(id))) && bill.map { $0.due > .zero } ?? false
            || differs && !openExceptions.isDismissed(.settledDiffers, of: .exit(id))
        if isOwed || accounts.lostTickets[id] != nil { accounts.owe(id, isOwed ? exit : nil) }
        return openExceptions.settle(
            .exit(id), differs ? .settledDiffers : nil, among: [.settledDiffers],
            since: exit?.at ?? recorded.occurredAt, gate: exit?.gate,
            as: ExceptionID(version: accounts[.exit(id)].version), by: recorded)
    }
}

extension Refusal {
    /// The exit is none of this garage's, or it was so long ago that it is forgotten, and owed nothing.
    public static func exitGone(_ id: ExitID) -> Refusal {
        Refusal(
            .stayGone,
            "Exit \(id) is not known any more, or never was; what it owes was settled or is not asked for.",
            field: "exit")
    }

    /// The exit ended a stay that is known.
    public static func exitOfStay(_ id: ExitID, _ session: SessionID) -> Refusal {
        Refusal(.nothingDue, "Exit \(id) ended session \(session); name that as session.", field: "exit")
    }

    /// Nobody said that the ticket was lost, so nobody knows what the car owes.
    public static func noTicketLost(_ id: ExitID) -> Refusal {
        Refusal(
            .nothingDue,
            "What exit \(id) owes is not known: nobody saw its car come in, and no ticket was lost. Find its stay (link-exit) and"
                + " name that as session.", field: "exit")
    }
}
