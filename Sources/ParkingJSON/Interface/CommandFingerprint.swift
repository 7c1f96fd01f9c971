public import Money
public import Parking

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
            case .ratePublished(let rate):
                json.name(CommandName.ratePublished.rawValue)
                if let currency { json.rate(rate, in: currency) }
            case .reserve(let plate, let day, let holder):
                json.field("command", CommandName.reserve.rawValue)
                json.field("plate", plate)
                json.field("day", day)
                json.field("holder", holder.rawValue)
            case .cancel(let id):
                json.field("command", CommandName.cancel.rawValue)
                json.field("reservation", number: id.version)
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

    fileprivate mutating func passage(_ passage: Passage) {
        field("gate", passage.gate)
        field("direction", passage.direction?.rawValue)
        field("occurredAt", passage.occurredAt)
        field("deviceEvent", passage.read)
    }
}
