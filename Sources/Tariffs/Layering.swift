import Chronology

/// A stretch of the uncovered stay in which the same occurrences of the same rates are the most exclusive ones.
struct Stretch {
    let from: Instant
    let until: Instant
    /// None where nothing applies, one where the hierarchy decides, else several in the order of the log.
    let candidates: [Candidate]
}

/// An occurrence of a rate, which is named by its place in the layering.
struct Candidate {
    let rate: Int
    let occurrence: Occurrence
}

/// Which rates are in force when: only the windows near the stay are looked at, each once.
struct Layering {
    /// The rates that the driver may have, in the order of the log.
    let rates: [PreparedRate]
    private let zone: ZoneRules
    private let horizon: Instant
    /// Of each rate the occurrence in force or the next one.
    private var current: [Occurrence?]

    init(of rates: [PreparedRate], for stay: Stay, in zone: ZoneRules) {
        self.rates = rates.filter { $0.isFor(stay.groups) }
        self.zone = zone
        horizon = stay.exit
        current = self.rates.map { $0.occurrence(endingAfter: stay.entry, horizon: stay.exit, in: zone) }
    }

    /// The rate whose grace makes the stay free: the one in force at the entry, covered or not.
    ///
    /// Of several equally exclusive ones it is that with the longest grace, for a stay that is free is cheapest.
    func grace(for stay: Stay) -> Int? {
        guard stay.entry < stay.exit else { return nil }
        let inForce = mostExclusive(at: stay.entry, until: stay.exit).candidates
        let longest = inForce.map { rates[$0.rate].rate.grace }.max()
        guard let longest, stay.exit - stay.entry < longest else { return nil }
        return inForce.first { rates[$0.rate].rate.grace == longest }?.rate
    }

    /// The stretches of a stay, in order; the last without length where the exit may touch a window.
    mutating func stretches(of stay: Stay) -> [Stretch] {
        var stretches: [Stretch] = []
        for part in stay.uncovered {
            var from = part.lowerBound
            while from < part.upperBound {
                advance(to: from)
                let stretch = mostExclusive(at: from, until: part.upperBound)
                stretches.append(stretch)
                from = stretch.until
            }
        }
        if stay.exitIsUncovered {
            advance(to: stay.exit)
            stretches.append(mostExclusive(at: stay.exit, until: stay.exit))
        }
        return stretches
    }

    private mutating func advance(to instant: Instant) {
        for index in current.indices {
            guard let occurrence = current[index], occurrence.until <= instant else { continue }
            current[index] = rates[index].occurrence(endingAfter: instant, horizon: horizon, in: zone)
        }
    }

    /// The stretch that begins at an instant; it ends where one of its candidates does or another joins or outranks
    /// them.
    private func mostExclusive(at instant: Instant, until end: Instant) -> Stretch {
        var top = Int.min
        for (rate, occurrence) in zip(rates, current) {
            if let occurrence, occurrence.from <= instant { top = max(top, rate.exclusivity) }
        }
        var until = end
        var candidates: [Candidate] = []
        for (index, occurrence) in current.enumerated() where rates[index].exclusivity >= top {
            guard let occurrence else { continue }
            if occurrence.from <= instant {
                candidates.append(Candidate(rate: index, occurrence: occurrence))
                until = min(until, occurrence.until)
            } else {
                until = min(until, occurrence.from)
            }
        }
        return Stretch(from: instant, until: until, candidates: candidates)
    }
}
