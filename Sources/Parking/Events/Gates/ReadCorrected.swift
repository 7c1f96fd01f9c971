package import JSON
package import Money

/// A camera said that a plate it had read was another one: its first answer holds no more (design rule 12). What the other one is
/// answered follows, unless it is a repetition.
public struct ReadCorrected: EventBody {
    /// The plate that it was.
    public let plate: PlateID
    /// The plate that it was not.
    public let was: PlateID
    /// Where.
    public let gate: GateID
    /// The way that the car took.
    public let direction: Direction
    /// What the device calls the reading.
    public let read: DeviceEventID
    /// What the clock of the device showed that told of it.
    public internal(set) var device = DeviceTime()

    package static let name = "read-corrected"
    package static let fields = ["plate", "was", "gate", "direction", "deviceEvent"] + DeviceTime.fields

    /// A reading that was wrong.
    public init(plate: PlateID, was: PlateID, gate: GateID, direction: Direction, read: DeviceEventID) {
        self.plate = plate
        self.was = was
        self.gate = gate
        self.direction = direction
        self.read = read
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        was = try fields.required("was")
        gate = try fields.required("gate")
        direction = try fields.required("direction")
        read = try fields.required("deviceEvent")
        device = try fields.deviceTime()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("was", was)
        json.field("gate", gate)
        json.field("direction", direction.rawValue)
        json.field("deviceEvent", read)
        json.deviceTime(device)
    }

    package func sentence(in currency: Currency) -> String {
        "The gate \(gate) says that it had read \(plate.short), not \(was.short)."
    }

    package var event: GarageEvent { .readCorrected(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.correct(self, at: recorded.occurredAt)
        return []
    }
}
