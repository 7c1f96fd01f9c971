package import Chronology
package import JSON
package import Money
public import Tariffs

/// Changes what it names of a card of the rate book, or makes the card.
public struct PublishCard: GarageCommand {
    /// What it says of the card.
    public let change: CardChange
    /// The card's name.
    public let id: CardID

    package static let name = CommandName.cardPublished

    /// All of a card, under a name.
    public init(_ card: RateCard, on id: CardID = .standard) { self.init(CardChange(card), on: id) }

    /// What is said of a card of a name.
    public init(_ change: CardChange, on id: CardID = .standard) {
        self.change = change
        self.id = id
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        let (id, change) = try reader.cardChange(in: context.knownCurrency())
        return .complete(.cardPublished(PublishCard(change, on: id)))
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.name(Self.name.rawValue)
        if let currency { json.cardChange(change, of: id, in: currency) }
    }

    /// What differs from the card on offer is published, so that the log says exactly what changed.
    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        let isNew = !garage.book.cards.contains(id)
        if isNew {
            guard change.rates != nil else { throw .partOfNewCardMissing("rates", id) }
            guard change.parts.contains(.crossing) else { throw .partOfNewCardMissing("crossing", id) }
        }
        let offered = garage.book.card(id).card
        let card = change.over(offered)
        do { try card.validate() } catch { throw .rate(error) }
        let findings = card.lint(in: settings.zone, from: settings.zone.day(of: now))
        guard findings.allSatisfy({ $0.severity == .warning }) else { throw .undecided(findings) }

        let standing = Dictionary(uniqueKeysWithValues: offered.rates.map { ($0.id, $0) })
        let kept = Set(card.rates.map(\.id))
        let gone = offered.rates.map(\.id).filter { !kept.contains($0) }
        let changed = card.rates.filter { standing[$0.id] != $0 }
        // A card that is new comes into being with its terms, also where it has no rates.
        let termsDiffer = offered.terms != card.terms || isNew
        let outcome = Outcome(
            card: id, published: changed.map(\.id), withdrawn: gone,
            unchanged: card.rates.filter { standing[$0.id] == $0 }.map(\.id), termsPublished: termsDiffer,
            changes: TermsPart.allCases.compactMap {
                PartChange($0, from: isNew ? nil : offered.terms, to: card.terms)
            },
            kept: isNew ? [] : change.kept(of: offered),
            warnings: garage.warnings(of: id, becoming: card, at: now, in: settings.zone), findings: findings)
        var events = gone.map { GarageEvent.rateWithdrawn(RateWithdrawn($0, on: id)) }
        if termsDiffer { events.append(.termsPublished(TermsPublished(card.terms, on: id))) }
        events += changed.map { .ratePublished(RatePublished($0, on: id)) }
        return Decision(.cardPublished(outcome), at: now, events)
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
        /// The parts of the terms that changed, in the order in which they are written.
        public let changes: [PartChange]
        /// What the card has because it had it before: nothing was said of it.
        public let kept: [String]
        /// What goes on by what the card no longer has.
        public let warnings: [CardWarning]
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
            json.name("changes")
            json.array(changes) { json, change in
                json.object {
                    $0.field("part", change.part.rawValue)
                    $0.field("change", change.kind.rawValue)
                }
            }
            json.name("kept")
            json.array(kept) { $0.string($1) }
            json.warnings(warnings)
            json.findings(findings, in: zone)
        }
    }
}

/// What became of a part of a card's terms.
public struct PartChange: Hashable, Sendable {
    /// The part.
    public let part: TermsPart
    /// What became of it.
    public let kind: Kind

    /// What may become of a part.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case added, changed, removed
    }

    /// A part that changed.
    public init(_ part: TermsPart, _ kind: Kind) {
        self.part = part
        self.kind = kind
    }

    /// What became of a part of terms, which are nil where the card is new; nil where it is as it was.
    init?(_ part: TermsPart, from old: Terms?, to new: Terms) {
        switch (old.map(part.stands) ?? false, part.stands(in: new)) {
        case (false, true): self.init(part, .added)
        case (true, false): self.init(part, .removed)
        case (true, true):
            guard let old, !part.isSame(old, new) else { return nil }
            self.init(part, .changed)
        case (false, false): return nil
        }
    }
}

extension Refusal {
    /// A card that is new has no such part to keep.
    public static func partOfNewCardMissing(_ part: String, _ id: CardID) -> Refusal {
        Refusal(
            .missingField,
            "The card \(id) is new, so its \"\(part)\" must be named; name it, or a card that the garage has.",
            field: part)
    }
}
