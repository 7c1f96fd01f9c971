import Chronology
import Parking

// The order in which facts arrive changes no stay: design rule 11.

extension Observer {
    /// What the passages of every car say in the order in which they happened is what the log has concluded; only an exit that
    /// names no car may have been taken for that of one which went on unseen.
    func disorder() -> [String] {
        var issues: [String] = []
        for (car, stays) in Dictionary(grouping: stays, by: \.car) where car != .unknown && !blurred.contains(car) {
            var passages = stays.map { (at: $0.since, version: $0.session, isEntry: true) }
            passages += exits.filter { $0.value.car == car }.map { (at: $0.value.at, version: $0.key, isEntry: false) }
            passages.sort { ($0.at, $0.version) < ($1.at, $1.version) }
            var said: [Int64: End] = [:]
            var current: Int64?
            while !passages.isEmpty {
                let instant = passages[0].at
                // Of a stay that was written off nobody says any more that its car is inside.
                if case .writtenOff(let end)? = stays.first(where: { $0.session == current })?.end, end <= instant {
                    current = nil
                }
                let isFitting = { (passage: (at: Instant, version: Int64, isEntry: Bool)) in
                    passage.at == instant && passage.isEntry == (current == nil)
                }
                let passage = passages.remove(at: passages.firstIndex(where: isFitting) ?? 0)
                if let current { said[current] = passage.isEntry ? .orphaned(instant) : .left(exit: passage.version) }
                current = passage.isEntry ? passage.version : nil
            }
            for stay in stays where stay.end != said[stay.session] {
                if case .writtenOff? = stay.end { continue }
                guard case .left(let exit)? = stay.end, exits[exit]!.car == .unknown else {
                    issues.append("\(stay) must end \(String(describing: said[stay.session]))")
                    continue
                }
                switch said[stay.session] {
                case nil: break
                case .orphaned(let at)? where exits[exit]!.at <= at: break
                case .some(let end):
                    issues.append("\(stay), assumed to have left at \(exits[exit]!.at), must end \(end)")
                }
            }
        }
        // An exit is the end of one stay at most.
        let ends = stays.compactMap { stay in if case .left(let exit)? = stay.end { exit } else { nil } }
        if Set(ends).count < ends.count { issues.append("an exit ended two stays") }
        return issues
    }
}
