public import Chronology
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
    /// From when the gate lets the car in, where it comes before its hours.
    public let hoursFrom: Instant?
    /// What the device calls the reading.
    public let read: DeviceEventID?
    /// What the camera read, where that was taken for the plate that looks like it (design rule 8).
    public let readAs: PlateID?
    /// What the clock of the device showed that told of it.
    public internal(set) var device = DeviceTime()

    package static let name = "entry-denied"
    package static let fields = ["plate", "gate", "reason", "hoursFrom", "deviceEvent", "readAs"] + DeviceTime.fields

    /// A car that may not drive in.
    public init(
        plate: PlateID, gate: GateID, reason: DenialReason, hoursFrom: Instant? = nil, read: DeviceEventID?,
        readAs: PlateID? = nil
    ) {
        self.plate = plate
        self.gate = gate
        self.reason = reason
        self.hoursFrom = hoursFrom
        self.read = read
        self.readAs = readAs
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        gate = try fields.required("gate")
        reason = try fields.required("reason")
        hoursFrom = try fields.optional("hoursFrom")
        read = try fields.optional("deviceEvent")
        readAs = try fields.optional("readAs")
        device = try fields.deviceTime()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("gate", gate)
        json.field("reason", reason.rawValue)
        json.field("hoursFrom", hoursFrom)
        json.field("deviceEvent", read)
        json.field("readAs", readAs)
        json.deviceTime(device)
    }

    package func sentence(in currency: Currency) -> String {
        let readAs = readAs.map { ", read as \($0.short)" } ?? ""
        return
            "The gate \(gate) turns \(plate.short) away\(readAs): \(reason.rawValue)\(hoursFrom.map { ", until \($0)" } ?? "")."
    }

    package var event: GarageEvent { .entryDenied(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.gates.remember(
            .answer(.deny(reason), to: plate), of: .seen, .entry, at: gate, read: read, car: .plate(readAs ?? plate),
            recorded)
        return []
    }
}
