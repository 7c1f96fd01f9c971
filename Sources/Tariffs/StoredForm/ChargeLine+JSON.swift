package import JSON
package import Chronology
package import Money

extension JSONWriter {
    package mutating func line(_ line: ChargeLine, in currency: Currency, zone: ZoneRules) {
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
        case .share(let span): span.text + ChargeUnit.bySecond
        case .once: "once"
        case .day: "day"
        case .hour: "hour"
        case .free: "free"
        }
    }

    /// What stands behind the length of a unit that is charged second by second.
    static let bySecond = ", by the second"

    /// The unit that a text spells, with the cell that stands beside it; nil for any other text.
    init?(text: String, cell: String?) {
        switch text {
        case "once": self = .once
        case "day": self = .day
        case "free": self = .free
        case "hour":
            guard let cell else { return nil }
            self = .hour(cell)
        case let text where text.hasSuffix(ChargeUnit.bySecond):
            guard let span = TimeSpan(text: String(text.dropLast(ChargeUnit.bySecond.count))) else { return nil }
            self = .share(of: span)
        default:
            guard let span = TimeSpan(text: text) else { return nil }
            self = .span(span)
        }
    }
}

extension LineReason {
    /// The reason's stable name.
    public var name: String {
        switch self {
        case .block: Name.block.rawValue
        case .cap: Name.cap.rawValue
        case .grace: Name.grace.rawValue
        case .free: Name.free.rawValue
        case .agreement: Name.agreement.rawValue
        case .tolerance: Name.tolerance.rawValue
        case .covered: Name.covered.rawValue
        case .forgiven: Name.forgiven.rawValue
        case .overstay: Name.overstay.rawValue
        case .overstayGrace: Name.overstayGrace.rawValue
        case .gap: Name.gap.rawValue
        case .lostTicket: Name.lostTicket.rawValue
        case .tax: Name.tax.rawValue
        }
    }

    /// The stable names of all reasons.
    enum Name: String, CaseIterable, JSONReadable {
        case block, cap, grace, free, agreement, tolerance, covered, forgiven, overstay, gap, tax
        case lostTicket = "lost-ticket"
        case overstayGrace = "overstay-grace"
    }
}
