import Chronology
public import Money
public import Parking
import Tariffs

extension Command {
    /// A text that two requests share exactly when they ask for the same.
    ///
    /// It names a plate as events do, so a stored digest of it says nothing about a plate whose vault row is gone.
    public func canonical(currency: Currency?) -> [UInt8] {
        JSONWriter.object { json in
            switch self {
            case .configureGarage(let settings):
                json.name(CommandName.configureGarage.rawValue)
                json.settings(settings)
            case .ratePublished(let rate, let card):
                json.name(CommandName.ratePublished.rawValue)
                if let currency { json.rate(rate, in: currency) }
                // Commands of before there were other cards have no such field.
                if card != .standard { json.field("card", card) }
            case .rateWithdrawn(let rate, let card):
                json.field("command", CommandName.rateWithdrawn.rawValue)
                json.field("card", card)
                json.field("rate", rate)
            case .cardPublished(let card, let id):
                json.name(CommandName.cardPublished.rawValue)
                if let currency { json.namedRateCard(NamedRateCard(id: id, card: card), in: currency) }
            case .reserve(let plate, let day, let holder):
                json.field("command", CommandName.reserve.rawValue)
                json.field("plate", plate)
                json.field("day", day)
                json.field("holder", holder.rawValue)
            case .reserveHours(let plate, let booking, let holder):
                json.field("command", CommandName.reserve.rawValue)
                json.field("plate", plate)
                json.field("start", number: booking.start.microseconds)
                json.field("hours", number: booking.hours)
                json.field("vehicle", booking.card)
                json.field("holder", holder.rawValue)
            case .cancel(let id):
                json.field("command", CommandName.cancel.rawValue)
                json.field("reservation", number: id.version)
            case .grantPermit(let plate, let request):
                json.field("command", CommandName.grantPermit.rawValue)
                json.field("plate", plate)
                json.permit(request)
            case .renewPermit(let id):
                json.field("command", CommandName.renewPermit.rawValue)
                json.field("permit", number: id.version)
            case .revokePermit(let id):
                json.field("command", CommandName.revokePermit.rawValue)
                json.field("permit", number: id.version)
            case .plateSeen(let plate, let passage):
                json.field("command", CommandName.plateSeen.rawValue)
                json.field("plate", plate)
                json.passage(passage)
            case .gateOpen(let car, let passage, let remark):
                json.field("command", CommandName.gateOpen.rawValue)
                json.identity(car)
                json.passage(passage)
                json.field("remark", remark)
            case .exit(let car, let passage):
                json.field("command", CommandName.exit.rawValue)
                json.identity(car)
                json.passage(passage)
            case .validate(let stay, let validation):
                json.field("command", CommandName.validate.rawValue)
                json.stay(stay)
                json.field("validation", validation)
            case .applyAgreement(let stay, let agreement):
                json.field("command", CommandName.applyAgreement.rawValue)
                json.stay(stay)
                json.field("agreement", agreement)
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func identity(_ car: CarIdentity?) {
        switch car {
        case .plate(let plate): field("plate", plate)
        case .ticket(let ticket): field("ticket", ticket)
        case .unknown, nil: break
        }
    }

    fileprivate mutating func stay(_ stay: OpenStay) {
        switch stay {
        case .session(let id): field("session", number: id.version)
        case .car(let car): identity(car)
        }
    }

    fileprivate mutating func permit(_ request: PermitRequest) {
        let (kind, first, last, groups): (PermitKind.Name, LocalDay?, LocalDay?, Set<GroupID>)
        switch request {
        case .pass(let firstDay, let lastDay, let of): (kind, first, last, groups) = (.pass, firstDay, lastDay, of)
        case .membership(let firstDay, let lastDay, let of):
            (kind, first, last, groups) = (.membership, firstDay, lastDay, of)
        case .subscription(let id, let vehicle, let firstDay, let of):
            (kind, first, last, groups) = (.subscription, firstDay, nil, of)
            field("subscription", id)
            field("vehicle", vehicle)
        }
        field("kind", kind.rawValue)
        field("firstDay", first)
        field("lastDay", last)
        self.groups(groups)
    }

    fileprivate mutating func passage(_ passage: Passage) {
        field("gate", passage.gate)
        field("direction", passage.direction?.rawValue)
        field("occurredAt", passage.occurredAt)
        field("vehicle", passage.vehicle)
        field("deviceEvent", passage.read)
    }
}
