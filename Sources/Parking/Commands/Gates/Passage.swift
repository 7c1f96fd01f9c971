public import Chronology
import JSON
public import Tariffs

/// Where and when a device saw something.
public struct Passage: Hashable, Sendable {
    /// The gate.
    public var gate: GateID
    /// The way; nil where the gate has only one.
    public var direction: Direction?
    /// When, by the device's clock; nil for now.
    public var occurredAt: Instant?
    /// What that clock showed as the device sent, anew with every attempt; nil where the device does not say.
    public var sentAt: Instant?
    /// The type of the vehicle, named after its rate card; nil where nobody can tell. It counts at an entry.
    public var vehicle: CardID?
    /// What the device calls this reading.
    public var read: DeviceEventID?

    /// A reading at a gate.
    public init(
        gate: GateID, direction: Direction? = nil, occurredAt: Instant? = nil, sentAt: Instant? = nil,
        vehicle: CardID? = nil, read: DeviceEventID? = nil
    ) {
        self.gate = gate
        self.direction = direction
        self.occurredAt = occurredAt
        self.sentAt = sentAt
        self.vehicle = vehicle
        self.read = read
    }

    /// Reads the fields of a passage; those that a command does not know are not there.
    init(_ fields: inout JSONFields) throws(JSONError) {
        gate = try fields.required("gate")
        direction = try fields.optional("direction")
        occurredAt = try fields.optional("occurredAt")
        sentAt = try fields.optional("sentAt")
        vehicle = try fields.optional("vehicle")
        read = try fields.optional("deviceEvent")
    }

    /// Writes the fields of a passage that say what is asked: when it was sent does not, so a device may try again.
    func write(_ json: inout JSONWriter) {
        json.field("gate", gate)
        json.field("direction", direction?.rawValue)
        json.field("occurredAt", occurredAt)
        json.field("vehicle", vehicle)
        json.field("deviceEvent", read)
    }
}

extension GarageSettings {
    /// The way a car passed, where the gate and the command agree on one.
    func direction(of passage: Passage, assuming: Direction? = nil) throws(Refusal) -> Direction {
        guard let gate = gate(passage.gate) else { throw .unknownGate(passage.gate) }
        if let direction = passage.direction ?? assuming {
            guard gate.serves(direction) else { throw .wrongDirection(gate.id, direction) }
            return direction
        }
        switch gate.lane {
        case .entry: return .entry
        case .exit: return .exit
        case .both: throw .directionMissing(gate.id)
        }
    }
}

extension JSONFields {
    /// Reads a command about a car that a device has read, or whose ticket it knows, or neither.
    mutating func reading(
        _ command: @escaping @Sendable (CarIdentity?, _ alike: [PlateID]) -> Command
    ) throws(JSONError) -> CommandRequest {
        let (plate, ticket): (Plate?, TicketID?) = (try optional("plate"), try optional("ticket"))
        guard plate == nil || ticket == nil else { throw JSONError("goes without plate", path: "ticket") }
        if let plate { return .reading(plate) { command(.plate($0), $1) } }
        return .complete(command(ticket.map { .ticket($0) }, []))
    }

    /// Reads a command about a car that is named by its plate or its ticket, or not at all.
    mutating func request(
        _ command: @escaping @Sendable (CarIdentity?) -> Command
    ) throws(JSONError) -> CommandRequest {
        let (plate, ticket): (Plate?, TicketID?) = (try optional("plate"), try optional("ticket"))
        guard plate == nil || ticket == nil else { throw JSONError("goes without plate", path: "ticket") }
        if let plate { return .naming(plate) { command(.plate($0)) } }
        return .complete(command(ticket.map { .ticket($0) }))
    }
}
