import Chronology
import EventLog
import Parking
import ParkingJSON
import ParkingService
import Tariffs

extension JSONWriter {
    mutating func right(_ right: AllowlistEntry.Right) {
        switch right {
        case .reservation(let id, let holder):
            field("why", "reservation")
            field("reservation", number: id.version)
            field("holder", holder.rawValue)
        case .permit(let id, let kind):
            field("why", "permit")
            field("permit", number: id.version)
            field("kind", kind.rawValue)
        }
    }

    mutating func permit(_ view: PermitView) {
        object { json in
            json.field("permit", number: view.id.version)
            json.field("plate", view.plate?.characters)
            json.field("plateId", view.plateID)
            json.field("kind", view.kind.rawValue)
            json.field("firstDay", view.days.first)
            json.field("lastDay", view.days.last)
            json.groups(view.groups)
            json.field("subscription", view.subscription)
            json.field("vehicle", view.vehicle)
        }
    }

    mutating func session(_ view: SessionView, in zone: ZoneRules) {
        field("session", number: view.id.version)
        field("state", view.state.rawValue)
        field("plate", view.plate?.characters)
        field("plateId", view.plateID)
        field("ticket", view.ticket)
        field("gate", view.gate)
        field("vehicle", view.vehicle)
        groups(view.groups)
        if !view.validations.isEmpty {
            name("validations")
            array(view.validations.map(\.text).sorted()) { $0.string($1) }
        }
        field("agreement", view.agreement)
        field("enteredAt", view.enteredAt.description(in: zone))
        field("recordedAt", view.recordedAt.description(in: zone))
        field("exitedAt", view.exitedAt?.description(in: zone))
        if let charge = view.charge {
            name("charge")
            raw(charge)
        }
    }

    mutating func event(_ stored: StoredEvent) {
        object { json in
            json.field("version", number: stored.version)
            json.field("type", stored.event.type)
            json.field("schemaVersion", number: stored.event.schemaVersion)
            json.field("occurredAt", stored.event.occurredAt)
            json.field("recordedAt", stored.recordedAt)
            json.field("commandId", stored.event.commandID)
            json.field("actor", stored.event.actor)
            json.name("payload")
            json.raw(stored.event.payload)
            json.field("hash", stored.hash)
        }
    }
}
