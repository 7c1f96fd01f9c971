import Chronology
import Parking
import Tariffs

/// The fields of the commands that are flat objects.
struct CommandFields {
    private var plate: Plate?
    private var ticket: TicketID?
    private var gate: GateID?
    private var direction: Direction?
    private var occurredAt: Instant?
    private var read: DeviceEventID?
    private var remark: Remark?
    private var day: LocalDay?
    private var start: LocalDateTime?
    private var hours: Int?
    private var holder: Holder?
    private var reservation: ReservationID?
    private var permit: PermitID?
    private var kind: PermitKind.Name?
    private var firstDay: LocalDay?
    private var lastDay: LocalDay?
    private var groups: Set<GroupID> = []
    private var subscription: SubscriptionID?
    private var vehicle: CardID?
    private var session: SessionID?
    private var validation: ValidationID?
    private var agreement: AgreementID?
    private var rate: RateID?
    private var card = CardID.standard

    init(_ reader: inout JSONReader, _ name: CommandName) throws(JSONError) {
        try reader.object { (reader: inout JSONReader, field) throws(JSONError) in
            switch (field, name) {
            case ("plate", .reserve), ("plate", .plateSeen), ("plate", .gateOpen), ("plate", .exit),
                ("plate", .validate), ("plate", .applyAgreement), ("plate", .grantPermit):
                plate = try reader.plate()
            case ("ticket", .gateOpen), ("ticket", .exit), ("ticket", .validate), ("ticket", .applyAgreement):
                ticket = try reader.token(TicketID.self)
            case ("session", .validate), ("session", .applyAgreement): session = try reader.number(SessionID.self)
            case ("gate", .plateSeen), ("gate", .gateOpen), ("gate", .exit): gate = try reader.slug(GateID.self)
            case ("direction", .plateSeen), ("direction", .gateOpen): direction = try reader.choice(Direction.self)
            case ("occurredAt", .plateSeen), ("occurredAt", .gateOpen), ("occurredAt", .exit):
                occurredAt = try reader.instant()
            case ("deviceEvent", .plateSeen), ("deviceEvent", .gateOpen), ("deviceEvent", .exit):
                read = try reader.token(DeviceEventID.self)
            case ("vehicle", .plateSeen), ("vehicle", .gateOpen), ("vehicle", .reserve), ("vehicle", .grantPermit):
                vehicle = try reader.identifier(CardID.init)
            case ("remark", .gateOpen): remark = try reader.remark()
            case ("day", .reserve): day = try reader.day()
            case ("start", .reserve):
                start = try reader.value("a time by the garage's clock such as 2026-03-02T07:30", { LocalDateTime($0) })
            case ("hours", .reserve): hours = try reader.count()
            case ("holder", .reserve): holder = try reader.choice(Holder.self)
            case ("reservation", .cancel): reservation = try reader.number(ReservationID.self)
            case ("kind", .grantPermit): kind = try reader.choice(PermitKind.Name.self)
            case ("firstDay", .grantPermit): firstDay = try reader.day()
            case ("lastDay", .grantPermit): lastDay = try reader.day()
            case ("groups", .grantPermit): groups = try reader.groups()
            case ("subscription", .grantPermit): subscription = try reader.identifier(SubscriptionID.init)
            case ("permit", .renewPermit), ("permit", .revokePermit): permit = try reader.number(PermitID.self)
            case ("validation", .validate): validation = try reader.identifier(ValidationID.init)
            case ("agreement", .applyAgreement): agreement = try reader.identifier(AgreementID.init)
            case ("rate", .rateWithdrawn): rate = try reader.identifier(RateID.init)
            case ("card", .rateWithdrawn): card = try reader.identifier(CardID.init)
            default: throw .unknownField
            }
        }
        if plate != nil, ticket != nil { throw JSONError("goes without plate", path: "ticket") }
        if session != nil, plate != nil || ticket != nil {
            throw JSONError("goes without plate and ticket", path: "session")
        }
    }

    func request(_ name: CommandName) throws(JSONError) -> CommandRequest {
        switch name {
        case .configureGarage, .ratePublished, .cardPublished: preconditionFailure("bodies of their own")
        case .reserve:
            return try reservation(holder ?? .member)
        case .cancel: return .complete(.cancel(try required(reservation, "reservation")))
        case .grantPermit:
            let request = try permitRequest()
            return .naming(try required(plate, "plate")) { .grantPermit($0, request) }
        case .renewPermit: return .complete(.renewPermit(try required(permit, "permit")))
        case .revokePermit: return .complete(.revokePermit(try required(permit, "permit")))
        case .plateSeen:
            let passage = try passage()
            return .naming(try required(plate, "plate")) { .plateSeen($0, passage) }
        case .gateOpen:
            let (passage, remark) = (try passage(), remark)
            return car { .gateOpen($0, passage, remark) }
        case .exit:
            let passage = try passage()
            return car { .exit($0, passage) }
        case .rateWithdrawn: return .complete(.rateWithdrawn(try required(rate, "rate"), on: card))
        case .validate:
            let validation = try required(validation, "validation")
            return try stay { .validate($0, validation) }
        case .applyAgreement:
            let agreement = try required(agreement, "agreement")
            return try stay { .applyAgreement($0, agreement) }
        }
    }

    /// A whole day, or hours from a time on.
    private func reservation(_ holder: Holder) throws(JSONError) -> CommandRequest {
        let plate = try required(plate, "plate")
        guard let start else {
            guard hours == nil else { throw .missing("start") }
            guard vehicle == nil else { throw JSONError("goes with start and hours only", path: "vehicle") }
            let day = try required(day, "day")
            return .naming(plate) { .reserve(plate: $0, day: day, holder: holder) }
        }
        guard day == nil else { throw JSONError("goes without start", path: "day") }
        let booking = HoursBooking(start: start, hours: try required(hours, "hours"), card: vehicle ?? .standard)
        return .naming(plate) { .reserveHours(plate: $0, booking, holder: holder) }
    }

    private func permitRequest() throws(JSONError) -> PermitRequest {
        let kind = try required(kind, "kind")
        if kind == .subscription {
            // Its period says when it ends.
            guard lastDay == nil else { throw JSONError("goes with a pass or a membership only", path: "lastDay") }
            return .subscription(
                try required(subscription, "subscription"), vehicle: vehicle ?? .standard, firstDay: firstDay,
                groups: groups)
        }
        guard subscription == nil else { throw JSONError("goes with kind subscription only", path: "subscription") }
        guard vehicle == nil else { throw JSONError("goes with kind subscription only", path: "vehicle") }
        if kind == .pass { return .pass(firstDay: firstDay, lastDay: lastDay, groups: groups) }
        guard !groups.isEmpty else { throw .missing("groups") }
        return .membership(firstDay: firstDay, lastDay: lastDay, groups: groups)
    }

    private func passage() throws(JSONError) -> Passage {
        Passage(
            gate: try required(gate, "gate"), direction: direction, occurredAt: occurredAt, vehicle: vehicle,
            read: read)
    }

    private func stay(_ command: @escaping @Sendable (OpenStay) -> Command) throws(JSONError) -> CommandRequest {
        if let session { return .complete(command(.session(session))) }
        guard plate != nil || ticket != nil else {
            throw JSONError("must have one of session, plate and ticket", kind: .missingField)
        }
        return car { command(.car($0 ?? .unknown)) }
    }

    private func car(_ command: @escaping @Sendable (CarIdentity?) -> Command) -> CommandRequest {
        if let plate { return .naming(plate) { command(.plate($0)) } }
        return .complete(command(ticket.map { .ticket($0) }))
    }
}
