package import JSON
package import Money
public import Tariffs

/// A rate is no longer offered to stays that start later.
public struct RateWithdrawn: EventBody {
    /// The rate.
    public let rate: RateID
    /// The card that it was on.
    public let card: CardID

    package static let name = "rate-withdrawn"
    package static let fields = ["card", "rate"]

    /// A rate off a card.
    public init(_ rate: RateID, on card: CardID = .standard) {
        self.rate = rate
        self.card = card
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        card = try fields.optional("card") ?? .standard
        rate = try fields.required("rate")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.card(card)
        json.field("rate", rate)
    }

    package func sentence(in currency: Currency) -> String { "The rate \(rate) was withdrawn from the card \(card)." }

    package var event: GarageEvent { .rateWithdrawn(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.publish(.withdrawal(rate), on: card, recorded)
    }
}
