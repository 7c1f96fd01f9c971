public import Chronology

/// Local days on end.
public struct RightDays: Hashable, Sendable {
    /// The first.
    public var first: LocalDay
    /// The last, to its end at 24:00; nil where none is set.
    public var last: LocalDay?

    /// Days from one to another, or without an end.
    public init(first: LocalDay, last: LocalDay?) {
        self.first = first
        self.last = last
    }

    /// Whether a day is one of them.
    public func contains(_ day: LocalDay) -> Bool { first <= day && !areOver(on: day) }

    /// Whether they have all gone by when a day begins.
    func areOver(on day: LocalDay) -> Bool { last.map { $0 < day } ?? false }

    /// Whether they end before they begin, as those of a permit that was revoked before its first day.
    var areNone: Bool { areOver(on: first) }

    /// Whether a day is one of both.
    func overlap(_ other: RightDays) -> Bool { !areOver(on: other.first) && !other.areOver(on: first) }
}

extension RightDays: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try RightDays(first: form(value!.first), last: form(value!.last))
    }
}
