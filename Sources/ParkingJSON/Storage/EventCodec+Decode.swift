import Chronology
import Money
public import Parking
import Tariffs

extension EventCodec {
    /// Reads a stored event.
    public func decode(
        type name: String, schemaVersion: Int16, payload: [UInt8]
    ) throws(EventCodecError) -> GarageEvent {
        guard let type = EventType(rawValue: name), schemaVersion == EventCodec.schemaVersion else {
            throw .unknownType(name, schemaVersion: schemaVersion)
        }
        do {
            return try JSONReader.read(payload) { (reader: inout JSONReader) throws(JSONError) in
                guard type == .garageConfigured else { return try Payload(&reader, type).event(type) }
                return .garageConfigured(try reader.settings(zones: zones))
            }
        } catch {
            throw .malformed(type: name, error)
        }
    }
}

/// Every field that some event's payload has, each read at most once.
private struct Payload {
    var currency: Currency?
    var card = CardID.standard
    var rate: Rate?
    var withdrawn: RateID?
    var terms: Terms?
    var plate: PlateID?
    var ticket: TicketID?
    var day: LocalDay?
    var holder: Holder?
    var reservation: ReservationID?
    var permit: PermitID?
    var kind: PermitKind.Name?
    var firstDay: LocalDay?
    var lastDay: LocalDay?
    var renewal: Int?
    var groups: Set<GroupID> = []
    var subscription: SubscriptionID?
    var period: Subscription.Period?
    var session: SessionID?
    var authorisation: AuthorisationID?
    var gate: GateID?
    var grounds: EntryGrounds?
    var reason: DenialReason?
    var from: Instant?
    var until: Instant?
    var total: Money?
    var vehicle: CardID?
    var validation: ValidationID?
    var agreement: AgreementID?
    var read: DeviceEventID?
    var remark: Remark?
    var byHand: Remark?
    var imported = false

    init(_ reader: inout JSONReader, _ type: EventType) throws(JSONError) {
        try reader.object { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "plate": plate = try reader.plateID()
            case "gate": gate = try reader.slug(GateID.self)
            case "session": session = try reader.number(SessionID.self)
            case "authorisation": authorisation = try reader.number(AuthorisationID.self)
            case "reservation": reservation = try reader.number(ReservationID.self)
            case "permit": permit = try reader.number(PermitID.self)
            case "kind": kind = try reader.choice(PermitKind.Name.self)
            case "firstDay": firstDay = try reader.day()
            case "lastDay": lastDay = try reader.day()
            case "renewal": renewal = try reader.count()
            case "groups": groups = try reader.groups()
            case "subscription": subscription = try reader.identifier(SubscriptionID.init)
            case "period": period = try reader.choice(Subscription.Period.self)
            case "ticket": ticket = try reader.token(TicketID.self)
            case "deviceEvent": read = try reader.token(DeviceEventID.self)
            case "day": day = try reader.day()
            case "holder": holder = try reader.choice(Holder.self)
            case "grounds": grounds = try reader.choice(EntryGrounds.self)
            case "reason": reason = try reader.choice(DenialReason.self)
            case "from": from = try reader.instant()
            case "until": until = try reader.instant()
            case "total": total = try reader.amount(try required(currency, "currency"))
            case "vehicle": vehicle = try reader.identifier(CardID.init)
            case "validation": validation = try reader.identifier(ValidationID.init)
            case "agreement": agreement = try reader.identifier(AgreementID.init)
            case "remark": remark = try reader.remark()
            case "byHand": byHand = try reader.remark()
            case "imported": imported = try reader.bool()
            case "card": card = try reader.identifier(CardID.init)
            case "currency": currency = try reader.currency()
            case "rate" where type == .rateWithdrawn: withdrawn = try reader.identifier(RateID.init)
            case "rate": rate = try reader.rate(in: try required(currency, "currency"))
            case "terms": terms = try reader.terms(in: try required(currency, "currency"))
            default: throw .unknownField
            }
        }
    }

    /// The hours of a reservation that is not of a whole day.
    private func hours() throws(JSONError) -> PaidHours? {
        guard let from else { return nil }
        return PaidHours(
            from: from, until: try required(until, "until"), vehicle: vehicle, total: try required(total, "total"))
    }

    private func permitKind() throws(JSONError) -> PermitKind {
        switch try required(kind, "kind") {
        case .pass: .pass
        case .membership: .membership
        case .subscription:
            .subscription(
                PaidSubscription(
                    id: try required(subscription, "subscription"), period: try required(period, "period"),
                    vehicle: vehicle, total: try required(total, "total")))
        }
    }

    func event(_ type: EventType) throws(JSONError) -> GarageEvent {
        switch type {
        case .garageConfigured: preconditionFailure("settings are read by themselves")
        case .ratePublished: .ratePublished(try required(rate, "rate"), on: card)
        case .rateWithdrawn: .rateWithdrawn(try required(withdrawn, "rate"), on: card)
        case .termsPublished: .termsPublished(try required(terms, "terms"), on: card)
        case .dayReserved:
            .dayReserved(
                plate: try required(plate, "plate"), day: try required(day, "day"),
                holder: try required(holder, "holder"), hours: try hours())
        case .reservationCancelled: .reservationCancelled(try required(reservation, "reservation"))
        case .permitGranted:
            .permitGranted(
                try required(plate, "plate"), try permitKind(), firstDay: try required(firstDay, "firstDay"),
                lastDay: lastDay, groups: groups)
        case .permitRenewed:
            .permitRenewed(
                try required(permit, "permit"), firstDay: try required(firstDay, "firstDay"),
                lastDay: try required(lastDay, "lastDay"), renewal: try required(renewal, "renewal"),
                total: try required(total, "total"))
        case .permitRevoked:
            .permitRevoked(try required(permit, "permit"), lastDay: try required(lastDay, "lastDay"))
        case .entryAuthorised:
            .entryAuthorised(
                plate: try required(plate, "plate"), gate: try required(gate, "gate"),
                grounds: try required(grounds, "grounds"), until: try required(until, "until"), vehicle: vehicle,
                read: read)
        case .entryDenied:
            .entryDenied(
                plate: try required(plate, "plate"), gate: try required(gate, "gate"),
                reason: try required(reason, "reason"), read: read)
        case .exitAuthorised:
            .exitAuthorised(
                plate: try required(plate, "plate"), gate: try required(gate, "gate"), session: session, read: read)
        case .carEntered: .carEntered(car: car, gate: gate, by: admittedBy, vehicle: vehicle, read: read)
        case .carExited: .carExited(session: try required(session, "session"), gate: gate, read: read)
        case .exitWithoutEntry: .exitWithoutEntry(car: car, gate: try required(gate, "gate"), read: read)
        case .sessionOrphaned: .sessionOrphaned(try required(session, "session"))
        case .sessionValidated:
            .sessionValidated(try required(session, "session"), try required(validation, "validation"))
        case .agreementApplied:
            .agreementApplied(try required(session, "session"), try required(agreement, "agreement"))
        case .exitGateOpened: .exitGateOpened(gate: try required(gate, "gate"), remark: remark, read: read)
        }
    }

    private var car: CarIdentity {
        if let plate { return .plate(plate) }
        return ticket.map { .ticket($0) } ?? .unknown
    }

    private var admittedBy: AdmittedBy {
        if let authorisation { return .authorisation(authorisation) }
        if let byHand { return .hand(byHand) }
        return imported ? .imported : .gate
    }
}
