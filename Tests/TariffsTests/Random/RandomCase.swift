import TestSupport
import Chronology
import Money
import Tariffs

/// Cards, a stay and a zone, drawn from a seed; the stay lies near a change of clocks in most zones.
struct RandomCase {
    var cards: [CardID: RateCard]
    var stay: Stay
    var zone: ZoneRules
    /// Which of ``changes`` the stay lies near: it begins at most 2 000 minutes before and lasts at most four days.
    let change: Int

    static let groups = [GroupID.staff, .residents]
    static let validations = [ValidationID.cinema, .surgery]

    /// Zones, each with an instant at which its clocks change, where they do.
    static let changes = Result { try names.map { (try ZoneRules.system($0.0), Instant($0.1)!) } }

    /// Casablanca's clocks go back for Ramadan, to what its rules call daylight time.
    private static let names = [
        ("Europe/Berlin", "2026-03-29T01:00:00Z"), ("Europe/Berlin", "2026-10-25T01:00:00Z"),
        ("America/New_York", "2026-11-01T06:00:00Z"), ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"), ("Pacific/Apia", "2011-12-30T10:00:00Z"),
        ("Africa/Casablanca", "2026-02-15T02:00:00Z"), ("Africa/Casablanca", "2026-03-22T02:00:00Z"),
        ("America/Sao_Paulo", "2018-02-18T02:00:00Z"), ("America/Sao_Paulo", "2018-11-04T03:00:00Z"),
        ("America/St_Johns", "2006-10-29T02:31:00Z"), ("America/St_Johns", "2006-04-02T03:31:00Z"),
        ("Asia/Kathmandu", "2026-03-02T00:00:00Z"), ("UTC", "2026-12-31T00:00:00Z"),
    ]

    /// All that was published, one card after the other.
    var book: RateBook {
        var book = RateBook()
        var version: Int64 = 0
        let recorded = Instant("2000-01-01T00:00:00Z")!
        for (id, card) in cards.sorted(by: { $0.key.text < $1.key.text }) {
            book.publish(Publication(.terms(card.terms), on: id, knownAt: recorded, version: version))
            for rate in card.rates {
                version += 1
                book.publish(Publication(.rate(rate), on: id, knownAt: recorded, version: version))
            }
        }
        return book
    }

    /// The name of the card that prices the stay.
    var pricingCard: CardID {
        let own = cards[stay.card] == nil ? .standard : stay.card
        for agreement in cards[own]?.terms.agreements ?? [] where agreement.id == stay.agreement {
            if case .card(let id) = agreement.effect, cards[id] != nil { return id }
        }
        return own
    }

    /// The card that prices the stay.
    var card: RateCard { cards[pricingCard] ?? RateCard(rates: []) }

    /// The charge of the stay.
    func charge() throws -> Charge { try Tariff(book, in: zone).price(stay) }

    init(_ generator: inout Seeded, _ wishes: Wishes) throws {
        let changes = try RandomCase.changes.get()
        change = .random(in: changes.indices, using: &generator)
        zone = changes[change].0
        let unit = wishes.wholeMinutes ? TimeSpan.minutes(1).microseconds : 1
        func draw(_ minutes: ClosedRange<Int64>, _ generator: inout Seeded) -> TimeSpan {
            let (least, most) = (TimeSpan.minutes(minutes.lowerBound), TimeSpan.minutes(minutes.upperBound))
            let drawn = Int64.random(in: least.microseconds...most.microseconds, using: &generator)
            return TimeSpan(microseconds: drawn / unit * unit)
        }
        let longest = [30, 240, 240, 1_440, 1_440, 4 * 1_440].randomElement(using: &generator)!
        let entry = changes[change].1 + draw(-2_000...1_000, &generator)
        stay = Stay(entry: entry, exit: entry + draw(0...Int64(longest), &generator))
        stay.groups = Set(RandomCase.groups.filter { _ in Bool.random(using: &generator) })
        if wishes.contains(.validations) {
            stay.validations = Set(RandomCase.validations.filter { _ in Bool.random(using: &generator) })
        }
        if wishes.covered {
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let from = entry + draw(-100...Int64(longest), &generator)
                let until = from + draw(0...Int64(longest) / 2, &generator)
                stay.covered.append(from..<until)
                if Bool.random(using: &generator) { stay.forgiven.append(from - draw(0...90, &generator)..<from) }
                if Bool.random(using: &generator) { stay.forgiven.append(until..<until + draw(0...90, &generator)) }
            }
        }
        var ids = [CardID.standard]
        if wishes.contains(.vehicles) {
            ids.append(.truck)
            stay.card = [.standard, .truck, .truck, .tram].randomElement(using: &generator)!
        }
        if wishes.contains(.agreements) {
            stay.agreement = [nil, .short, .long, .other, .unknown].randomElement(using: &generator)!
        }
        if wishes.covered, Int.random(in: 0..<4, using: &generator) == 0 {
            stay.limit = entry + draw(0...Int64(longest), &generator)
        }
        cards = [:]
        for id in ids { cards[id] = DrawnCard(wishes, stay, zone).card(&generator) }
    }
}

extension CardID {
    static let truck = CardID("truck")!
    static let tram = CardID("tram")!
}

extension AgreementID {
    static let short = AgreementID("short")!
    static let long = AgreementID("long")!
    static let other = AgreementID("other")!
    static let unknown = AgreementID("unknown")!
}
