package import JSON
package import Money

/// A plate at an entry was read, but so badly that another read was asked for; it holds no spot and judges nobody.
public struct PlateReadUnsure: EventBody {
    /// The plate, as far as the camera could tell.
    public let plate: PlateID
    /// Where.
    public let gate: GateID
    /// How sure the camera was.
    public let confidence: Confidence
    /// What the device calls the reading.
    public let read: DeviceEventID?
    /// What the clock of the device showed that told of it.
    public internal(set) var device = DeviceTime()

    package static let name = "plate-read-unsure"
    package static let fields = ["plate", "gate", "confidence", "deviceEvent"] + DeviceTime.fields

    /// A reading that is not good enough.
    public init(plate: PlateID, gate: GateID, confidence: Confidence, read: DeviceEventID?) {
        self.plate = plate
        self.gate = gate
        self.confidence = confidence
        self.read = read
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        gate = try fields.required("gate")
        confidence = try fields.required("confidence")
        read = try fields.optional("deviceEvent")
        device = try fields.deviceTime()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("gate", gate)
        json.field("confidence", number: confidence.percent)
        json.field("deviceEvent", read)
        json.deviceTime(device)
    }

    package func sentence(in currency: Currency) -> String {
        "The gate \(gate) may have read \(plate.short), \(confidence.percent) % sure, and is to read again."
            + device.sentence
    }

    package var event: GarageEvent { .plateReadUnsure(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.gates.remember(
            .answer(.again, to: plate), of: .seen, .entry, at: gate, read: read, car: .plate(plate), recorded)
        return []
    }
}
