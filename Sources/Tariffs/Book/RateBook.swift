public import Chronology

/// All that a garage has published about its rates, in the order of its log.
public struct RateBook: Sendable, Hashable {
    /// What was published, the earliest first.
    public private(set) var publications: [Publication] = []

    /// A book without rates: all time is free.
    public init() {}

    /// A book of cards that nobody has published, such as those an operator tries out; their rates are numbered from
    /// 1 on in the place of events, and the terms come behind them.
    public init(_ cards: [CardID: RateCard]) {
        for (id, card) in cards {
            let contents = card.rates.map { Publication.Content.rate($0) } + [.terms(card.terms)]
            for (index, content) in contents.enumerated() {
                publish(Publication(content, on: id, knownAt: .earliest, version: Int64(index) + 1))
            }
        }
    }

    /// Adds a publication behind all others.
    public mutating func publish(_ publication: Publication) { publications.append(publication) }

    /// The book as a stay knows it that started at an instant, with an event of this version.
    ///
    /// Nothing published later changes the result.
    public func known(at start: Instant, before version: Int64) -> RateBook {
        var known = RateBook()
        known.publications = publications.filter { $0.isKnown(at: start, before: version) }
        return known
    }

    /// The book with a card in the place of what was published on one.
    public func replacing(_ id: CardID, with card: RateCard) -> RateBook {
        var book = RateBook([id: card])
        book.publications += publications.filter { $0.card != id }
        return book
    }

    /// The names of all cards on which something was published.
    public var cards: Set<CardID> { Set(publications.map(\.card)) }

    /// A card as all publications have left it.
    public func card(_ id: CardID) -> PublishedCard {
        var card = PublishedCard()
        var place: [RateID: Int] = [:]
        var rates: [PublishedRate?] = []
        var withdrawn: [RateID: PublishedRate] = [:]
        for publication in publications where publication.card == id {
            switch publication.content {
            case .rate(let rate):
                if let last = place[rate.id] { rates[last] = nil }
                place[rate.id] = rates.count
                rates.append(PublishedRate(rate, version: publication.version))
                withdrawn[rate.id] = nil
            case .withdrawal(let rate):
                guard let last = place.removeValue(forKey: rate), let gone = rates[last] else { continue }
                rates[last] = nil
                withdrawn[rate] = PublishedRate(gone.rate, version: publication.version)
            case .terms(let terms):
                card.terms = terms
                card.termsVersion = publication.version
            }
        }
        card.rates = rates.compactMap(\.self)
        card.withdrawn = withdrawn.values.sorted { $0.version < $1.version }
        return card
    }
}
