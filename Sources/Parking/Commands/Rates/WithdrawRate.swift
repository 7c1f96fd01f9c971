package import Chronology
package import JSON
package import Money
public import Tariffs

/// Takes a rate off a card.
public struct WithdrawRate: GarageCommand {
    /// The rate.
    public let rate: RateID
    /// The card.
    public let card: CardID

    package static let name = CommandName.rateWithdrawn

    /// A rate off a card.
    public init(_ rate: RateID, on card: CardID = .standard) {
        self.rate = rate
        self.card = card
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["rate", "card"]) { (fields: inout JSONFields) throws(JSONError) in
            .complete(
                .rateWithdrawn(
                    WithdrawRate(try fields.required("rate"), on: try fields.optional("card") ?? .standard)))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("card", card)
        json.field("rate", rate)
    }

    /// It tells what the rate leaves behind, such as hours that are free from now on, and what goes on by it.
    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        let offered = garage.book.card(card).card
        guard offered.rates.contains(where: { $0.id == rate }) else { throw .unknownRate(rate, on: card) }
        var left = offered
        left.rates.removeAll { $0.id == rate }
        let today = settings.zone.day(of: now)
        let before = offered.lint(in: settings.zone, from: today)
        let findings = left.lint(in: settings.zone, from: today).filter { !before.contains($0) }
        return Decision(
            .rateWithdrawn(
                Outcome(
                    rate, findings, warnings: garage.warnings(of: card, becoming: left, at: now, in: settings.zone))),
            at: now,
            .rateWithdrawn(RateWithdrawn(rate, on: card)))
    }

    /// The rate, with what its operator should know about the card without it.
    public struct Outcome: CommandOutcome {
        /// The rate.
        public let rate: RateID
        /// What its operator should know; none of it is an error.
        public let findings: [Finding]
        /// What goes on by what the card has no longer.
        public let warnings: [CardWarning]

        /// A rate and what it leaves behind.
        public init(_ rate: RateID, _ findings: [Finding], warnings: [CardWarning] = []) {
            self.rate = rate
            self.findings = findings
            self.warnings = warnings
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("withdrawn", rate)
            json.warnings(warnings)
            json.findings(findings, in: zone)
        }
    }
}

extension Refusal {
    /// The card offers no such rate.
    public static func unknownRate(_ rate: RateID, on card: CardID) -> Refusal {
        Refusal(
            .unknownRate, "The card \(card) offers no rate \(rate); it may have been withdrawn.", field: "rate")
    }
}
