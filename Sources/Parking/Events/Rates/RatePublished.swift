package import JSON
package import Money
public import Tariffs

/// A rate joined a card of the rate book; under an id that is there already it replaces that rate for stays that start later.
public struct RatePublished: EventBody {
    /// The rate.
    public let rate: Rate
    /// The card that it is on.
    public let card: CardID

    package static let name = "rate-published"
    package static let fields = ["card", "currency", "rate"]

    /// A rate on a card.
    public init(_ rate: Rate, on card: CardID = .standard) {
        self.rate = rate
        self.card = card
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        card = try fields.optional("card") ?? .standard
        let currency: Currency = try fields.required("currency")
        rate = try fields.required("rate") { (reader: inout JSONReader) throws(JSONError) in
            try reader.rate(in: currency)
        }
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.card(card)
        json.field("currency", currency.code)
        json.name("rate")
        json.rate(rate, in: currency)
    }

    package func sentence(in currency: Currency) -> String {
        "The rate \(rate.id), \"\(rate.name)\", was published on the card \(card)."
    }

    package var event: GarageEvent { .ratePublished(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.publish(.rate(rate), on: card, recorded)
    }
}

extension JSONWriter {
    /// The field `card`; left out where it is the one that every garage has.
    mutating func card(_ card: CardID) {
        if card != .standard { field("card", card) }
    }
}
