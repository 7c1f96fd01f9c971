import Chronology

/// A gate, and the way that cars take through it.
struct LaneID: Hashable, Sendable {
    let gate: GateID
    let direction: Direction
}

/// What passed the camera and the barrier of one lane lately.
struct LanePassages: Hashable, Sendable {
    /// Reads whose barrier has not risen yet, in the order in which they happened.
    private(set) var reads: [LaneRead] = []
    /// When the barrier rose, in order.
    private var openings: [Instant] = []
    /// What the loop in its floor counted; of any instant once.
    private(set) var counts: [LoopCount] = []

    var isEmpty: Bool { reads.isEmpty && openings.isEmpty && counts.isEmpty }

    /// A car was read. From a newer read of it on, an older one waits for no barrier.
    mutating func take(_ read: LaneRead) {
        var read = read
        outdate(read.car, at: read.at)
        if let newer = reads.first(where: { $0.car == read.car && $0.at > read.at })?.at {
            read.until = min(read.until, newer)
        }
        let place = reads.lastIndex { ($0.at, $0.version) <= (read.at, read.version) }.map { $0 + 1 } ?? 0
        reads.insert(read, at: place)
    }

    /// A car was read anew, here or in another lane.
    mutating func outdate(_ car: CarIdentity, at instant: Instant) {
        for index in reads.indices where reads[index].car == car && reads[index].at <= instant {
            reads[index].until = min(reads[index].until, instant)
        }
    }

    /// The barrier rose for a car.
    mutating func open(for car: CarIdentity, at instant: Instant, wait: TimeSpan) {
        let place = openings.lastIndex { $0 <= instant }.map { $0 + 1 } ?? 0
        openings.insert(instant, at: place)
        if let count = counts.lastIndex(where: { $0.contains(instant) }) { counts[count].known += 1 }
        use(car, at: instant, tolerance: wait)
    }

    /// A car passed at another time than was thought.
    mutating func move(from was: Instant, to instant: Instant) {
        // Of a stay that a person has parted from another no barrier rose.
        guard let risen = openings.firstIndex(of: was) else { return }
        openings.remove(at: risen)
        let place = openings.lastIndex { $0 <= instant }.map { $0 + 1 } ?? 0
        openings.insert(instant, at: place)
        for index in counts.indices { counts[index].known = passages(in: counts[index]) }
    }

    /// A read's car has passed.
    ///
    /// - Parameter tolerance: how far camera and barrier may differ about the time.
    mutating func use(_ car: CarIdentity, at instant: Instant, tolerance: TimeSpan) {
        let used = reads.lastIndex {
            $0.car == car && $0.at <= instant + tolerance && instant <= $0.until
        }
        if let used { reads.remove(at: used) }
    }

    /// The barrier rose by an answer, and its car has not passed yet.
    mutating func rise(by authorisation: AuthorisationID) {
        if let place = reads.firstIndex(where: { $0.authorisation == authorisation }) {
            reads[place].authorisation = nil
        }
    }

    /// A read that was wrong, or whose driver went away.
    mutating func withdraw(_ version: Int64) { reads.removeAll { $0.version == version } }

    /// The read that a barrier's rise belongs to which names no car: of those that could have reached it, the newest behind
    /// the rise before it; in a lane that holds several cars, the oldest of as many.
    ///
    /// - Parameter tolerance: how far camera and barrier may differ about the time.
    func read(forOpeningAt instant: Instant, holding cars: Int, tolerance: TimeSpan) -> LaneRead? {
        let before = openings.last { $0 <= instant } ?? .earliest
        let waiting = reads.filter { $0.at <= instant + tolerance && instant <= $0.until }
        guard cars == 1 else { return waiting.suffix(cars).first }
        return waiting.last { $0.at <= instant && $0.at > before } ?? waiting.first { $0.at > instant }
    }

    /// The barrier's first rise behind a read, where no other read stands between them.
    func opening(behind readAt: Instant, within wait: TimeSpan) -> Instant? {
        let place = openings.lastIndex { $0 < readAt }.map { $0 + 1 } ?? 0
        guard place < openings.count else { return nil }
        let opening = openings[place]
        guard opening - readAt <= wait, !reads.contains(where: { readAt < $0.at && $0.at <= opening })
        else { return nil }
        return opening
    }

    /// How many cars are known to have passed while a loop counted.
    func passages(in count: LoopCount) -> Int { openings.count { count.contains($0) } }

    /// The loop has counted.
    mutating func take(_ count: LoopCount) {
        var count = count
        count.known = passages(in: count)
        counts.append(count)
    }

    /// - Parameter counted: a count that is told from now on says nothing of what passed before that.
    mutating func forget(before limit: Instant, counted: Instant) {
        reads.removeAll { $0.at < limit }
        openings.removeAll { $0 < counted }
        counts.removeAll { $0.from < counted }
    }
}

extension LaneID: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try LaneID(gate: form(value!.gate), direction: form(value!.direction))
    }
}

extension LanePassages: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try LanePassages(reads: form(value!.reads), openings: form(value!.openings), counts: form(value!.counts))
    }
}
