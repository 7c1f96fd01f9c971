public import Chronology
import JSON
import Money
public import Parking
public import Tariffs

/// The rates on offer at one moment, card by card.
public struct OfferedRates: Hashable, Sendable {
    /// A card of the book.
    public struct Card: Hashable, Sendable {
        /// Its name.
        public var id: CardID
        /// What is on offer by it, as far as it was looked for.
        public var published: PublishedCard
    }

    /// The cards, by name.
    public var cards: [Card]
    /// When each of the log's events became known that put something there.
    public var publishedAt: [Int64: Instant]
    /// The garage's settings.
    public var settings: GarageSettings
    /// The version of the last event that counts.
    public var version: Int64
}

extension Query {
    /// The rates on offer.
    static let rates = Query(
        "rates", [.rates, .asOf], terminal: Terminal("rates", "The rates on offer, card by card.")
    ) { (question, queries) throws(QueryError) in
        let offered = try await queries.rates(of: question.garage, question.rates, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("asOf", question.asOf?.moment.description(in: offered.settings.zone))
                json.field("version", number: offered.version)
                json.field("currency", offered.settings.currency.code)
                json.field("timeZone", offered.settings.zone.name)
                json.name("cards")
                json.array(offered.cards) { $0.card($1, of: offered) }
            }, tables: { [offered.table] })
    }
}

extension Queries {
    /// The rates on offer now, or as of a moment.
    public func rates(
        of garage: GarageID, _ search: RateSearch = RateSearch(), asOf: AsOf? = nil
    ) async throws(QueryError) -> OfferedRates {
        let garage = try await self.garage(garage, asOf: asOf)
        guard let settings = garage.settings else { throw .unknownGarage }
        let book = garage.book
        let cards = book.cards.filter { search.card == nil || $0 == search.card }.sorted { $0.text < $1.text }
        return OfferedRates(
            cards: cards.map { OfferedRates.Card(id: $0, published: book.card($0).only(search.finds)) },
            publishedAt: Dictionary(uniqueKeysWithValues: book.publications.map { ($0.version, $0.knownAt) }),
            settings: settings, version: garage.version)
    }
}

extension JSONWriter {
    fileprivate mutating func card(_ card: OfferedRates.Card, of offered: OfferedRates) {
        let (currency, zone) = (offered.settings.currency, offered.settings.zone)
        func published(_ version: Int64, _ json: inout JSONWriter) {
            json.field("version", number: version)
            json.field("publishedAt", offered.publishedAt[version]?.description(in: zone))
        }
        object { json in
            json.field("card", card.id)
            json.name("terms")
            json.object { json in
                if let version = card.published.termsVersion { published(version, &json) }
                json.name("terms")
                json.terms(card.published.terms, in: currency)
            }
            json.name("rates")
            json.array(card.published.rates) { json, rate in
                json.object { json in
                    published(rate.version, &json)
                    json.name("rate")
                    json.rate(rate.rate, in: currency)
                }
            }
        }
    }
}

extension OfferedRates {
    fileprivate var table: Table {
        var table = Table("card", "rate", "name", "for", "tier", "price", "version", "published")
        for card in cards {
            for rate in card.published.rates {
                var price = JSONWriter()
                price.price(rate.rate.price, in: settings.currency)
                table.add(
                    .text(card.id.text), .text(rate.rate.id.text), .text(rate.rate.name),
                    .text(rate.rate.audience.text),
                    .text(rate.rate.tier.name), .text(String(decoding: price.bytes, as: UTF8.self)),
                    .number(rate.version), .text(publishedAt[rate.version]?.description(in: settings.zone)))
            }
        }
        return table
    }
}

extension Audience {
    fileprivate var text: String {
        switch self {
        case .everyone: "everyone"
        case .group(let group): "group \(group)"
        case .validation(let validation): "validation \(validation)"
        }
    }
}
