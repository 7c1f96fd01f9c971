import Chronology
import Parking

// How many cars are inside, reckoned anew from all stays and exits: design rules 1 and 15.

extension Observer {
    /// How many cars are inside, as far as anybody knows.
    var count: Int {
        guard let (cars, at, version) = handCount else { return inside.count }
        func isBefore(_ instant: Instant, _ told: Int64) -> Bool { instant < at || instant == at && told < version }
        func hadEnded(_ stay: Stay) -> Bool {
            switch stay.end {
            case nil: false
            case .left(let exit): isBefore(exits[exit]!.at, exit)
            case .orphaned(let end), .writtenOff(let end): end <= at
            }
        }
        let before = stays.filter { isBefore($0.since, $0.session) && !reset.contains($0.session) }
        let counted = before.filter { !hadEnded($0) }
        let still = before.count { $0.end == nil }
        let since = inside.count - still
        // More were counted than stays explain: who leaves unmatched was one of them. Fewer: who is closed unseen was not.
        let unseen = exits.count { id, exit in
            !exit.isByHand && !isBefore(exit.at, id) && !stays.contains { $0.end == .left(exit: id) }
        }
        let closed = counted.count { stay in
            if case .left = stay.end { false } else { stay.end != nil }
        }
        let more = cars - counted.count
        let difference = more > 0 ? max(0, more - unseen) : min(0, more + closed)
        return since + max(0, still + difference)
    }

    /// How many more cars are counted than stays go on.
    var adjustment: Int { count - inside.count }
}
