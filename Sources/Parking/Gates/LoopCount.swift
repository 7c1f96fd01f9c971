public import Chronology

/// How many cars the loop in a lane's floor counted in a stretch of time, and how many are known to have passed there then.
public struct LoopCount: Hashable, Sendable {
    /// The version of its event.
    let version: Int64
    /// The gate.
    public let gate: GateID
    /// The way that cars take through the lane.
    public let direction: Direction
    /// From when it counted; what passed at this instant belongs to the count before.
    public let from: Instant
    /// Up to when it counted.
    public let until: Instant
    /// How many cars the loop counted.
    public let counted: Int
    /// How many passages of the lane the log has heard of; a late one is counted where it belongs, whenever it is told.
    public internal(set) var known = 0

    /// How many cars more the loop counted than are known to have passed; negative where it missed some.
    public var difference: Int { counted - known }

    func contains(_ instant: Instant) -> Bool { from < instant && instant <= until }

    func overlaps(_ other: LoopCount) -> Bool { from < other.until && other.from < until }

    func isSame(as other: LoopCount) -> Bool {
        (from, until, counted) == (other.from, other.until, other.counted)
    }
}

extension Garage {
    /// The counts of loops that do not fit the passages known of their lanes, in the order in which they ended, for as long as a
    /// late passage may still cure them.
    public var loopDifferences: [LoopCount] {
        loopCounts.filter { $0.difference != 0 }
    }

    /// What loops have counted, for as long as a late passage may bear on it.
    public var loopCounts: [LoopCount] {
        gates.loopCounts.sorted { ($0.until, $0.version) < ($1.until, $1.version) }
    }
}

extension LoopCount: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try LoopCount(
            version: form(value!.version), gate: form(value!.gate), direction: form(value!.direction),
            from: form(value!.from), until: form(value!.until), counted: form(value!.counted),
            known: form(value!.known))
    }
}
