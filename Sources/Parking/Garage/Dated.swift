import Chronology

/// A stay or an exit by its event, and when that happened; at one instant what the log heard of first comes first.
struct Dated<Item: EventNamed & Snapshotted>: Hashable, Comparable, Sendable {
    let at: Instant
    let item: Item

    static func < (a: Self, b: Self) -> Bool { (a.at, a.item) < (b.at, b.item) }
}

extension Dated<SessionID> {
    /// A stay, by when it began.
    init(_ session: Session) { (at, item) = (session.enteredAt, session.id) }
}

extension Dated<ExitID> {
    init(_ exit: CarExit) { (at, item) = (exit.at, exit.id) }
}

extension Dated: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Self(at: form(value!.at), item: form(value!.item))
    }
}
