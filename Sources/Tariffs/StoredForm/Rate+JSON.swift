package import JSON
import Chronology
package import Money

extension JSONReader {
    /// Reads a rate whose amounts are in a currency. It may still make no sense; ``Rate/validate()`` says so.
    package mutating func rate(in currency: Currency) throws(JSONError) -> Rate {
        try rate(in: currency, others: []) { (_, _) throws(JSONError) in throw .unknownField }
    }

    private static let rateFields = [
        "id", "name", "group", "validation", "tier", "windows", "earlyBird", "conditions", "price", "flat", "caps",
        "cardCaps", "grace", "free", "tolerance",
    ]

    /// Reads a rate whose object has other fields as well, which `other` reads.
    package mutating func rate(
        in currency: Currency, others: [String], other: (inout JSONReader, String) throws(JSONError) -> Void
    ) throws(JSONError) -> Rate {
        var id: RateID?
        var price: Price?
        var rate = Rate(id: RateID("none")!, price: .once(.zero))
        var name: String?
        try object(JSONReader.rateFields + others) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "id": id = try reader.identifier(RateID.init)
            case "name": name = try reader.string()
            case "group", "validation":
                guard rate.audience == .everyone else {
                    throw JSONError("stands beside another audience; a rate has one of group and validation")
                }
                rate.audience = try reader.audience(field)
            case "tier": rate.tier = try reader.value("one of casual, advanced, event", Tier.init(name:))
            case "windows":
                rate.windows = try reader.list { (reader: inout JSONReader) throws(JSONError) in try reader.window() }
            case "earlyBird": rate.earlyBird = try reader.earlyBird()
            case "conditions": rate.conditions = try reader.conditions()
            case "price": price = try reader.price(in: currency)
            case "flat": rate.flat = try reader.bool()
            case "caps": rate.caps = try reader.caps(in: currency)
            case "cardCaps": rate.cardCaps = try reader.choice(Rate.CardCaps.self)
            case "grace": rate.grace = try reader.span()
            case "free": rate.free = try reader.span()
            case "tolerance": rate.tolerance = try reader.span()
            default: try other(&reader, field)
            }
        }
        rate.id = try required(id, "id")
        rate.name = name ?? rate.id.text
        rate.price = try required(price, "price")
        return rate
    }

    private mutating func audience(_ field: String) throws(JSONError) -> Audience {
        field == "group" ? .group(try identifier(GroupID.init)) : .validation(try identifier(ValidationID.init))
    }

    private mutating func conditions() throws(JSONError) -> StayConditions {
        var conditions = StayConditions()
        try object(["days", "minimumStay", "maximumStay"]) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "days": conditions.entryDays = try reader.someWeekdays()
            case "minimumStay": conditions.minimumStay = try reader.span()
            case "maximumStay": conditions.maximumStay = try reader.span()
            default: throw .unknownField
            }
        }
        return conditions
    }
}

extension JSONWriter {
    /// Writes a rate whose amounts are in a currency; what is left out is the default.
    package mutating func rate(_ rate: Rate, in currency: Currency) {
        object { json in
            json.field("id", rate.id)
            json.field("name", rate.name)
            switch rate.audience {
            case .everyone: break
            case .group(let group): json.field("group", group)
            case .validation(let validation): json.field("validation", validation)
            }
            json.field("tier", rate.tier.name)
            if !rate.windows.isEmpty {
                json.name("windows")
                json.array(rate.windows) { $0.window($1) }
            }
            if let earlyBird = rate.earlyBird {
                json.name("earlyBird")
                json.earlyBird(earlyBird)
            }
            if rate.conditions != StayConditions() {
                json.name("conditions")
                json.conditions(rate.conditions)
            }
            json.name("price")
            json.price(rate.price, in: currency)
            json.flag("flat", rate.flat)
            json.caps(rate.caps, in: currency)
            json.field("cardCaps", rate.cardCaps?.rawValue)
            json.allowance("grace", rate.grace)
            json.allowance("free", rate.free)
            json.allowance("tolerance", rate.tolerance)
        }
    }

    private mutating func conditions(_ conditions: StayConditions) {
        object { json in
            if !conditions.entryDays.isEmpty { json.weekdays(conditions.entryDays) }
            json.field("minimumStay", conditions.minimumStay?.text)
            json.field("maximumStay", conditions.maximumStay?.text)
        }
    }

    private mutating func allowance(_ name: String, _ span: TimeSpan) {
        if span > .zero { field(name, span.text) }
    }
}

extension Tier {
    package var name: String {
        switch self {
        case .casual: "casual"
        case .advanced: "advanced"
        case .event: "event"
        }
    }

    init?(name: String) {
        guard let tier = [Tier.casual, .advanced, .event].first(where: { $0.name == name }) else { return nil }
        self = tier
    }
}
