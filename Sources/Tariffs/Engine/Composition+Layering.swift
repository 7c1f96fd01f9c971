import Chronology

extension Composition {
    /// The most exclusive rates at an instant, and how long nothing changes about that.
    struct InForce {
        /// The earliest published; nil where no rate is in force.
        var first: Int?
        /// Those as exclusive, in the order of the log.
        var others: [Int] = []
        var until: Instant
    }

    /// Moves every rate on to its occurrence at an instant, or the next one.
    mutating func advance(to instant: Instant) {
        for index in rates.indices where rates[index].current.until <= instant {
            let schedule = card.rates[rates[index].rate].schedule
            work += schedule.windowCount
            rates[index].current = schedule.occurrence(endingAfter: instant, horizon: stay.upperBound, &clock)
        }
    }

    /// Which rates are in force from an instant to which they have been advanced; the stretch ends where one of them
    /// does, or another joins or outranks them.
    mutating func inForce(from: Instant, until end: Instant) -> InForce {
        var result = InForce(until: end)
        var top = Int.min
        for index in rates.indices {
            guard rates[index].exclusivity >= top else { break }
            let occurrence = rates[index].current
            if occurrence.from <= from {
                if result.first == nil { result.first = index } else { result.others.append(index) }
                top = rates[index].exclusivity
                result.until = min(result.until, occurrence.until)
                if from < end, standing[rates[index].rate] == .eligible { standing[rates[index].rate] = .candidate }
            } else {
                result.until = min(result.until, occurrence.from)
            }
        }
        return result
    }

    /// How much time is to be paid up to where the last rate in force ends: a gap behind it changes nothing.
    mutating func lengthMet(_ parts: [StayPart]) throws(TariffError) -> Int64 {
        let whole = parts.reduce(0) { $1.isPaid ? $0 + $1.length : $0 }
        guard card.hasTolerance, let last = parts.last(where: \.isPaid) else { return whole }
        let instant = last.until - TimeSpan(microseconds: 1)
        for state in rates {
            let schedule = card.rates[state.rate].schedule
            let occurrence = schedule.occurrence(endingAfter: instant, horizon: stay.upperBound, &clock)
            if occurrence.from <= instant { return whole }
        }
        let started = rates
        var (length, met): (Int64, Int64) = (0, 0)
        for part in parts where part.isPaid {
            var from = part.from
            while from < part.until {
                advance(to: from)
                try spend(rates.count)
                let stretch = inForce(from: from, until: part.until)
                length += (stretch.until - from).microseconds
                if stretch.first != nil { met = length }
                from = stretch.until
            }
        }
        rates = started
        return met
    }
}
