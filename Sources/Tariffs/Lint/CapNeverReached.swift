import Chronology
import Money

extension Inspection {
    /// Caps that are above what smaller caps beside them let through at most, or what the price comes to at most.
    mutating func findCapsNeverReached() {
        for (place, rate) in card.rates.enumerated() where !isFull(.capNeverReached) {
            for cap in rate.caps {
                if let smaller = rate.caps.first(where: { cap.isAbove($0, flat: rate.flat) }) {
                    report(
                        .capNeverReached, [place],
                        """
                        The cap \(cap.period.text) of rate \(name(place)) is never reached: its cap \
                        \(smaller.period.text) keeps the charge below it. Lower it, or take it out.
                        """)
                } else if isAbovePrice(cap, of: place) {
                    report(
                        .capNeverReached, [place],
                        """
                        The cap \(cap.period.text) of rate \(name(place)) is never reached: its price comes to less \
                        in that time. Lower the cap, or take it out.
                        """)
                }
            }
        }
        for cap in card.terms.caps {
            guard let smaller = card.terms.caps.first(where: { cap.isAbove($0, flat: false) }) else { continue }
            report(
                .capNeverReached, [],
                """
                The card's cap \(cap.period.text) is never reached: its cap \(smaller.period.text) keeps the charge \
                below it. Lower it, or take it out.
                """)
        }
    }

    /// Whether units never come to a cap.
    ///
    /// That is certain of a rate that is always in force with no other to cut into it, as its units then follow one
    /// another. The hour's cap on fractions has a finding of its own.
    private func isAbovePrice(_ cap: Cap, of place: Int) -> Bool {
        let rate = card.rates[place]
        guard layered == [place], rate.windows.isEmpty, let unit = rate.price.shortestUnit else { return false }
        let period = cap.period.counted(flat: rate.flat)
        if period == .hour, unit < .hours(1) { return false }
        guard let count = period.count(of: unit), let most = try? rate.price.dearestUnit.times(count) else {
            return false
        }
        return most < cap.amount
    }
}

extension Cap {
    fileprivate func isAbove(_ smaller: Cap, flat: Bool) -> Bool {
        guard smaller.amount < amount,
            let count = period.counted(flat: flat).count(of: smaller.period.counted(flat: flat)),
            let most = try? smaller.amount.times(count)
        else { return false }
        return most < amount
    }
}

extension Price {
    /// The most that one unit costs, where units are begun.
    fileprivate var dearestUnit: Money {
        switch self {
        case .perUnit(let amount, _): amount
        case .steps(let steps): steps.map(\.amount).max() ?? .zero
        case .once, .perDay, .weekGrid: .zero
        }
    }
}
