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

    /// - Parameter time: how long an offer stands.
    init(of spots: [Instant], to waiters: [Waiter], for time: TimeSpan, at now: Instant) {
        var queue = waiters[...]
        var spots = spots.map { (freedAt: $0, free: $0) }
        while !queue.isEmpty, let index = spots.indices.min(by: { spots[$0].free < spots[$1].free }) {
            let (waiter, from) = (queue.removeFirst(), spots[index].free)
            let until = max(from, waiter.since) + time
            if now < until {
                standing[waiter.id] = Offer(until: until, freedAt: spots[index].freedAt)
                spots.remove(at: index)
            } else {
                spots[index].free = until
            }
        }
    }
}
