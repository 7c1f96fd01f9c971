import Chronology

extension Inspection {
    /// Rates all of whose dates are over.
    mutating func findPastRates() {
        for place in card.rates.indices where isPast(place) {
            report(
                .rateIsPast, [place],
                "Rate \(name(place)) is never in force again: its dates are over. Withdraw it, or give it new ones.")
        }
    }

    /// Whether a rate has dates only, which are over; an early bird also when one of its two windows is.
    func isPast(_ place: Int) -> Bool {
        let rate = card.rates[place]
        if let bird = rate.earlyBird { return [bird.entry, bird.exit].contains { $0.map(isPast) ?? false } }
        return !rate.windows.isEmpty && rate.windows.allSatisfy(isPast)
    }

    private func isPast(_ window: Window) -> Bool {
        guard case .once(let from, let until) = window else { return false }
        let end = Window.stretch(from: from, until: until).upperBound
        return zone.instant(of: LocalDateTime(microseconds: end)) <= start
    }
}

extension Rate {
    /// All its windows, an early bird's too.
    var allWindows: [Window] { windows + [earlyBird?.entry, earlyBird?.exit].compactMap(\.self) }
}
