/// Who holds which resource of a pool and who waits: counting and queueing without any waiting or I/O.
///
/// Invariants: idle, lent, opening and closing together never exceed the size, and nobody waits while one is idle.
struct PoolState<Resource> {
    typealias Waiter = UInt64

    /// What becomes of a resource that is free.
    enum Handover {
        case lend(to: Waiter)
        case keep
        case close
    }

    enum Request {
        case lend(Resource)
        case wait
        case refuse
    }

    let size: Int
    private(set) var idle: [Resource] = []
    private(set) var waiters: [Waiter] = []
    private(set) var lent = 0
    private(set) var opening = 0
    private(set) var closing = 0
    private(set) var isClosed = false

    init(size: Int) {
        self.size = size
    }

    var total: Int { idle.count + lent + opening + closing }

    /// Whether nothing is lent or under way, so that a closed pool is done.
    var isDrained: Bool { total == 0 }

    /// Asks for a resource; who has to wait stands behind all who wait already.
    mutating func request(_ waiter: Waiter) -> Request {
        guard !isClosed else { return .refuse }
        // The one that came back last: its server process has its caches warm, and the others may time out.
        if let resource = idle.popLast() {
            lent += 1
            return .lend(resource)
        }
        waiters.append(waiter)
        return .wait
    }

    /// Takes a waiter out of the queue and says whether it was still there.
    mutating func leave(_ waiter: Waiter) -> Bool {
        guard let place = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: place)
        return true
    }

    /// Claims places for new resources that those who wait need, and returns how many.
    mutating func claimOpenings() -> Int {
        guard !isClosed else { return 0 }
        let count = max(0, min(waiters.count - opening, size - total))
        opening += count
        return count
    }

    /// A claimed place has got its resource.
    mutating func opened(_ resource: Resource) -> Handover {
        opening -= 1
        return free(resource)
    }

    /// A claimed place stays empty.
    mutating func openingEnded() {
        opening -= 1
    }

    /// A resource comes back.
    mutating func giveBack(_ resource: Resource, isBroken: Bool) -> Handover {
        lent -= 1
        guard isBroken else { return free(resource) }
        closing += 1
        return .close
    }

    mutating func closed() {
        closing -= 1
    }

    /// Lets nobody in any more; returns who waited in vain and what has to be closed.
    mutating func close() -> (waiters: [Waiter], idle: [Resource]) {
        isClosed = true
        defer {
            waiters = []
            closing += idle.count
            idle = []
        }
        return (waiters, idle)
    }

    private mutating func free(_ resource: Resource) -> Handover {
        if isClosed {
            closing += 1
            return .close
        }
        guard !waiters.isEmpty else {
            idle.append(resource)
            return .keep
        }
        lent += 1
        return .lend(to: waiters.removeFirst())
    }
}
