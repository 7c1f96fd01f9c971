package import JSON
package import Money

/// A rate card and the name under which a garage publishes it.
public struct NamedRateCard: Sendable, Hashable {
    /// The name.
    public var id: CardID
    /// The card.
    public var card: RateCard

    /// A card; the standard one unless it says otherwise.
    public init(id: CardID = .standard, card: RateCard) {
        self.id = id
        self.card = card
    }
}

extension JSONReader {
    /// Reads a card whose amounts are in a currency, as a garage's own. It may still make no sense;
    /// ``RateCard/validate()`` says so.
    package mutating func namedRateCard(in currency: Currency) throws(JSONError) -> NamedRateCard {
        var fields = CardFields()
        try object { (reader: inout JSONReader, field) throws(JSONError) in
            guard try fields.read(field, &reader, in: currency) else { throw .unknownField }
        }
        return try fields.card()
    }
}

extension JSONWriter {
    /// Writes a card whose amounts are in a currency.
    package mutating func namedRateCard(_ named: NamedRateCard, in currency: Currency) {
        object { json in
            json.field("card", named.id)
            json.fields(of: named.card, in: currency)
        }
    }

    /// The fields of a card, in an object that has others.
    package mutating func fields(of card: RateCard, in currency: Currency) {
        name("rates")
        array(card.rates) { $0.rate($1, in: currency) }
        fields(of: card.terms, in: currency)
    }
}

/// The fields of a card, as they come in an object that may have others.
struct CardFields {
    private var id = CardID.standard
    private var rates: [Rate]?
    private var terms = TermsFields()

    /// Reads a field's value where it is one of a card's.
    package mutating func read(
        _ field: String, _ reader: inout JSONReader, in currency: Currency
    ) throws(JSONError) -> Bool {
        switch field {
        case "card": id = try reader.identifier(CardID.init)
        case "rates":
            rates = try reader.list { (reader: inout JSONReader) throws(JSONError) in
                try reader.rate(in: currency)
            }
        default: return try terms.read(field, &reader, in: currency)
        }
        return true
    }

    /// The card, once every field was read.
    func card() throws(JSONError) -> NamedRateCard {
        NamedRateCard(id: id, card: RateCard(rates: try required(rates, "rates"), terms: try terms.terms()))
    }
}
