package import JSON
package import Money

/// A car drove out: its session ends.
public struct CarExited: EventBody {
    /// The stay.
    public let session: SessionID
    /// Where it left; nil where an import does not say.
    public let gate: GateID?
    /// What the device calls the reading.
    public let read: DeviceEventID?
    /// Whether the gate could not name the car, and several could have been it: the one that was inside longest is taken
    /// (design rule 10).
    public let isAssumed: Bool
    /// What the camera read, where that was taken for the plate that looks like it (design rule 8).
    public let readAs: PlateID?
    /// Whether a car had left with the ticket before.
    public let isReused: Bool
    /// What the clock of the device showed that told of it.
    public internal(set) var device = DeviceTime()

    package static let name = "car-exited"
    package static let fields = ["session", "gate", "deviceEvent", "assumed", "readAs", "reused"] + DeviceTime.fields

    /// A car that left.
    public init(
        session: SessionID, gate: GateID?, read: DeviceEventID?, isAssumed: Bool = false, readAs: PlateID? = nil,
        isReused: Bool = false
    ) {
        self.session = session
        self.gate = gate
        self.read = read
        self.isAssumed = isAssumed
        self.readAs = readAs
        self.isReused = isReused
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
        gate = try fields.optional("gate")
        read = try fields.optional("deviceEvent")
        isAssumed = try fields.optional("assumed") ?? false
        readAs = try fields.optional("readAs")
        isReused = try fields.optional("reused") ?? false
        device = try fields.deviceTime()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
        json.field("gate", gate)
        json.field("deviceEvent", read)
        json.flag("assumed", isAssumed)
        json.field("readAs", readAs)
        json.flag("reused", isReused)
        json.deviceTime(device)
    }

    package func sentence(in currency: Currency) -> String {
        let place = gate.map { " by the gate \($0)" } ?? ""
        let seen = (readAs.map { ", read as \($0.short)" } ?? "") + (isReused ? "; its ticket was used before" : "")
        guard isAssumed else { return "The car of stay \(session) left\(place)\(seen)." }
        return "An unknown car left\(place); it is taken for that of stay \(session)."
    }

    package var event: GarageEvent { .carExited(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        let car = isAssumed ? .unknown : garage.stays.known(session)?.car ?? .unknown
        let exit = CarExit(
            id: ExitID(version: recorded.version), car: car, gate: gate, at: recorded.occurredAt, readAs: readAs)
        garage.passed(exit, read: read, recorded)
        return garage.end(session, .left(exit))
    }
}
