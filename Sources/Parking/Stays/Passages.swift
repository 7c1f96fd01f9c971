import Chronology

extension Stays {
    /// The passages of one car that is known by a name, in the order in which the log heard of them.
    struct Passages: Hashable, Sendable {
        /// The newest stay of a car that is inside and known by a name.
        var inside: SessionID?
        var entries = Few<SessionID>.none
        var exits = Few<ExitID>.none
        /// When the car passed last; what is forgotten counts on, as nobody is asked about a time so long ago.
        var last = Instant.earliest

        var areNone: Bool { entries.isEmpty && exits.isEmpty }

        /// Of two stays that have not ended the one that began later counts.
        mutating func begin(_ session: Session, besides open: [SessionID: Session]) {
            add(session)
            if let inside, inside != session.id, let other = open[inside],
                (other.enteredAt, other.id) > (session.enteredAt, session.id)
            {
                return
            }
            inside = session.id
        }

        mutating func add(_ session: Session) {
            entries.append(session.id)
            last = max(last, session.enteredAt)
        }

        mutating func add(_ exit: CarExit) {
            exits.append(exit.id)
            last = max(last, exit.at)
        }
    }
}

extension Stays.Passages: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Stays.Passages(
            inside: form(value!.inside), entries: form(value!.entries), exits: form(value!.exits),
            last: form(value!.last))
    }
}
