import Chronology

extension Inspection {
    /// Caps by the clock for hours in which their rate is never in force.
    mutating func findCapsOutsideWindows() {
        for place in layered where !hours[place].isEmpty {
            for cap in card.rates[place].caps {
                guard case .clock(let from, let until) = cap.period,
                    hours[place].intersection(.daily(from, until)).first(from: start, in: zone) == nil
                else { continue }
                report(
                    .capOutsideWindows, [place],
                    """
                    The cap \(cap.period.text) of rate \(name(place)) has no effect: the rate is never in force then. \
                    Change the cap's hours or the rate's windows.
                    """)
            }
        }
    }
}
