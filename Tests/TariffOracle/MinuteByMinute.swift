import Chronology
import Money
public import Tariffs

/// A second engine that looks at every minute of a stay and knows nothing of runs, cursors or skipped work.
///
/// Stay, coverage and everything in the cards lie on whole minutes.
public struct MinuteByMinute {
    /// What each way comes to before tax: layered, validated, then the early birds in their order.
    public let candidates: [Int64]
    /// How much of the total is tax; nil without one.
    public let tax: Int64?
    /// What the stay costs.
    public let total: Int64

    /// Prices a stay by cards of which one is the standard one, on a clock that shows all of it.
    public init(_ stay: Stay, by cards: [CardID: RateCard], on clock: WallClock) {
        let own = cards[stay.card] ?? cards[.standard]!
        var (card, off) = (own, Int64(0))
        switch own.terms.agreements.first(where: { $0.id == stay.agreement })?.effect {
        case .card(let id): card = cards[id] ?? own
        case .minutesOff(let span): off = span.inMinutes
        case nil: break
        }
        guard stay.entry < stay.exit else {
            candidates = [0]
            tax = card.terms.tax == nil ? nil : 0
            total = 0
            return
        }
        let minutes = clock.minute(of: stay.entry)...clock.minute(of: stay.exit)
        let met = card.rates.filter { $0.audience.includes(stay) && $0.conditions.areMet(by: stay, in: clock.zone) }
        func compose(_ rates: [Rate]) -> Int64 {
            MinuteComposition(rates, card.terms, stay, minutes, off: off, clock).total()
        }
        let windowed = met.filter { $0.earlyBird == nil }
        var found = [compose(windowed.filter { !$0.audience.isValidation })]
        if !stay.validations.isEmpty, card.rates.contains(where: \.audience.isValidation) {
            found.append(compose(windowed))
        }
        for rate in met where rate.earlyBird?.isMet(from: minutes.lowerBound, until: minutes.upperBound, clock) ?? false
        { found.append(compose([rate])) }
        candidates = found
        let least = found.min()!
        guard let tax = card.terms.tax else {
            (self.tax, total) = (nil, least)
            return
        }
        let whole: Int64 = tax.isIncluded ? 10_000 + tax.basisPoints : 10_000
        let part = (2 * least * tax.basisPoints + whole) / (2 * whole)
        self.tax = part
        total = tax.isIncluded ? least : least + part
    }
}

extension Audience {
    var isValidation: Bool { if case .validation = self { true } else { false } }

    func includes(_ stay: Stay) -> Bool {
        switch self {
        case .everyone: true
        case .group(let group): stay.groups.contains(group)
        case .validation(let validation): stay.validations.contains(validation)
        }
    }
}

extension StayConditions {
    fileprivate func areMet(by stay: Stay, in zone: ZoneRules) -> Bool {
        let length = stay.exit - stay.entry
        return (minimumStay ?? .zero) <= length && length <= (maximumStay ?? length)
            && (entryDays.isEmpty || entryDays.contains(zone.day(of: stay.entry).weekday))
    }
}

extension EarlyBird {
    /// Whether entry and exit lie in the windows, both ends of which belong to them.
    fileprivate func isMet(from began: Int, until ended: Int, _ clock: WallClock) -> Bool {
        if let entry {
            let open = clock.occurrences(of: entry).filter { $0.lowerBound <= began && began <= $0.upperBound }
            guard !open.isEmpty else { return false }
        }
        guard let exit else { return true }
        let open = clock.occurrences(of: exit).filter { began < $0.upperBound }
        guard let first = open.min(by: { $0.lowerBound < $1.lowerBound }) else { return false }
        return first.lowerBound <= ended && ended <= first.upperBound
    }
}

extension TimeSpan {
    var inMinutes: Int64 { microseconds / TimeSpan.minutes(1).microseconds }
}
