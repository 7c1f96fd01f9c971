import Chronology

/// To whom the spots are offered that were given back: each to the first who waits, for a time, and then to the next.
///
/// It follows from when they were given back, from the order of those who wait and from the clock, so no timer has to fire.
struct Offers: Hashable, Sendable {
    /// Until when something is offered, by who is offered it, and when it was given back.
    private(set) var standing: [WaiterID: Offer] = [:]

    struct Offer: Hashable, Sendable {
        let until: Instant
        let freedAt: Instant
    }

    /// How many spots are kept for those who wait.
    var count: Int { standing.count }

    /// - Parameters:
    ///   - gone: who waited with them and waits no more: what was offered to one of these by then was offered to nobody else.
    ///   - time: how long an offer stands.
    init(
        of spots: [Instant], to waiters: [Waiter], besides gone: [WaitingList.Gone] = [], for time: TimeSpan,
        at now: Instant
    ) {
        let leaving = Dictionary(gone.map { ($0.waiter.id, $0.at) }) { one, _ in one }
        let waiters = gone.isEmpty ? waiters : (waiters + gone.map(\.waiter)).sorted { $0.id < $1.id }
        var queue = waiters[...]
        var spots = spots.map { (freedAt: $0, free: $0) }
        while !queue.isEmpty, let index = spots.indices.min(by: { spots[$0].free < spots[$1].free }) {
            let (waiter, from) = (queue.removeFirst(), spots[index].free)
            let until = max(from, waiter.since) + time
            if let left = leaving[waiter.id] {
                if max(from, waiter.since) < left { spots[index].free = min(until, left) }
            } else if now < until {
                standing[waiter.id] = Offer(until: until, freedAt: spots[index].freedAt)
                spots.remove(at: index)
            } else {
                spots[index].free = until
            }
        }
    }
}
