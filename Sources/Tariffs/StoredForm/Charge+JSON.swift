package import JSON
package import Chronology
package import Money

extension JSONWriter {
    /// Writes a charge with its lines. Times carry the garage's offset, so they read as local time and as UTC.
    package mutating func charge(_ charge: Charge, in currency: Currency, zone: ZoneRules) {
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
                    $0.field("reason", left.reason.rawValue)
                }
            }
            json.field("unknownAgreement", charge.unknownAgreement)
            json.field("engine", number: Tariff.engineVersion)
            json.field("zoneData", zone.version)
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
