package import Chronology
package import JSON
package import Money
public import Tariffs

/// Makes a card of the rate book what it is here.
public struct PublishCard: GarageCommand {
    /// The card.
    public let card: RateCard
    /// Its name.
    public let id: CardID

    package static let name = CommandName.cardPublished

    /// A card under a name.
    public init(_ card: RateCard, on id: CardID = .standard) {
        self.card = card
        self.id = id
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        let named = try reader.namedRateCard(in: context.knownCurrency())
        return .complete(.cardPublished(PublishCard(named.card, on: named.id)))
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.name(Self.name.rawValue)
        if let currency { json.namedRateCard(NamedRateCard(id: id, card: card), in: currency) }
    }

    /// What differs from the card on offer is published, so that the log says exactly what changed.
    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        do { try card.validate() } catch { throw .rate(error) }
        let findings = card.lint(in: settings.zone, from: settings.zone.day(of: now))
        guard findings.allSatisfy({ $0.severity == .warning }) else { throw .undecided(findings) }

        let offered = garage.book.card(id).card
        let standing = Dictionary(uniqueKeysWithValues: offered.rates.map { ($0.id, $0) })
        let kept = Set(card.rates.map(\.id))
        let gone = offered.rates.map(\.id).filter { !kept.contains($0) }
        let changed = card.rates.filter { standing[$0.id] != $0 }
        // A card that is new comes into being with its terms, also where it has no rates.
        let termsDiffer = offered.terms != card.terms || !garage.book.cards.contains(id)
        let change = Outcome(
            card: id, published: changed.map(\.id), withdrawn: gone,
            unchanged: card.rates.filter { standing[$0.id] == $0 }.map(\.id), termsPublished: termsDiffer,
            findings: findings)
        var events = gone.map { GarageEvent.rateWithdrawn(RateWithdrawn($0, on: id)) }
        if termsDiffer { events.append(.termsPublished(TermsPublished(card.terms, on: id))) }
        events += changed.map { .ratePublished(RatePublished($0, on: id)) }
        return Decision(.cardPublished(change), at: now, events)
    }

    /// What publishing a whole card came to.
    public struct Outcome: CommandOutcome {
        /// The card.
        public let card: CardID
        /// The rates that are new or that changed, in the order of the card.
        public let published: [RateID]
        /// The rates that the card no longer has, in the order of the log.
        public let withdrawn: [RateID]
        /// The rates that are as they were, in the order of the card.
        public let unchanged: [RateID]
        /// Whether the terms are new or changed.
        public let termsPublished: Bool
        /// What its operator should know about the card; none of it is an error.
        public let findings: [Finding]

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("card", card)
            for (list, rates) in [("published", published), ("withdrawn", withdrawn), ("unchanged", unchanged)] {
                json.name(list)
                json.array(rates) { $0.string($1.text) }
            }
            json.name("termsPublished")
            json.bool(termsPublished)
            json.findings(findings, in: zone)
        }
    }
}
