public import Chronology
public import Money
public import Parking

/// The commands by the names they have in addresses and on the command line.
public enum CommandName: String, CaseIterable, Sendable {
    case configureGarage = "configure-garage"
    case ratePublished = "rate-published"
    case reserve
    case cancel
    case plateSeen = "plate-seen"
    case gateOpen = "gate-open"
    case exit
}

/// A command as it came in, which may still name a plate by its characters.
public enum CommandRequest: Sendable {
    /// It names no plate.
    case complete(Command)
    /// It becomes a command once the vault has said what events call the plate.
    case naming(Plate, @Sendable (PlateID) -> Command)

    /// Reads the body of a command.
    ///
    /// - Parameter currency: the garage's, for a rate's amounts; nil while there is no garage.
    public static func read(
        _ name: CommandName, _ body: [UInt8], currency: Currency?, zones: ZoneLookup
    ) throws(JSONError) -> CommandRequest {
        try JSONReader.read(body) { (reader: inout JSONReader) throws(JSONError) in
            switch name {
            case .configureGarage: return .complete(.configureGarage(try reader.settings(zones: zones)))
            case .ratePublished:
                guard let currency else { throw JSONError("has amounts of a garage that is not configured yet") }
                return .complete(.ratePublished(try reader.rate(in: currency)))
            default: return try Body(&reader, name).request(name)
            }
        }
    }
}

/// The fields of the commands that are about a car.
private struct Body {
    var plate: Plate?
    var ticket: TicketID?
    var gate: GateID?
    var direction: Direction?
    var occurredAt: Instant?
    var read: DeviceEventID?
    var remark: Remark?
    var day: LocalDay?
    var holder: Holder?
    var reservation: ReservationID?

    init(_ reader: inout JSONReader, _ name: CommandName) throws(JSONError) {
        try reader.object { (reader: inout JSONReader, field) throws(JSONError) in
            switch (field, name) {
            case ("plate", .reserve), ("plate", .plateSeen), ("plate", .gateOpen), ("plate", .exit):
                plate = try reader.plate()
            case ("ticket", .gateOpen), ("ticket", .exit): ticket = try reader.token(TicketID.self)
            case ("gate", .plateSeen), ("gate", .gateOpen), ("gate", .exit): gate = try reader.slug(GateID.self)
            case ("direction", .plateSeen), ("direction", .gateOpen): direction = try reader.choice(Direction.self)
            case ("occurredAt", .plateSeen), ("occurredAt", .gateOpen), ("occurredAt", .exit):
                occurredAt = try reader.instant()
            case ("deviceEvent", .plateSeen), ("deviceEvent", .gateOpen), ("deviceEvent", .exit):
                read = try reader.token(DeviceEventID.self)
            case ("remark", .gateOpen): remark = try reader.remark()
            case ("day", .reserve): day = try reader.day()
            case ("holder", .reserve): holder = try reader.choice(Holder.self)
            case ("reservation", .cancel): reservation = try reader.number(ReservationID.self)
            default: throw .unknownField
            }
        }
        if plate != nil, ticket != nil { throw JSONError("goes without plate", path: "ticket") }
    }

    func request(_ name: CommandName) throws(JSONError) -> CommandRequest {
        switch name {
        case .configureGarage, .ratePublished: preconditionFailure("bodies of their own")
        case .reserve:
            let (day, holder) = (try required(day, "day"), holder ?? .member)
            return .naming(try required(plate, "plate")) { .reserve(plate: $0, day: day, holder: holder) }
        case .cancel: return .complete(.cancel(try required(reservation, "reservation")))
        case .plateSeen:
            let passage = try passage()
            return .naming(try required(plate, "plate")) { .plateSeen($0, passage) }
        case .gateOpen:
            let (passage, remark) = (try passage(), remark)
            return car { .gateOpen($0, passage, remark) }
        case .exit:
            let passage = try passage()
            return car { .exit($0, passage) }
        }
    }

    private func passage() throws(JSONError) -> Passage {
        Passage(gate: try required(gate, "gate"), direction: direction, occurredAt: occurredAt, read: read)
    }

    private func car(_ command: @escaping @Sendable (CarIdentity?) -> Command) -> CommandRequest {
        if let plate { return .naming(plate) { command(.plate($0)) } }
        return .complete(command(ticket.map { .ticket($0) }))
    }
}
