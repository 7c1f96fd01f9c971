public import Chronology
public import Money
public import Parking
import Tariffs

extension JSONWriter {
    /// Writes what a command is answered.
    ///
    /// It names no plate, as replies are stored.
    public mutating func result(_ result: CommandResult, in currency: Currency, zone: ZoneRules) {
        object { json in
            switch result {
            case .configured: json.flag("configured", true)
            case .ratePublished(let id, let findings):
                json.field("rate", id)
                json.findings(findings, in: zone)
            case .rateWithdrawn(let id, let findings):
                json.field("withdrawn", id)
                json.findings(findings, in: zone)
            case .cardPublished(let change): json.cardChange(change, in: zone)
            case .reserved(let id, let day, let reserved):
                json.field("reservation", number: id.version)
                json.field("day", day)
                if let reserved {
                    json.field("from", reserved.hours.from.description(in: zone))
                    json.field("until", reserved.hours.until.description(in: zone))
                    json.name("charge")
                    json.charge(reserved.charge, in: currency, zone: zone)
                }
            case .cancelled(let id): json.field("cancelled", number: id.version)
            case .permitGranted(let id, let first, let last, let period):
                json.field("permit", number: id.version)
                json.field("firstDay", first)
                json.field("lastDay", last)
                if let period { json.paid(period, in: currency) }
            case .permitRenewed(let id, let period):
                json.field("permit", number: id.version)
                json.field("firstDay", period.firstDay)
                json.field("lastDay", period.lastDay)
                json.paid(period, in: currency)
            case .permitRevoked(let id, let last, let repeated):
                json.field("permit", number: id.version)
                json.field("lastDay", last)
                json.flag("repeated", repeated)
            case .answered(let answer, let repeated):
                json.answer(answer)
                json.flag("repeated", repeated)
            case .entered(let id, let repeated):
                json.field("session", number: id.version)
                json.flag("repeated", repeated)
            case .exitGateOpened(let repeated):
                json.flag("opened", true)
                json.flag("repeated", repeated)
            case .exited(let departure): json.departure(departure, in: currency, zone: zone)
            case .exitRepeated(let id):
                json.field("session", number: id?.version)
                json.flag("repeated", true)
            case .validated(let id, let validation, let repeated):
                json.field("session", number: id.version)
                json.field("validation", validation)
                json.flag("repeated", repeated)
            case .agreementApplied(let id, let agreement, let repeated):
                json.field("session", number: id.version)
                json.field("agreement", agreement)
                json.flag("repeated", repeated)
            }
        }
    }

    private mutating func cardChange(_ change: CardChange, in zone: ZoneRules) {
        field("card", change.card)
        for (list, rates) in [
            ("published", change.published), ("withdrawn", change.withdrawn), ("unchanged", change.unchanged),
        ] {
            name(list)
            array(rates) { $0.string($1.text) }
        }
        name("termsPublished")
        bool(change.termsPublished)
        findings(change.findings, in: zone)
    }

    private mutating func paid(_ period: SubscriptionPeriod, in currency: Currency) {
        field("subscription", period.subscription.id)
        field("total", period.total.decimal(in: currency))
        field("tax", period.tax?.amount.decimal(in: currency))
    }

    private mutating func answer(_ answer: GateAnswer) {
        switch answer {
        case .open(let reason):
            field("answer", "open")
            field("reason", reason.name)
        case .deny(let reason):
            field("answer", "deny")
            field("reason", reason.rawValue)
        }
    }

    private mutating func departure(_ departure: Departure, in currency: Currency, zone: ZoneRules) {
        field("session", number: departure.session?.version)
        field("enteredAt", departure.enteredAt?.description(in: zone))
        field("exitedAt", departure.exitedAt.description(in: zone))
        if departure.session == nil { flag("unseenEntry", true) }
        guard let charge = departure.charge else { return }
        name("charge")
        chargeOutcome(charge, in: currency, zone: zone)
    }
}

extension OpenReason {
    /// The reason's stable name.
    public var name: String {
        switch self {
        case .entry(let grounds): grounds.rawValue
        case .leaving: "leaving"
        case .leavingUnseen: "leaving-unseen"
        }
    }
}
