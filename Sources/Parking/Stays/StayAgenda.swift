import Chronology

/// When stays and exits are to be looked at again, so that the ones which nobody may name any more are forgotten without looking
/// at all of them.
///
/// Whatever changes of them puts them in anew.
struct StayAgenda: Hashable, Sendable {
    enum Passed: Hashable, Sendable {
        case stay(SessionID)
        case exit(ExitID)
    }

    /// By when they were over.
    var settling = Agenda<Instant, Passed>()
    /// The same, of those whose end nobody saw.
    var doubtful = Agenda<Instant, Passed>()
    /// Stays that an unknown car's exit is thought to have ended: their own may come, until the car has come in again.
    var unsettled: [CarIdentity: [SessionID]] = [:]
    /// What is over, of cars that have a passage in quarantine: it may turn out to belong to it.
    var awaited: [CarIdentity: [Passed]] = [:]
    /// All stays by when they began.
    var entries = Agenda<Instant, SessionID>()
    /// Those that have not ended, by when they began; the first one is inside.
    private(set) var inside = Agenda<Dated<SessionID>, SessionID>()

    mutating func begin(_ session: Session, isInside: Bool) {
        entries.add(session.id, at: session.enteredAt)
        if isInside { inside.add(session.id, at: Dated(session)) }
    }

    /// Lets go of those at the beginning that have ended, or began at another time than was thought.
    mutating func forgetGone(_ open: [SessionID: Session]) {
        while let first = inside.first, open[first.item]?.enteredAt != first.time.at { inside.removeFirst() }
    }

    /// Lets go of all that have ended, once they are the most: one car that stays would hold them all.
    mutating func tidy(open: [SessionID: Session], over: [SessionID: Stays.Over]) {
        if inside.count > 2 * open.count + 64 {
            inside = Agenda()
            for stay in open.values.map({ Dated($0) }).sorted() { inside.add(stay.item, at: stay) }
        }
        guard entries.count > 2 * (open.count + over.count) + 64 else { return }
        entries = Agenda()
        let all = open.values.map { Dated($0) } + over.values.map { Dated($0.session) }
        for stay in all.sorted() { entries.add(stay.item, at: stay.at) }
    }

    /// Everything that is to be looked at again.
    var all: Set<Passed> {
        settling.items.union(doubtful.items).union(unsettled.values.joined().lazy.map { .stay($0) })
            .union(awaited.values.joined())
    }
}

extension StayAgenda: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try StayAgenda(
            settling: form(value!.settling), doubtful: form(value!.doubtful), unsettled: form(value!.unsettled),
            awaited: form(value!.awaited), entries: form(value!.entries), inside: form(value!.inside))
    }
}

extension StayAgenda.Passed: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .stay(form.next())
            case 1: return try .exit(form.next())
            default: throw .damaged
            }
        }
        switch value {
        case .stay(let id): try form.put(0, id)
        case .exit(let id): try form.put(1, id)
        }
        return value
    }
}
