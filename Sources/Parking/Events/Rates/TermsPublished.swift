package import JSON
package import Money
public import Tariffs

/// What holds for a whole card was said anew, for stays that start later.
public struct TermsPublished: EventBody {
    /// The terms.
    public let terms: Terms
    /// The card.
    public let card: CardID

    package static let name = "terms-published"
    package static let fields = ["card", "currency", "terms"]

    /// Terms of a card.
    public init(_ terms: Terms, on card: CardID = .standard) {
        self.terms = terms
        self.card = card
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        card = try fields.optional("card") ?? .standard
        let currency: Currency = try fields.required("currency")
        terms = try fields.required("terms") { (reader: inout JSONReader) throws(JSONError) in
            try reader.terms(in: currency)
        }
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.card(card)
        json.field("currency", currency.code)
        json.name("terms")
        json.terms(terms, in: currency)
    }

    package func sentence(in currency: Currency) -> String { "The terms of the card \(card) were published." }

    package var event: GarageEvent { .termsPublished(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.publish(.terms(terms), on: card, recorded)
    }
}
