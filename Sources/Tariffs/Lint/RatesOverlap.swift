import Chronology

extension Inspection {
    /// Rates of one audience and tier that are in force at one time.
    ///
    /// On the same conditions, or on none, nothing says which is meant, and that is an error. Where conditions differ
    /// an offer beside an ordinary rate is usual ("up to 4 hours for 10"), and that the cheaper is charged may be
    /// just what is meant: a warning.
    mutating func findOverlappingRates() {
        let levels = Dictionary(grouping: layered) { Level(card.rates[$0].audience, card.rates[$0].tier) }
        for level in levels.values.sorted(by: { $0[0] < $1[0] }) {
            for (first, second) in MeetingPairs.among(level, of: hours) { compare(first, second) }
        }
    }

    private mutating func compare(_ first: Int, _ second: Int) {
        let (one, other) = (card.rates[first].conditions, card.rates[second].conditions)
        let kind = one.agrees(with: other) ? Finding.Kind.ratesOverlap : .ratesOverlapConditionally
        guard !isFull(kind), kind == .ratesOverlap || !one.excludes(other),
            let meeting = hours[first].intersection(hours[second]).first(from: start, in: zone)
        else { return }
        let both = "Rates \(name(first)) and \(name(second))"
        switch kind {
        case .ratesOverlap:
            report(
                kind, [first, second], at: meeting,
                """
                \(both) are both in force at \(clock(meeting)), and neither goes before the other. Part their windows, \
                or put the one that is to win into a higher tier.
                """)
        default:
            report(
                kind, [first, second], at: meeting,
                """
                \(both) are both in force at \(clock(meeting)) for a stay that meets the conditions of both; the \
                cheaper one is charged. Part their windows or conditions, or put the one that is to win into a higher \
                tier.
                """)
        }
    }
}

/// What decides between rates before their price does.
private struct Level: Hashable {
    let audience: Audience
    let tier: Tier

    init(_ audience: Audience, _ tier: Tier) {
        self.audience = audience
        self.tier = tier
    }
}
