public import Money
public import Parking
import Tariffs

extension EventCodec {
    /// The payload of an event.
    ///
    /// - Parameter currency: the garage's, in which a rate's amounts are written.
    public func encode(_ event: GarageEvent, currency: Currency) -> [UInt8] {
        var json = JSONWriter(reserving: 128)
        switch event {
        case .garageConfigured(let settings): json.settings(settings)
        default: json.object { $0.fields(of: event, currency: currency) }
        }
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func fields(of event: GarageEvent, currency: Currency) {
        switch event {
        case .garageConfigured: break
        case .ratePublished(let rate, let card):
            self.card(card)
            field("currency", currency.code)
            name("rate")
            self.rate(rate, in: currency)
        case .rateWithdrawn(let rate, let card):
            self.card(card)
            field("rate", rate)
        case .termsPublished(let terms, let card):
            self.card(card)
            field("currency", currency.code)
            name("terms")
            self.terms(terms, in: currency)
        case .dayReserved(let plate, let day, let holder, let hours):
            field("plate", plate)
            field("day", day)
            field("holder", holder.rawValue)
            if let hours {
                field("from", hours.from)
                field("until", hours.until)
                field("vehicle", hours.vehicle)
                field("currency", currency.code)
                field("total", hours.total.decimal(in: currency))
            }
        case .reservationCancelled(let id): field("reservation", number: id.version)
        case .permitGranted(let plate, let kind, let first, let last, let groups):
            field("plate", plate)
            field("kind", kind.name.rawValue)
            field("firstDay", first)
            field("lastDay", last)
            self.groups(groups)
            if let bought = kind.subscription {
                field("subscription", bought.id)
                field("period", bought.period.rawValue)
                field("vehicle", bought.vehicle)
                field("currency", currency.code)
                field("total", bought.total.decimal(in: currency))
            }
        case .permitRenewed(let id, let first, let last, let renewal, let total):
            field("permit", number: id.version)
            field("firstDay", first)
            field("lastDay", last)
            field("renewal", number: renewal)
            field("currency", currency.code)
            field("total", total.decimal(in: currency))
        case .permitRevoked(let id, let last):
            field("permit", number: id.version)
            field("lastDay", last)
        case .entryAuthorised(let plate, let gate, let grounds, let until, let vehicle, let read):
            field("plate", plate)
            field("gate", gate)
            field("grounds", grounds.rawValue)
            field("until", until)
            field("vehicle", vehicle)
            field("deviceEvent", read)
        case .entryDenied(let plate, let gate, let reason, let read):
            field("plate", plate)
            field("gate", gate)
            field("reason", reason.rawValue)
            field("deviceEvent", read)
        case .exitAuthorised(let plate, let gate, let session, let read):
            field("plate", plate)
            field("gate", gate)
            field("session", number: session?.version)
            field("deviceEvent", read)
        case .carEntered(let car, let gate, let admittedBy, let vehicle, let read):
            self.car(car)
            field("gate", gate)
            self.admittedBy(admittedBy)
            field("vehicle", vehicle)
            field("deviceEvent", read)
        case .carExited(let session, let gate, let read):
            field("session", number: session.version)
            field("gate", gate)
            field("deviceEvent", read)
        case .exitWithoutEntry(let car, let gate, let read):
            self.car(car)
            field("gate", gate)
            field("deviceEvent", read)
        case .sessionOrphaned(let session): field("session", number: session.version)
        case .sessionValidated(let session, let validation):
            field("session", number: session.version)
            field("validation", validation)
        case .agreementApplied(let session, let agreement):
            field("session", number: session.version)
            field("agreement", agreement)
        case .exitGateOpened(let gate, let remark, let read):
            field("gate", gate)
            field("remark", remark)
            field("deviceEvent", read)
        }
    }

    /// The card; left out where it is the one that every garage has.
    private mutating func card(_ card: CardID) {
        if card != .standard { field("card", card) }
    }

    private mutating func car(_ car: CarIdentity) {
        switch car {
        case .plate(let plate): field("plate", plate)
        case .ticket(let ticket): field("ticket", ticket)
        case .unknown: break
        }
    }

    private mutating func admittedBy(_ admittedBy: AdmittedBy) {
        switch admittedBy {
        case .authorisation(let id): field("authorisation", number: id.version)
        case .hand(let remark): field("byHand", remark)
        case .gate: break
        case .imported: flag("imported", true)
        }
    }
}
