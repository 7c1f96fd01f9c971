public import Chronology
package import JSON
package import Money
public import Tariffs

/// A plate at an entry was let in; its spot is held until `until` for the barrier to rise.
public struct EntryAuthorised: EventBody {
    /// The plate that was read.
    public let plate: PlateID
    /// Where.
    public let gate: GateID
    /// Why it may drive in, and by which right.
    public let grounds: EntryGrounds
    /// How long its spot is held.
    public let until: Instant
    /// The type of the vehicle, where the camera could tell.
    public let vehicle: CardID?
    /// What the device calls the reading.
    public let read: DeviceEventID?
    /// What the camera read, where that was taken for the plate that looks like it (design rule 8).
    public let readAs: PlateID?
    /// What the clock of the device showed that told of it.
    public internal(set) var device = DeviceTime()

    package static let name = "entry-authorised"
    package static let fields =
        ["plate", "gate", "grounds", "right", "until", "vehicle", "deviceEvent", "readAs"] + DeviceTime.fields

    /// A car that may drive in.
    public init(
        plate: PlateID, gate: GateID, grounds: EntryGrounds, until: Instant, vehicle: CardID? = nil,
        read: DeviceEventID?, readAs: PlateID? = nil
    ) {
        self.plate = plate
        self.gate = gate
        self.grounds = grounds
        self.until = until
        self.vehicle = vehicle
        self.read = read
        self.readAs = readAs
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        gate = try fields.required("gate")
        grounds = try fields.entryGrounds()
        until = try fields.required("until")
        vehicle = try fields.optional("vehicle")
        read = try fields.optional("deviceEvent")
        readAs = try fields.optional("readAs")
        device = try fields.deviceTime()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("gate", gate)
        json.entryGrounds(grounds)
        json.field("until", until)
        json.field("vehicle", vehicle)
        json.field("deviceEvent", read)
        json.field("readAs", readAs)
        json.deviceTime(device)
    }

    package func sentence(in currency: Currency) -> String {
        let readAs = readAs.map { ", read as \($0.short)" } ?? ""
        let right = grounds.right.map { " \($0)" } ?? ""
        return "The gate \(gate) lets \(plate.short) in\(readAs): \(grounds.name)\(right)."
    }

    package var event: GarageEvent { .entryAuthorised(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.gates.authorise(
            Authorisation(
                id: AuthorisationID(version: recorded.version), car: .plate(plate), gate: gate, vehicle: vehicle,
                since: recorded.occurredAt, until: until, readAs: readAs),
            laneHolding: garage.settings?.gate(gate)?.holds ?? 1, wait: garage.settings?.authorisationWait ?? .zero)
        garage.gates.remember(
            .answer(.open(.entry(grounds)), to: plate), of: .seen, .entry, at: gate, read: read,
            car: .plate(readAs ?? plate),
            recorded)
        return []
    }
}
