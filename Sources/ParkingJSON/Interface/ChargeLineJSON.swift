import Chronology
import Money
public import Tariffs

extension JSONWriter {
    mutating func line(_ line: ChargeLine, in currency: Currency, zone: ZoneRules) {
        object { json in
            json.field("from", line.from.description(in: zone))
            json.field("until", line.until.description(in: zone))
            json.field("rate", line.rate)
            json.field("publishedBy", number: line.version)
            json.field("quantity", number: line.quantity)
            json.field("unit", line.unit.text)
            if case .hour(let cell) = line.unit { json.field("cell", cell) }
            json.field("unitPrice", line.unitPrice.decimal(in: currency))
            json.field("amount", line.amount.decimal(in: currency))
            json.field("why", line.reason.name)
            switch line.reason {
            case .cap(let cap):
                json.name("cap")
                json.cap(cap, in: currency)
            case .agreement(let id): json.field("agreement", id)
            default: break
            }
        }
    }
}

extension ChargeUnit {
    /// The unit as a person counts it.
    public var text: String {
        switch self {
        case .span(let span): span.text
        case .share(let span): "\(span.text), by the second"
        case .once: "once"
        case .day: "day"
        case .hour: "hour"
        case .free: "free"
        }
    }
}

extension LineReason {
    /// The reason's stable name.
    public var name: String {
        switch self {
        case .block: "block"
        case .cap: "cap"
        case .grace: "grace"
        case .free: "free"
        case .agreement: "agreement"
        case .tolerance: "tolerance"
        case .covered: "covered"
        case .overstay: "overstay"
        case .gap: "gap"
        case .tax: "tax"
        }
    }
}
