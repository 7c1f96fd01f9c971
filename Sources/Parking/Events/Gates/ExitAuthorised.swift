package import JSON
package import Money

/// A plate at an exit was let out. There is no session where its entry was never seen.
public struct ExitAuthorised: EventBody {
    /// The plate that was read.
    public let plate: PlateID
    /// Where.
    public let gate: GateID
    /// Its stay.
    public let session: SessionID?
    /// What the device calls the reading.
    public let read: DeviceEventID?
    /// What the camera read, where that was taken for the plate that looks like it (design rule 8).
    public let readAs: PlateID?
    /// What the clock of the device showed that told of it.
    public internal(set) var device = DeviceTime()

    package static let name = "exit-authorised"
    package static let fields = ["plate", "gate", "session", "deviceEvent", "readAs"] + DeviceTime.fields

    /// A car that may leave.
    public init(plate: PlateID, gate: GateID, session: SessionID?, read: DeviceEventID?, readAs: PlateID? = nil) {
        self.plate = plate
        self.gate = gate
        self.session = session
        self.read = read
        self.readAs = readAs
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        gate = try fields.required("gate")
        session = try fields.optional("session")
        read = try fields.optional("deviceEvent")
        readAs = try fields.optional("readAs")
        device = try fields.deviceTime()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("gate", gate)
        json.field("session", number: session?.version)
        json.field("deviceEvent", read)
        json.field("readAs", readAs)
        json.deviceTime(device)
    }

    package func sentence(in currency: Currency) -> String {
        let readAs = readAs.map { ", read as \($0.short)" } ?? ""
        return "The gate \(gate) lets \(plate.short) out\(readAs)\(session == nil ? "; nobody saw it come in" : "")."
    }

    package var event: GarageEvent { .exitAuthorised(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.readInLane(
            plate, gate, .exit, vehicle: nil, readAs: readAs, authorisation: AuthorisationID(version: recorded.version),
            recorded)
        let reason = session == nil ? OpenReason.leavingUnseen : .leaving
        garage.gates.remember(
            .answer(.open(reason), to: plate), of: .seen, .exit, at: gate, read: read, car: .plate(readAs ?? plate),
            recorded)
        return []
    }
}
