package import JSON
public import Money
import Tariffs

/// A plate at an exit was not let out, as its stay is not paid for (design rule 5).
public struct ExitHeld: EventBody {
    /// The plate that was read.
    public let plate: PlateID
    /// Where.
    public let gate: GateID
    /// Its stay.
    public let session: SessionID
    /// What is to be paid first.
    public let due: Money
    /// What the device calls the reading.
    public let read: DeviceEventID?
    /// What the camera read, where that was taken for the plate that looks like it (design rule 8).
    public let readAs: PlateID?
    /// What the clock of the device showed that told of it.
    public internal(set) var device = DeviceTime()

    package static let name = "exit-held"
    package static let fields =
        ["plate", "gate", "session", "currency", "due", "deviceEvent", "readAs"] + DeviceTime.fields

    /// A car that has to pay first.
    public init(
        plate: PlateID, gate: GateID, session: SessionID, due: Money, read: DeviceEventID?, readAs: PlateID? = nil
    ) {
        self.plate = plate
        self.gate = gate
        self.session = session
        self.due = due
        self.read = read
        self.readAs = readAs
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        gate = try fields.required("gate")
        session = try fields.required("session")
        due = try fields.amount("due", in: fields.required("currency"))
        read = try fields.optional("deviceEvent")
        readAs = try fields.optional("readAs")
        device = try fields.deviceTime()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("gate", gate)
        json.field("session", number: session.version)
        json.field("currency", currency.code)
        json.field("due", due.decimal(in: currency))
        json.field("deviceEvent", read)
        json.field("readAs", readAs)
        json.deviceTime(device)
    }

    package func sentence(in currency: Currency) -> String {
        let readAs = readAs.map { ", read as \($0.short)" } ?? ""
        return
            "The gate \(gate) holds \(plate.short)\(readAs): \(due.decimal(in: currency)) is due for session \(session)."
    }

    package var event: GarageEvent { .exitHeld(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        // Where an operator opens, the car that the loop feels is this one.
        garage.readInLane(plate, gate, .exit, vehicle: nil, readAs: readAs, recorded)
        garage.gates.remember(
            .answer(.held, to: plate), of: .seen, .exit, at: gate, read: read, car: .plate(readAs ?? plate),
            recorded)
        return []
    }
}
