import Chronology

// What devices said of the time, in the events that their reports led to.

/// What an event says of the clock of a lane's devices.
struct LaneReport {
    let lane: LaneID
    let device: DeviceTime
}

/// An event that a device tells of, with what its clock showed.
protocol ToldByDevice: EventBody {
    var device: DeviceTime { get set }
}

extension EntryAuthorised: ToldByDevice {}
extension EntryDenied: ToldByDevice {}
extension ExitAuthorised: ToldByDevice {}
extension ExitHeld: ToldByDevice {}
extension CarEntered: ToldByDevice {}
extension CarExited: ToldByDevice {}
extension ExitWithoutEntry: ToldByDevice {}
extension ExitGateOpened: ToldByDevice {}
extension PlateReadLate: ToldByDevice {}
extension ReadCorrected: ToldByDevice {}
extension PlateReadUnsure: ToldByDevice {}

extension GarageEvent {
    /// What the event says of a device's clock; nil where it is of no passage.
    var laneReport: LaneReport? {
        switch self {
        case .entryAuthorised(let event): LaneReport(event.gate, .entry, event.device)
        case .entryDenied(let event): LaneReport(event.gate, .entry, event.device)
        case .exitAuthorised(let event): LaneReport(event.gate, .exit, event.device)
        case .exitHeld(let event): LaneReport(event.gate, .exit, event.device)
        case .carEntered(let event): LaneReport(event.gate, .entry, event.device)
        case .carExited(let event): LaneReport(event.gate, .exit, event.device)
        case .exitWithoutEntry(let event): LaneReport(event.gate, .exit, event.device)
        case .exitGateOpened(let event): LaneReport(event.gate, .exit, event.device)
        case .plateReadLate(let event): LaneReport(event.gate, event.direction, event.device)
        case .readCorrected(let event): LaneReport(event.gate, event.direction, event.device)
        case .plateReadUnsure(let event): LaneReport(event.gate, .entry, event.device)
        default: nil
        }
    }

    /// The event with what the clock of the device showed that told of it; what only follows from that says nothing of it.
    package func told(by device: DeviceTime) -> GarageEvent {
        guard var body = body as? any ToldByDevice else { return self }
        body.device = device
        return body.event
    }
}

extension RecordedEvent {
    /// What the event says of a device's clock; nil where no device told of it.
    var laneReport: LaneReport? {
        guard case .passageQuarantined(let told) = event else { return event.laneReport }
        let skew = told.sentAt.map { $0 - occurredAt }?.inWholeSeconds
        return LaneReport(told.gate, told.direction, DeviceTime(claimedAt: told.claimedAt, skew: skew))
    }
}

extension Decision {
    /// The decision on what a device told, with what its clock showed.
    func told(by device: DeviceTime) -> Decision {
        guard device != DeviceTime() else { return self }
        return Decision(result, facts.map { Fact(occurredAt: $0.occurredAt, event: $0.event.told(by: device)) })
    }
}

extension LaneReport {
    fileprivate init?(_ gate: GateID?, _ direction: Direction, _ device: DeviceTime) {
        guard let gate else { return nil }
        self.init(lane: LaneID(gate: gate, direction: direction), device: device)
    }
}
