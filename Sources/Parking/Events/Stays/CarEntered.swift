package import JSON
package import Money
public import Tariffs

/// A car drove in: its session begins.
public struct CarEntered: EventBody {
    /// How the car is known.
    public let car: CarIdentity
    /// Where it came in; nil where an import does not say.
    public let gate: GateID?
    /// What made it happen.
    public let admittedBy: AdmittedBy
    /// The type of the vehicle, named after its rate card; nil where nobody said.
    public let vehicle: CardID?
    /// What the device calls the reading.
    public let read: DeviceEventID?
    /// What the camera read, where that was taken for the plate that looks like it (design rule 8).
    public let readAs: PlateID?
    /// Whether a car had come in with the ticket before.
    public let isReused: Bool
    /// What the clock of the device showed that told of it.
    public internal(set) var device = DeviceTime()

    package static let name = "car-entered"
    package static let fields =
        [
            "plate", "ticket", "gate", "authorisation", "byHand", "imported", "vehicle", "deviceEvent",
            "readAs", "reused",
        ] + DeviceTime.fields

    /// A car that came in.
    public init(
        car: CarIdentity, gate: GateID?, by admittedBy: AdmittedBy, vehicle: CardID? = nil, read: DeviceEventID?,
        readAs: PlateID? = nil, isReused: Bool = false
    ) {
        self.car = car
        self.gate = gate
        self.admittedBy = admittedBy
        self.vehicle = vehicle
        self.read = read
        self.readAs = readAs
        self.isReused = isReused
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        car = try fields.car()
        gate = try fields.optional("gate")
        admittedBy = try fields.admittedBy()
        vehicle = try fields.optional("vehicle")
        read = try fields.optional("deviceEvent")
        readAs = try fields.optional("readAs")
        isReused = try fields.optional("reused") ?? false
        device = try fields.deviceTime()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.car(car)
        json.field("gate", gate)
        switch admittedBy {
        case .authorisation(let id): json.field("authorisation", number: id.version)
        case .hand(let remark): json.field("byHand", remark)
        case .gate: break
        case .imported: json.flag("imported", true)
        }
        json.field("vehicle", vehicle)
        json.field("deviceEvent", read)
        json.field("readAs", readAs)
        json.flag("reused", isReused)
        json.deviceTime(device)
    }

    package func sentence(in currency: Currency) -> String {
        let readAs = readAs.map { ", read as \($0.short)" } ?? ""
        let reused = isReused ? ", which was used before" : ""
        let place = reused + (gate.map { " by the gate \($0)" } ?? "") + readAs
        return switch admittedBy {
        case .authorisation(let id): "\(car.capitalised) came in\(place), let in by event \(id)."
        case .hand(let remark): "\(car.capitalised) came in\(place), let in by hand: \(remark)."
        case .gate: "\(car.capitalised) came in\(place)."
        case .imported: "\(car.capitalised) came in\(place), as another system has it."
        }
    }

    package var event: GarageEvent { .carEntered(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        let session = SessionID(version: recorded.version)
        let changes = garage.begin(
            Session(
                id: session, car: car, gate: gate, vehicle: vehicle, enteredAt: recorded.occurredAt,
                recordedAt: recorded.recordedAt, readAs: readAs, isImported: admittedBy == .imported))
        garage.passed(car, gate, admittedBy, recorded)
        garage.gates.remember(.entered(session), of: .opened, .entry, at: gate, read: read, car: car, recorded)
        return changes
    }
}

extension JSONFields {
    fileprivate mutating func admittedBy() throws(JSONError) -> AdmittedBy {
        if let id: AuthorisationID = try optional("authorisation") { return .authorisation(id) }
        if let remark: Remark = try optional("byHand") { return .hand(remark) }
        return try optional("imported") ?? false ? .imported : .gate
    }
}

extension GarageEvent {
    /// The name of the events that begin a stay.
    public static var stayTypeNames: Set<String> { [CarEntered.name, SessionSplit.name] }
}
