import Chronology

/// A card as known, in the form in which it prices stays: compiled once, shared by all of them.
final class CompiledCard: Sendable {
    let id: CardID
    /// The most exclusive ones first; of equally exclusive ones the earlier published.
    let rates: [CompiledRate]
    /// The rates' places in the order of the log.
    let inOrder: [Int]
    /// The caps of all rates in the order of the log, and behind them the card's own.
    let caps: [CompiledCap]
    let terms: Terms
    let termsVersion: Int64?
    let hasValidations: Bool
    /// Whether a stay may be priced in more ways than one.
    var hasCandidates: Bool { hasValidations || !earlyBirds.isEmpty }
    /// Whether any rate is priced by the occurrence of its window.
    let countsOccurrences: Bool
    /// Whether any rate lets minutes go unnoticed.
    let hasTolerance: Bool
    /// Whether any rate has a grace or free time.
    let hasAllowances: Bool
    /// How many rates and windows there are to look at, also of what is no longer offered.
    let looks: Int
    /// The places of the rates that price whole stays, in the order of the log.
    let earlyBirds: [Int]
    /// What is no longer offered, and when it would have been in force.
    let withdrawn: [(rate: LeftOut, schedule: Schedule)]
    private let agreements: [AgreementID: Agreement.Effect]

    init(_ card: PublishedCard, as id: CardID, in zone: ZoneRules) throws(TariffError) {
        do { try card.terms.validate() } catch { throw .invalidTerms(id, error) }
        self.id = id
        terms = card.terms
        termsVersion = card.termsVersion
        withdrawn = card.withdrawn.map {
            (
                LeftOut(rate: $0.rate.id, version: $0.version, reason: .withdrawn),
                Schedule($0.rate.windows, in: zone)
            )
        }
        for published in card.rates {
            do { try published.rate.validate() } catch { throw .invalidRate(published.rate.id, error) }
        }
        let exclusivities = card.rates.map(\.rate.exclusivity)
        let ranked = card.rates.indices.sorted { (exclusivities[$1], $0) < (exclusivities[$0], $1) }
        var places = ranked
        for (place, order) in ranked.enumerated() { places[order] = place }
        var caps: [CompiledCap] = []
        var own: [Range<Int>] = []
        for (order, published) in card.rates.enumerated() {
            let rate = published.rate
            let named = rate.caps.map { CompiledCap($0, of: places[order], flat: rate.flat) }
            own.append(caps.count..<caps.count + named.count)
            caps += named.shortestFirst
        }
        let shared = caps.count..<caps.count + card.terms.caps.count
        caps += card.terms.caps.map { CompiledCap($0, of: nil, flat: false) }.shortestFirst
        let rates = ranked.map { order in
            let passing = Array(own[order]) + (card.rates[order].rate.cardCaps == .excluded ? [] : Array(shared))
            return CompiledRate(
                card.rates[order],
                caps: passing.sorted { (caps[$0].length, $0) < (caps[$1].length, $1) }, in: zone)
        }
        self.rates = rates
        inOrder = places
        self.caps = caps
        hasValidations = rates.contains(where: \.isValidation)
        countsOccurrences = rates.contains { if case .once = $0.price { true } else { false } }
        hasTolerance = rates.contains { $0.tolerance > 0 }
        hasAllowances = rates.contains { $0.grace > .zero || $0.free > .zero }
        looks =
            rates.reduce(0) { $0 + 1 + $1.schedule.windowCount }
            + withdrawn.reduce(0) { $0 + 1 + $1.schedule.windowCount }
        earlyBirds = places.filter { rates[$0].earlyBird != nil }
        agreements = Dictionary(card.terms.agreements.map { ($0.id, $0.effect) }) { first, _ in first }
    }

    /// What an agreement does; nil where the card has no such agreement.
    func effect(of agreement: AgreementID) -> Agreement.Effect? { agreements[agreement] }
}
