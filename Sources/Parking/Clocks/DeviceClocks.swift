import Chronology

/// What the clocks of the lanes' devices showed lately, beside the server's.
struct DeviceClocks: Hashable, Sendable {
    /// How many reports of a lane count.
    static let kept = 16

    private var lanes: [LaneID: [Reading]] = [:]

    fileprivate enum Reading: Hashable, Sendable {
        /// How far the clock ran ahead as the device sent.
        case sent(ahead: TimeSpan)
        /// How late the report was by the device's clock; as much of it as that is behind, or less where the clock is ahead.
        case heard(late: TimeSpan)
    }

    /// The lanes whose devices told of a time.
    var known: [LaneID] {
        lanes.keys.sorted { ($0.gate.text, $0.direction.rawValue) < ($1.gate.text, $1.direction.rawValue) }
    }

    /// How far the clock of a lane is ahead, by so many reports: what its device said last, or else by the report that took
    /// the least time, as one that was late says nothing of the clock.
    func skew(of lane: LaneID) -> (ahead: TimeSpan, isExact: Bool, reports: Int)? {
        guard let readings = lanes[lane] else { return nil }
        var least: TimeSpan?
        for reading in readings.reversed() {
            switch reading {
            case .sent(let ahead): return (ahead, true, readings.count)
            case .heard(let late): least = least.map { min($0, late) } ?? late
            }
        }
        return least.map { (.zero - $0, false, readings.count) }
    }

    /// - Parameter isDated: whether the log's own clock went on with the event. Behind a head that lies ahead of it, and within
    ///   what was decided together, it says too little.
    mutating func take(_ report: LaneReport, _ recorded: RecordedEvent, isDated: Bool) {
        if let ahead = report.device.skew { return take(.sent(ahead: ahead), of: report.lane) }
        let claimed = report.device.claimedAt ?? recorded.occurredAt
        // Without a claim the time used is the server's.
        guard isDated, claimed != recorded.recordedAt else { return }
        take(.heard(late: recorded.recordedAt - claimed), of: report.lane)
    }

    private mutating func take(_ reading: Reading, of lane: LaneID) {
        if lanes[lane]?.count == DeviceClocks.kept { lanes[lane]!.removeFirst() }
        lanes[lane, default: []].append(reading)
    }

    /// Lets go of gates that are no more.
    mutating func keep(_ isKept: (LaneID) -> Bool) { lanes = lanes.filter { isKept($0.key) } }
}

extension DeviceClocks: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try DeviceClocks(lanes: form(value!.lanes))
    }
}

extension DeviceClocks.Reading: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .sent(ahead: form.next())
            case 1: return try .heard(late: form.next())
            default: throw .damaged
            }
        }
        switch value {
        case .sent(let ahead): try form.put(0, ahead)
        case .heard(let late): try form.put(1, late)
        }
        return value
    }
}
