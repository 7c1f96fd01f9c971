import Chronology

/// A card under its checks, what they need to know of each rate, and what they have found.
struct Inspection {
    let card: RateCard
    let zone: ZoneRules
    /// The day from which on things count.
    let day: LocalDay
    /// Its first instant.
    let start: Instant
    /// When each rate is in force; of an early bird, when cars may come in.
    let hours: [Timetable]
    /// The rates that are in force at instants: those without an early bird.
    let layered: [Int]

    private var found: [(finding: Finding, places: [Int])] = []
    private var counts: [Finding.Kind: Int] = [:]

    /// Days are kept where weeks can be added to them.
    private static let days = LocalDay(year: 1, month: 2, day: 1)!...LocalDay(year: 9990, month: 1, day: 1)!

    init(of card: RateCard, in zone: ZoneRules, from day: LocalDay) {
        let day = min(max(day, Inspection.days.lowerBound), Inspection.days.upperBound)
        self.card = card
        self.zone = zone
        self.day = day
        start = zone.start(of: day)
        hours = card.rates.map { rate in
            guard let bird = rate.earlyBird else { return Timetable(of: rate.windows, from: day) }
            let entry = bird.entry.map { Timetable(of: [$0], from: day) } ?? .always
            return entry.intersection(Timetable(days: rate.conditions.days))
        }
        layered = card.rates.indices.filter { card.rates[$0].earlyBird == nil }
    }

    /// Whether no more of a kind are told.
    func isFull(_ kind: Finding.Kind) -> Bool { counts[kind, default: 0] >= RateCard.mostFindings }

    /// Adds a finding about the rates at some places of the card, or about the card itself.
    mutating func report(_ kind: Finding.Kind, _ places: [Int], at meeting: Instant? = nil, _ sentence: String) {
        guard !isFull(kind) else { return }
        counts[kind, default: 0] += 1
        let ids = places.map { card.rates[$0].id }
        found.append((Finding(kind: kind, rates: ids, meeting: meeting, sentence: sentence), places))
    }

    /// All that was found, in the order in which it is told; of equals the earlier check first.
    var findings: [Finding] {
        func rank(_ index: Int) -> (Int, Int, Int, Int) {
            let (finding, places) = found[index]
            return (finding.severity == .error ? 0 : 1, places.first ?? .max, places.count > 1 ? places[1] : -1, index)
        }
        return found.indices.sorted { rank($0) < rank($1) }.map { found[$0].finding }
    }

    /// How a sentence names a rate.
    func name(_ place: Int) -> String { "'\(card.rates[place].id)'" }

    /// How a sentence names an instant.
    func clock(_ instant: Instant) -> String { zone.local(instant).text }
}
