import Chronology

/// What the passages of one car say in the order in which they happened (design rule 11).
///
/// An entry is ended by the exit that follows it, or orphaned by the entry that follows it. So which stays there are depends
/// on when the car passed, never on when the log heard of it.
struct Timeline {
    /// How a stay ends by what the passages say.
    enum End: Hashable {
        case left(ExitID)
        case orphaned(at: Instant)
    }

    /// Nothing that was before belongs to it.
    let start: Instant
    private var passages: [(at: Instant, entry: SessionID?, exit: ExitID?)] = []
    /// When stays were written off: from then on nobody says that their cars are inside.
    private var writtenOff: [SessionID: Instant] = [:]

    init(from start: Instant) { self.start = start }

    mutating func add(_ entry: SessionID, at instant: Instant) { passages.append((instant, entry, nil)) }
    mutating func writeOff(_ entry: SessionID, at instant: Instant) { writtenOff[entry] = instant }
    mutating func add(_ exit: ExitID, at instant: Instant) { passages.append((instant, nil, exit)) }

    /// The ends of the stays, in the order in which they began; nil for one that goes on.
    func stays() -> [(entry: SessionID, end: End?)] {
        var stays: [(entry: SessionID, end: End?)] = []
        var isInside = false
        var rest = passages.sorted {
            ($0.at, $0.entry?.version ?? 0, $0.exit?.version ?? 0) < (
                $1.at, $1.entry?.version ?? 0, $1.exit?.version ?? 0
            )
        }[...]
        while let instant = rest.first?.at {
            if isInside, let last = stays.last, let end = writtenOff[last.entry], end <= instant { isInside = false }
            // At one instant a car that is inside leaves before it comes, and one that is not comes before it leaves.
            var now = Array(rest.prefix { $0.at == instant })
            rest = rest.dropFirst(now.count)
            while !now.isEmpty {
                let next = now.remove(at: now.firstIndex { ($0.exit != nil) == isInside } ?? 0)
                if isInside {
                    stays[stays.count - 1].end = next.exit.map { .left($0) } ?? .orphaned(at: instant)
                }
                if let entry = next.entry { stays.append((entry, nil)) }
                isInside = next.entry != nil
            }
        }
        return stays
    }
}
