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
            awaited: form(value!.awaited), entries: form(value!.entries))
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
