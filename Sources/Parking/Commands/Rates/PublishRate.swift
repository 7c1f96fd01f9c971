package import Chronology
package import JSON
package import Money
public import Tariffs

/// Puts one rate on a card of the rate book.
public struct PublishRate: GarageCommand {
    /// The rate.
    public let rate: Rate
    /// The card.
    public let card: CardID

    package static let name = CommandName.ratePublished

    /// A rate on a card.
    public init(_ rate: Rate, on card: CardID = .standard) {
        self.rate = rate
        self.card = card
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        var card = CardID.standard
        let rate = try reader.rate(in: context.knownCurrency(), others: ["card"]) {
            (reader: inout JSONReader, field) throws(JSONError) in
            guard field == "card" else { throw .unknownField }
            card = try CardID.read(&reader)
        }
        return .complete(.ratePublished(PublishRate(rate, on: card)))
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.name(Self.name.rawValue)
        if let currency { json.rate(rate, in: currency) }
        json.card(card)
    }

    /// It is refused where the card would not say whether it or another rate is in force; what is undecided between others is
    /// not its fault.
    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        do { try rate.validate() } catch { throw .rate(error) }
        var new = garage.book.card(card).card
        guard rate.tier != .event || rate.cardCaps != nil || new.terms.caps.isEmpty else {
            throw .cardCapsUnsaid(rate.id)
        }
        new.rates.removeAll { $0.id == rate.id }
        new.rates.append(rate)
        guard new.rates.count <= RateCard.mostRates else {
            throw .rate(RateError("rates", .tooMany(limit: RateCard.mostRates)))
        }
        let findings = new.lint(in: settings.zone, from: settings.zone.day(of: now))
            .filter { $0.rates.contains(rate.id) }
        guard findings.allSatisfy({ $0.severity == .warning }) else { throw .undecided(findings) }
        let outcome = Outcome(
            rate.id, findings, warnings: garage.warnings(of: card, becoming: new, at: now, in: settings.zone))
        return Decision(.ratePublished(outcome), at: now, .ratePublished(RatePublished(rate, on: card)))
    }

    /// The rate, with what its operator should know about it; none of that is an error.
    public struct Outcome: CommandOutcome {
        /// The rate.
        public let rate: RateID
        /// What its operator should know; none of it is an error.
        public let findings: [Finding]
        /// What goes on by what the card has no longer.
        public let warnings: [CardWarning]

        /// A rate, what is peculiar about it, and what it leaves behind.
        public init(_ rate: RateID, _ findings: [Finding], warnings: [CardWarning] = []) {
            self.rate = rate
            self.findings = findings
            self.warnings = warnings
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("rate", rate)
            json.warnings(warnings)
            json.findings(findings, in: zone)
        }
    }
}

extension Refusal {
    /// An event's rate does not say how it stands to the caps that its card has.
    public static func cardCapsUnsaid(_ rate: RateID) -> Refusal {
        Refusal(
            .invalidRate,
            "The card has caps, so the event's rate \(rate) must say whether it counts towards them: cardCaps is included or excluded.",
            field: "cardCaps")
    }
}
