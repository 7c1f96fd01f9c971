public import Chronology
import Money

/// The cards of one book, compiled once and ready to price stays in one time zone.
///
/// A charge is a pure function of book, zone, stay and ``engineVersion``. The way of a stay: coverage, layering,
/// blocks, pricing, caps, candidates, lines (tariffs.md, The algebra).
public struct Tariff: Sendable {
    /// The engine's version, raised whenever some charge could differ from what the version before it computed.
    public static let engineVersion = 3

    /// The longest stay that is priced, ten years; it bounds the work of a charge.
    public static let longestStay = TimeSpan.days(3_653)

    /// How much may be looked at for one way to price a stay: rates at every change, windows, caps, days and hours.
    ///
    /// It is far beyond what any garage's stays need, and keeps a card of a thousand rates from taking minutes.
    public var mostWork = 50_000_000

    let zone: ZoneRules
    private let standard: CompiledCard
    private let others: [CardID: CompiledCard]
    private let publishedLater: [CardID: [LeftOut]]

    /// The tariff of a book that holds what a stay knows.
    ///
    /// Of rates with one id only the last counts. Throws ``TariffError/invalidRate(_:_:)`` and
    /// ``TariffError/invalidTerms(_:_:)``.
    public init(_ known: RateBook, in zone: ZoneRules) throws(TariffError) {
        try self.init(known, publishedLater: [:], in: zone)
    }

    /// The tariff that a stay knows which started at an instant, with an event of this version, taken from the whole
    /// book.
    ///
    /// Rates published later are named in ``Charge/leftOut`` and have no other effect, not even when they are invalid.
    public init(
        _ book: RateBook, knownAt start: Instant, before version: Int64, in zone: ZoneRules
    ) throws(TariffError) {
        var later: [CardID: [LeftOut]] = [:]
        for publication in book.publications where !publication.isKnown(at: start, before: version) {
            guard case .rate(let rate) = publication.content else { continue }
            later[publication.card, default: []].append(
                LeftOut(rate: rate.id, version: publication.version, reason: .publishedLater))
        }
        try self.init(book.known(at: start, before: version), publishedLater: later, in: zone)
    }

    /// The tariff of cards that are not published, such as those an operator tries out; numbered as in
    /// ``RateBook/init(_:)``.
    public init(_ cards: [CardID: RateCard], in zone: ZoneRules) throws(TariffError) {
        try self.init(RateBook(cards), in: zone)
    }

    private init(
        _ known: RateBook, publishedLater: [CardID: [LeftOut]], in zone: ZoneRules
    ) throws(TariffError) {
        var others: [CardID: CompiledCard] = [:]
        for id in known.cards where id != .standard {
            others[id] = try CompiledCard(known.card(id), as: id, in: zone)
        }
        standard = try CompiledCard(known.card(.standard), as: .standard, in: zone)
        self.others = others
        self.publishedLater = publishedLater
        self.zone = zone
    }

    /// The card of a vehicle's type: the standard one where the type has none of its own.
    func card(_ id: CardID) -> CompiledCard { id == .standard ? standard : others[id] ?? standard }

    func publishedLater(on card: CardID) -> [LeftOut] { publishedLater[card] ?? [] }
}
