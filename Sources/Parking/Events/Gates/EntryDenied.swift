package import JSON
package import Money

/// A plate at an entry was turned away.
public struct EntryDenied: EventBody {
    /// The plate that was read.
    public let plate: PlateID
    /// Where.
    public let gate: GateID
    /// Why it may not drive in.
    public let reason: DenialReason
    /// What the device calls the reading.
    public let read: DeviceEventID?

    package static let name = "entry-denied"
    package static let fields = ["plate", "gate", "reason", "deviceEvent"]

    /// A car that may not drive in.
    public init(plate: PlateID, gate: GateID, reason: DenialReason, read: DeviceEventID?) {
        self.plate = plate
        self.gate = gate
        self.reason = reason
        self.read = read
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        gate = try fields.required("gate")
        reason = try fields.required("reason")
        read = try fields.optional("deviceEvent")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("gate", gate)
        json.field("reason", reason.rawValue)
        json.field("deviceEvent", read)
    }

    package func sentence(in currency: Currency) -> String {
        "The gate \(gate) turns \(plate.short) away: \(reason.rawValue)."
    }

    package var event: GarageEvent { .entryDenied(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.gates.remember(
            .answer(.deny(reason)), of: .seen, .entry, at: gate, read: read, car: .plate(plate), recorded)
        return []
    }
}
