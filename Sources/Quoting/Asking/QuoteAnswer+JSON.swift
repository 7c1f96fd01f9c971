public import JSON
import Chronology
import Money
import Parking
import Tariffs

extension JSONWriter {
    /// Writes what the rate tester answers; what was not asked is left out.
    public mutating func quote(_ answer: QuoteAnswer) {
        let (currency, zone) = (answer.currency, answer.zone)
        object { json in
            json.field("currency", currency.code)
            json.field("timeZone", zone.name)
            json.field("zoneData", zone.version)
            json.field("engine", number: Tariff.engineVersion)
            if !answer.charges.isEmpty {
                json.name("charges")
                json.array(answer.charges) { json, priced in
                    json.object {
                        $0.field("entry", priced.stay.entry.description(in: zone))
                        $0.field("exit", priced.stay.exit.description(in: zone))
                        $0.name("charge")
                        $0.chargeOutcome(priced.outcome, in: currency, zone: zone)
                    }
                }
            }
            if let hours = answer.hours {
                json.name("hours")
                json.hours(hours, in: currency, zone: zone)
            }
            if let subscription = answer.subscription {
                json.name("subscription")
                json.subscription(subscription, in: currency)
            }
            if let curve = answer.curve {
                json.name("curve")
                json.array(curve.points) { json, point in
                    json.object {
                        $0.field("length", point.length.text)
                        $0.field("total", point.total.decimal(in: currency))
                    }
                }
            }
            if let affordable = answer.affordable {
                json.name("affordable")
                json.object {
                    $0.field("unbroken", affordable.unbroken.text)
                    $0.field("then", affordable.then?.decimal(in: currency))
                    $0.field("longest", affordable.longest.text)
                }
            }
        }
    }

    private mutating func hours(_ hours: QuoteAnswer.Hours, in currency: Currency, zone: ZoneRules) {
        object { json in
            switch hours {
            case .booked(let stay, let charge):
                json.field("from", stay.entry.description(in: zone))
                json.field("until", stay.exit.description(in: zone))
                json.name("charge")
                json.charge(charge, in: currency, zone: zone)
            case .range(let range): json.range(range, in: currency)
            }
        }
    }

    private mutating func subscription(_ price: QuoteAnswer.SubscriptionPrice, in currency: Currency) {
        object { json in
            switch price {
            case .period(let period):
                json.field("id", period.subscription.id)
                json.field("name", period.subscription.name)
                json.field("firstDay", period.firstDay)
                json.field("lastDay", period.lastDay)
                json.field("total", period.total.decimal(in: currency))
                json.field("tax", period.tax?.amount.decimal(in: currency))
            case .range(let range, let sold):
                json.range(range, in: currency)
                json.name("sold")
                json.array(sold) { json, sold in
                    json.object {
                        $0.field("id", sold.subscription.id)
                        $0.field("name", sold.subscription.name)
                        $0.field("amount", sold.total.decimal(in: currency))
                        $0.field("period", sold.subscription.period.rawValue)
                    }
                }
            }
        }
    }

    private mutating func range(_ range: ClosedRange<Money>, in currency: Currency) {
        field("least", range.lowerBound.decimal(in: currency))
        field("most", range.upperBound.decimal(in: currency))
    }
}
