public import Chronology
public import Money
public import Parking
public import Tariffs

extension JSONWriter {
    /// Writes a charge with its lines. Times carry the garage's offset, so they read as local time and as UTC.
    public mutating func charge(_ charge: Charge, in currency: Currency, zone: ZoneRules) {
        object { json in
            json.field("card", charge.card)
            json.field("currency", currency.code)
            json.field("total", charge.total.decimal(in: currency))
            if let tax = charge.tax {
                json.name("tax")
                json.object {
                    $0.fields(of: tax.tax)
                    $0.field("amount", tax.amount.decimal(in: currency))
                }
            }
            json.name("lines")
            json.array(charge.lines) { $0.line($1, in: currency, zone: zone) }
            if !charge.candidates.isEmpty {
                json.name("candidates")
                json.array(charge.candidates) { $0.candidate($1, in: currency) }
            }
            json.name("leftOut")
            json.array(charge.leftOut) { json, left in
                json.object {
                    $0.field("rate", left.rate)
                    $0.field("publishedBy", number: left.version)
                    $0.field("reason", left.reason.name)
                }
            }
            json.field("unknownAgreement", charge.unknownAgreement)
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

    private mutating func candidate(_ candidate: PricedCandidate, in currency: Currency) {
        object { json in
            switch candidate.way {
            case .layered: json.field("way", "layered")
            case .validated: json.field("way", "validated")
            case .earlyBird(let rate, let version):
                json.field("way", "early-bird")
                json.field("rate", rate)
                json.field("publishedBy", number: version)
            }
            json.field("total", candidate.total.decimal(in: currency))
            json.name("chosen")
            json.bool(candidate.isChosen)
        }
    }
}

extension LeftOut.Reason {
    /// The reason's stable name.
    public var name: String {
        switch self {
        case .publishedLater: "published-later"
        case .withdrawn: "withdrawn"
        case .otherAudience: "other-audience"
        case .conditionNotMet: "condition-not-met"
        case .outsideWindows: "outside-windows"
        case .outranked: "outranked"
        case .dearer: "dearer"
        case .graced: "graced"
        case .nothingToPay: "nothing-to-pay"
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
        case .tooMuchWork: "The stay is too long for a card of so many rates, windows and caps."
        case .invalidRate(let id, let error): "The rate \(id) makes no sense: \(error)."
        case .invalidTerms(let id, let error): "The terms of the card \(id) make no sense: \(error)."
        }
    }
}
