public import Chronology

/// Somebody who waits for a spot of a full day.
public struct Waiter: Hashable, Sendable {
    /// The version of the event that says so.
    public let id: WaiterID
    /// Whose car it is for.
    public let plate: PlateID
    /// For whom.
    public let holder: Holder
    /// Since when.
    public let since: Instant
}

/// Somebody who waits, by the version of the event that says so.
public struct WaiterID: EventNamed {
    /// The version of that event.
    public let version: Int64
    /// Names it by that event.
    public init(version: Int64) { self.version = version }
}

/// Who waits for which day, and the spots that were given back while they did.
struct WaitingList: Hashable, Sendable {
    private var days: [LocalDay: Day] = [:]

    /// A day that is waited for.
    struct Day: Hashable, Sendable {
        /// In the order in which they came.
        fileprivate(set) var waiters: [Waiter] = []
        /// Those who waited with them and left when nothing was offered to them.
        fileprivate(set) var gone: [Gone] = []
        /// When a spot was given back, and by whom: it is offered to those who wait for such a one.
        fileprivate(set) var freed: [Freed] = []
        /// Whether somebody who waits is about to take the spot of a car that has not come.
        fileprivate(set) var isMissed = false
    }

    /// Somebody who waits no more, and since when.
    struct Gone: Hashable, Sendable {
        let waiter: Waiter
        let at: Instant
    }

    /// A spot that was given back.
    struct Freed: Hashable, Sendable {
        let at: Instant
        let holder: Holder
    }

    /// A day that is waited for; nil where nobody waits.
    subscript(day: LocalDay) -> Day? { days[day] }

    /// Everybody who waits, in no order.
    var all: some Sequence<(day: LocalDay, waiter: Waiter)> {
        days.lazy.flatMap { day, list in list.waiters.lazy.map { (day, $0) } }
    }

    mutating func add(_ waiter: Waiter, for day: LocalDay) { days[day, default: Day()].waiters.append(waiter) }

    /// Somebody waits no more.
    ///
    /// - Parameter instant: since when, where nothing is offered to that one: what was, stays as it was for the others. Nil where
    ///   the offer goes along.
    mutating func remove(_ plate: PlateID, from day: LocalDay, at instant: Instant?) {
        guard let place = days[day]?.waiters.firstIndex(where: { $0.plate == plate }) else { return }
        let waiter = days[day]!.waiters.remove(at: place)
        if let instant { days[day]!.gone.append(Gone(waiter: waiter, at: instant)) }
        if days[day]?.waiters.isEmpty == true { days[day] = nil }
    }

    /// A spot was taken: the one that was offered to whoever took it, or else one that was given back and is offered to nobody.
    mutating func take(_ day: LocalDay, _ holder: Holder, offered: Instant?, to others: [Instant]) {
        guard var spots = days[day]?.freed else { return }
        var held = others
        let own = offered.flatMap { at in spots.firstIndex { $0.holder == holder && $0.at == at } }
        let idle = spots.firstIndex { spot in
            guard spot.holder == holder else { return false }
            guard let place = held.firstIndex(of: spot.at) else { return true }
            held.remove(at: place)
            return false
        }
        // Who was offered the spot of a car that has not come may have taken one that was given back.
        let other = offered == nil ? nil : spots.firstIndex { $0.holder == holder }
        let index = own ?? idle ?? other
        if let index { spots.remove(at: index) }
        days[day]?.freed = spots
    }

    /// A spot of a day that is waited for was given back.
    mutating func free(_ day: LocalDay, _ holder: Holder, at instant: Instant) {
        days[day]?.freed.append(Freed(at: instant, holder: holder))
    }

    /// Somebody who waits takes the spot of a car that has not come, with the next reservation.
    mutating func miss(_ day: LocalDay, _ isMissed: Bool = true) {
        if days[day] != nil { days[day]?.isMissed = isMissed }
    }

    /// What was offered to somebody who waits no more is offered to the next one from then on.
    mutating func offerAnew(_ day: LocalDay, _ holder: Holder, freedAt was: Instant, from instant: Instant) {
        guard let index = days[day]?.freed.firstIndex(of: Freed(at: was, holder: holder)) else { return }
        days[day]?.freed[index] = Freed(at: instant, holder: holder)
    }

    /// Lets go of days that were over when another one began.
    mutating func forget(before day: LocalDay) {
        guard !days.isEmpty else { return }
        days = days.filter { $0.key >= day }
    }
}

extension Waiter: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Waiter(
            id: form(value!.id), plate: form(value!.plate), holder: form(value!.holder), since: form(value!.since))
    }
}

extension WaitingList: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try WaitingList(days: form(value!.days))
    }
}

extension WaitingList.Day: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try WaitingList.Day(
            waiters: form(value!.waiters), gone: form(value!.gone), freed: form(value!.freed),
            isMissed: form(value!.isMissed))
    }
}

extension WaitingList.Gone: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try WaitingList.Gone(waiter: form(value!.waiter), at: form(value!.at))
    }
}

extension WaitingList.Freed: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try WaitingList.Freed(at: form(value!.at), holder: form(value!.holder))
    }
}
