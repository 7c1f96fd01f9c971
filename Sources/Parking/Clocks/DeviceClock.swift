public import Chronology

/// How the clock of a lane's devices goes, by their latest reports.
public struct DeviceClock: Hashable, Sendable {
    /// The gate.
    public let gate: GateID
    /// The way through it.
    public let direction: Direction
    /// How far the clock is ahead of the server's, and negative behind it.
    public let skew: TimeSpan
    /// Whether a device said what its clock showed as it sent; else the skew is an estimate by the report that came soonest.
    public let isExact: Bool
    /// How many reports it rests on.
    public let reports: Int
    /// Whether it is further off than the garage allows.
    public let isBeyondTolerance: Bool

    /// Whether it is the clock that is off: a device that was cut off looks slow until it has told of something at once.
    public var isOff: Bool {
        isBeyondTolerance && (isExact || skew > .zero || reports >= DeviceClocks.kept)
    }
}

extension Garage {
    /// How the clocks of the lanes go whose devices say when something was, by gate and direction.
    public var deviceClocks: [DeviceClock] {
        clocks.known.compactMap { clock(of: $0.gate, $0.direction) }
    }

    /// How the clock of a lane goes; nil where its devices have not said when something was.
    public func clock(of gate: GateID, _ direction: Direction) -> DeviceClock? {
        guard let settings, let skew = clocks.skew(of: LaneID(gate: gate, direction: direction)) else { return nil }
        let off = max(skew.ahead, .zero - skew.ahead)
        return DeviceClock(
            gate: gate, direction: direction, skew: skew.ahead, isExact: skew.isExact, reports: skew.reports,
            isBeyondTolerance: off > settings.clockTolerance)
    }
}
