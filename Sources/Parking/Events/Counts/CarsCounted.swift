public import Chronology
package import JSON
package import Money

/// The loop in a lane's floor counted so many cars up to the time of the event.
public struct CarsCounted: EventBody {
    /// How many.
    public let cars: Int
    /// Where.
    public let gate: GateID
    /// The way that cars take through the lane.
    public let direction: Direction
    /// From when it counted.
    public let from: Instant
    /// What the device calls the count.
    public let read: DeviceEventID?

    package static let name = "loop-counted"
    package static let fields = ["gate", "direction", "cars", "from", "deviceEvent"]

    /// A count.
    public init(_ cars: Int, at gate: GateID, _ direction: Direction, from: Instant, read: DeviceEventID?) {
        self.cars = cars
        self.gate = gate
        self.direction = direction
        self.from = from
        self.read = read
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        cars = Int(try fields.required("cars") as Int64)
        gate = try fields.required("gate")
        direction = try fields.required("direction")
        from = try fields.required("from")
        read = try fields.optional("deviceEvent")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("gate", gate)
        json.field("direction", direction.rawValue)
        json.field("cars", number: cars)
        json.field("from", from)
        json.field("deviceEvent", read)
    }

    package func sentence(in currency: Currency) -> String {
        "The loop of the gate \(gate) had counted \(cars) cars on their way \(direction.rawValue) since \(from)."
    }

    package var event: GarageEvent { .loopCounted(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.gates.count(
            LoopCount(
                version: recorded.version, gate: gate, direction: direction, from: from, until: recorded.occurredAt,
                counted: cars))
        garage.gates.remember(.counted, of: .counted, direction, at: gate, read: read, car: .unknown, recorded)
        return []
    }
}
