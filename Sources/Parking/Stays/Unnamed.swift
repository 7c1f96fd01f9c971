import Chronology

extension Stays {
    /// What passed that nobody can tell apart (design rule 10), in the order of time: whoever passes next may belong to it, and
    /// nobody looks for that among all that the garage remembers.
    struct Unnamed: Hashable, Sendable {
        /// Stays of cars that are inside.
        private(set) var inside = InOrder<SessionID>()
        /// Stays, also those that have ended.
        private(set) var entered = InOrder<SessionID>()
        /// Exits that ended no stay, as long as an entry may turn out to belong to them.
        private(set) var exits = InOrder<ExitID>()
        /// Of these, the exits whose drivers had lost their tickets.
        private(set) var lostTickets = InOrder<ExitID>()

        mutating func add(_ session: Session, isInside: Bool) {
            guard session.car == .unknown else { return }
            entered.add(session.id, at: session.enteredAt)
            if isInside { inside.add(session.id, at: session.enteredAt) }
        }

        mutating func remove(_ session: Session) {
            guard session.car == .unknown else { return }
            entered.remove(session.id, at: session.enteredAt)
            leave(session)
        }

        /// The car is not inside any more, or not for itself.
        mutating func leave(_ session: Session) {
            if session.car == .unknown { inside.remove(session.id, at: session.enteredAt) }
        }

        mutating func add(_ exit: CarExit) {
            guard exit.isUnmatched else { return }
            exits.add(exit.id, at: exit.at)
            if exit.lostTicket != nil { lostTickets.add(exit.id, at: exit.at) }
        }

        mutating func remove(_ exit: CarExit) {
            guard exit.isUnmatched else { return }
            exits.remove(exit.id, at: exit.at)
            lostTickets.remove(exit.id, at: exit.at)
        }
    }
}

extension CarExit {
    /// Whether nobody can tell whose exit it was, nor which stay it ended.
    fileprivate var isUnmatched: Bool { car == .unknown && session == nil }
}

extension Stays.Unnamed: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Self(
            inside: form(value!.inside), entered: form(value!.entered), exits: form(value!.exits),
            lostTickets: form(value!.lostTickets))
    }
}
