import JSON
import Money

/// The fields of a card, as they come in an object that may have others.
struct CardFields {
    /// Their names.
    static let names = ["card", "rates"] + TermsFields.names

    /// Its name; the standard one where none is said.
    private(set) var id = CardID.standard
    private var rates: [Rate]?
    private var terms = TermsFields()

    /// Reads a field's value where it is one of a card's.
    mutating func read(
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

    /// A part of the terms is named, and the card is to have none.
    mutating func leaveOut(_ part: TermsPart) { terms.leaveOut(part) }

    /// What was said of the card, once every field was read.
    var change: CardChange { CardChange(rates: rates, terms.named, of: terms.said) }

    /// The whole card, once every field was read.
    func card() throws(JSONError) -> RateCard {
        RateCard(rates: try required(rates, "rates"), terms: try terms.terms())
    }
}

extension JSONWriter {
    /// The fields of a whole card, in an object that has others.
    mutating func fields(of card: RateCard, in currency: Currency) {
        rates(card.rates, in: currency)
        fields(of: card.terms, in: currency)
    }

    /// The field `rates`.
    mutating func rates(_ rates: [Rate], in currency: Currency) {
        name("rates")
        array(rates) { $0.rate($1, in: currency) }
    }
}
