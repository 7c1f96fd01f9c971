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

    package static let name = "car-exited"
    package static let fields = ["session", "gate", "deviceEvent"]

    /// A car that left.
    public init(session: SessionID, gate: GateID?, read: DeviceEventID?) {
        self.session = session
        self.gate = gate
        self.read = read
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
        gate = try fields.optional("gate")
        read = try fields.optional("deviceEvent")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
        json.field("gate", gate)
        json.field("deviceEvent", read)
    }

    package func sentence(in currency: Currency) -> String {
        "The car of stay \(session) left\(gate.map { " by the gate \($0)" } ?? "")."
    }

    package var event: GarageEvent { .carExited(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        let car = garage.stays[session]?.car ?? .unknown
        garage.gates.remember(.exited(session), of: .left, .exit, at: gate, read: read, car: car, recorded)
        return garage.end(session, .left(at: recorded.occurredAt))
    }
}
