package import JSON
package import Money
public import Tariffs

/// A plate was read at a gate, and the log heard of it when nobody waited for an answer any more: history, that holds no spot
/// and judges nobody (design rule 11).
public struct PlateReadLate: EventBody {
    /// The plate that was read.
    public let plate: PlateID
    /// Where.
    public let gate: GateID
    /// The way that the car took.
    public let direction: Direction
    /// The type of the vehicle, where the camera could tell.
    public let vehicle: CardID?
    /// What the device calls the reading.
    public let read: DeviceEventID?
    /// What the clock of the device showed that told of it.
    public internal(set) var device = DeviceTime()

    package static let name = "plate-read-late"
    package static let fields = ["plate", "gate", "direction", "vehicle", "deviceEvent"] + DeviceTime.fields

    /// A reading that was told late.
    public init(plate: PlateID, gate: GateID, direction: Direction, vehicle: CardID? = nil, read: DeviceEventID?) {
        self.plate = plate
        self.gate = gate
        self.direction = direction
        self.vehicle = vehicle
        self.read = read
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        gate = try fields.required("gate")
        direction = try fields.required("direction")
        vehicle = try fields.optional("vehicle")
        read = try fields.optional("deviceEvent")
        device = try fields.deviceTime()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("gate", gate)
        json.field("direction", direction.rawValue)
        json.field("vehicle", vehicle)
        json.field("deviceEvent", read)
        json.deviceTime(device)
    }

    package func sentence(in currency: Currency) -> String {
        "The gate \(gate) had read \(plate.short) on its way \(direction.rawValue); it was told late."
    }

    package var event: GarageEvent { .plateReadLate(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.readInLane(plate, gate, direction, vehicle: vehicle, recorded)
        garage.gates.remember(
            .answer(.late, to: plate), of: .seen, direction, at: gate, read: read, car: .plate(plate), recorded)
        return []
    }
}
