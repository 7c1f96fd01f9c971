public import Chronology
import Money
public import Parking

/// Finds the rules of a time zone by its IANA name; nil where there is none.
public typealias ZoneLookup = @Sendable (_ name: String) -> ZoneRules?

extension JSONReader {
    /// Reads a garage's settings; what is left out has the default of ``GarageSettings``.
    mutating func settings(zones: ZoneLookup) throws(JSONError) -> GarageSettings {
        var name: String?
        var zone: ZoneRules?
        var currency: Currency?
        var capacity: Int?
        var gates: [Gate]?
        var rest = GarageSettings(
            name: "", zone: .utc, currency: Currency(code: "EUR")!, capacity: 1, gates: [])
        try object { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "name": name = try reader.string()
            case "timeZone": zone = try reader.value("an IANA time zone such as Europe/Berlin", zones)
            case "currency": currency = try reader.currency()
            case "capacity": capacity = try reader.count()
            case "guestSpots": rest.guestSpots = try reader.count()
            case "permanentSpots": rest.permanentSpots = try reader.count()
            case "fallbackSpots": rest.fallbackSpots = try reader.count()
            case "admission": rest.admission = try reader.choice(Admission.self)
            case "publicHours": rest.publicHours = try reader.publicHours()
            case "groupHours": rest.groupHours = try reader.groupHours()
            case "antiPassback": rest.antiPassback = try reader.choice(AntiPassback.self)
            case "gates": gates = try reader.gates()
            case "duplicateReadWindow": rest.duplicateReadWindow = try reader.span()
            case "authorisationWait": rest.authorisationWait = try reader.span()
            case "lateness": rest.lateness = try reader.span()
            default: throw .unknownField
            }
        }
        rest.name = try required(name, "name")
        rest.zone = try required(zone, "timeZone")
        rest.currency = try required(currency, "currency")
        rest.capacity = try required(capacity, "capacity")
        rest.gates = try required(gates, "gates")
        return rest
    }

    private mutating func gates() throws(JSONError) -> [Gate] {
        try list(most: 64) { (reader: inout JSONReader) throws(JSONError) in
            var id: GateID?
            var lane: Gate.Lane?
            try reader.object { (reader: inout JSONReader, field) throws(JSONError) in
                switch field {
                case "id": id = try reader.slug(GateID.self)
                case "lane": lane = try reader.choice(Gate.Lane.self)
                default: throw .unknownField
                }
            }
            return Gate(id: try required(id, "id"), lane: try required(lane, "lane"))
        }
    }
}

extension JSONWriter {
    /// Writes a garage's settings, every one of them.
    public mutating func settings(_ settings: GarageSettings) {
        object { json in
            json.field("name", settings.name)
            json.field("timeZone", settings.zone.name)
            json.field("currency", settings.currency.code)
            json.field("capacity", number: settings.capacity)
            json.field("guestSpots", number: settings.guestSpots)
            json.field("permanentSpots", number: settings.permanentSpots)
            json.field("fallbackSpots", number: settings.fallbackSpots)
            json.field("admission", settings.admission.rawValue)
            json.publicHours(settings.publicHours)
            json.groupHours(settings.groupHours)
            json.field("antiPassback", settings.antiPassback.rawValue)
            json.name("gates")
            json.array(settings.gates) { json, gate in
                json.object {
                    $0.field("id", gate.id)
                    $0.field("lane", gate.lane.rawValue)
                }
            }
            json.field("duplicateReadWindow", settings.duplicateReadWindow.text)
            json.field("authorisationWait", settings.authorisationWait.text)
            json.field("lateness", settings.lateness.text)
        }
    }
}
