public import Chronology
public import Money
public import Parking
public import Tariffs

extension JSONWriter {
    /// Writes a charge with its lines. Times carry the garage's offset, so they read as local time and as UTC.
    public mutating func charge(_ charge: Charge, in currency: Currency, zone: ZoneRules) {
        object { json in
            json.field("currency", currency.code)
            json.field("total", charge.total.decimal(in: currency))
            json.name("lines")
            json.array(charge.lines) { $0.line($1, in: currency, zone: zone) }
            json.name("leftOut")
            json.array(charge.leftOut) { json, left in
                json.object {
                    $0.field("rate", left.rate)
                    $0.field("publishedBy", number: left.version)
                    $0.field("reason", left.reason.name)
                }
            }
            json.field("engine", number: Tariff.engineVersion)
            json.field("zoneData", zone.version)
        }
    }

    /// Writes a charge, or the reason for which there is none.
    public mutating func chargeOutcome(_ outcome: ChargeOutcome, in currency: Currency, zone: ZoneRules) {
        switch outcome {
        case .charged(let charge): self.charge(charge, in: currency, zone: zone)
        case .notPriced(let error): object { $0.field("notPriced", error.sentence) }
        }
    }

    private mutating func line(_ line: ChargeLine, in currency: Currency, zone: ZoneRules) {
        object { json in
            json.field("from", line.from.description(in: zone))
            json.field("until", line.until.description(in: zone))
            json.field("rate", line.rate)
            json.field("publishedBy", number: line.version)
            json.field("quantity", number: line.quantity)
            json.field("unit", line.unit.text)
            json.field("unitPrice", line.unitPrice.decimal(in: currency))
            json.field("amount", line.amount.decimal(in: currency))
            json.field("why", line.reason.name)
            if case .cap(let cap) = line.reason {
                json.name("cap")
                json.cap(cap, in: currency)
            }
        }
    }
}

extension ChargeUnit {
    /// The unit as a person counts it.
    public var text: String {
        switch self {
        case .span(let span): span.text
        case .once: "once"
        case .day: "day"
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
        case .covered: "covered"
        case .gap: "gap"
        }
    }
}

extension LeftOut.Reason {
    /// The reason's stable name.
    public var name: String {
        switch self {
        case .publishedLater: "published-later"
        case .otherAudience: "other-audience"
        case .outsideWindows: "outside-windows"
        case .outranked: "outranked"
        case .dearer: "dearer"
        case .graced: "graced"
        }
    }
}

extension TariffError {
    /// The error in one sentence.
    public var sentence: String {
        switch self {
        case .exitBeforeEntry: "The exit lies before the entry."
        case .stayTooLong: "The stay is longer than ten years."
        case .beyondCalendar: "The stay leaves the years 1 to 9999."
        case .overflow: "An amount is too large to be computed."
        case .invalidRate(let id, let error): "The rate \(id) makes no sense: \(error)."
        }
    }
}
