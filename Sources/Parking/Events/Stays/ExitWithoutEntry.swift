package import JSON
package import Money

/// A car drove out whose entry was never seen (design rule 10).
public struct ExitWithoutEntry: EventBody {
    /// How the car is known.
    public let car: CarIdentity
    /// Where it left.
    public let gate: GateID
    /// What the device calls the reading.
    public let read: DeviceEventID?
    /// Whether a car had left with the ticket before.
    public let isReused: Bool
    /// What the clock of the device showed that told of it.
    public internal(set) var device = DeviceTime()

    package static let name = "exit-without-entry"
    package static let fields = ["plate", "ticket", "gate", "deviceEvent", "reused"] + DeviceTime.fields

    /// A car that left.
    public init(car: CarIdentity, gate: GateID, read: DeviceEventID?, isReused: Bool = false) {
        self.car = car
        self.gate = gate
        self.read = read
        self.isReused = isReused
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        car = try fields.car()
        gate = try fields.required("gate")
        read = try fields.optional("deviceEvent")
        isReused = try fields.optional("reused") ?? false
        device = try fields.deviceTime()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.car(car)
        json.field("gate", gate)
        json.field("deviceEvent", read)
        json.flag("reused", isReused)
        json.deviceTime(device)
    }

    package func sentence(in currency: Currency) -> String {
        "\(car.capitalised) left by the gate \(gate); nobody saw it come in\(isReused ? ", and its ticket was used before" : "")."
    }

    package var event: GarageEvent { .exitWithoutEntry(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        let exit = CarExit(
            id: ExitID(version: recorded.version), car: car, gate: gate, at: recorded.occurredAt, readAs: nil)
        garage.passed(exit, read: read, recorded)
        garage.stays.remember(exit)
        return [.exitUnmatched(exit)]
    }
}
