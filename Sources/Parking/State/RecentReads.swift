import Chronology

/// What devices reported lately, so that a repeated report has no second effect (design rule 9).
///
/// Bounded by time: readings of a plate are kept for the garage's window, device event ids for as long as a late delivery is
/// accepted.
struct RecentReads: Hashable, Sendable {
    /// What the first report led to.
    enum Outcome: Hashable, Sendable {
        case answer(GateAnswer)
        case entered(SessionID)
        case exited(SessionID?)
        case gateOpened
    }

    struct Key: Hashable, Sendable {
        var kind: Kind
        var plate: PlateID
        var gate: GateID
        var direction: Direction

        enum Kind: Hashable, Sendable {
            case seen
            case opened
            case left
        }
    }

    private struct Entry: Hashable, Sendable {
        var at: Instant
        var outcome: Outcome
    }

    private var byDevice: [DeviceEventID: Entry] = [:]
    private var byPlate: [Key: Entry] = [:]

    mutating func remember(_ outcome: Outcome, read: DeviceEventID?, key: Key?, at instant: Instant) {
        if let read { byDevice[read] = Entry(at: instant, outcome: outcome) }
        if let key { byPlate[key] = Entry(at: instant, outcome: outcome) }
    }

    /// What the same device event id, or the same plate at the same gate within the window, led to before.
    func outcome(read: DeviceEventID?, key: Key?, at instant: Instant, window: TimeSpan) -> Outcome? {
        if let read, let entry = byDevice[read] { return entry.outcome }
        guard let key, let entry = byPlate[key] else { return nil }
        let apart = instant >= entry.at ? instant - entry.at : entry.at - instant
        return apart <= window ? entry.outcome : nil
    }

    /// Forgets what no repeated report can name any more.
    mutating func prune(at now: Instant, window: TimeSpan, lateness: TimeSpan) {
        byDevice = byDevice.filter { now - $0.value.at <= lateness + .hours(1) }
        byPlate = byPlate.filter { now - $0.value.at <= window + .hours(1) }
    }
}
