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

    /// The longest of an allowance among rates, and the first rate that has it; nil where none has any.
    func longest(
        of inForce: InForce, _ allowance: (CompiledRate) -> TimeSpan
    ) -> (span: TimeSpan, rate: Int)? {
        guard let first = inForce.first else { return nil }
        var longest: (span: TimeSpan, rate: Int)?
        for index in [first] + inForce.others {
            let span = allowance(card.rates[rates[index].rate])
            if span > longest?.span ?? .zero { longest = (span, index) }
        }
        return longest
    }

    /// How much time is paid where the stay is rounded up once, by the step of the last rate in force (of several the
    /// first published): that which its price would have reached had it been in force without interruption in all
    /// paid time of its occurrence.
    mutating func roundedUp(_ parts: [StayPart]) -> Int64 {
        guard let last = parts.last(where: \.isPaid) else { return length }
        let instant = last.until - TimeSpan(microseconds: 1)
        for state in rates {
            let rate = card.rates[state.rate]
            let occurrence = rate.schedule.occurrence(endingAfter: instant, horizon: stay.upperBound, &clock)
            guard occurrence.from <= instant else { continue }
            guard case .units(let steps) = rate.price else { return length }
            var spent: Int64 = 0
            for part in parts where part.isPaid && occurrence.from < part.until {
                spent += (part.until - max(part.from, occurrence.from)).microseconds
            }
            let every = steps.step(at: spent - 1).every
            let paid = TimeSpan(microseconds: length - rate.tolerance)
            return max(1, paid.begun(TimeSpan(microseconds: every))) * every
        }
        return length
    }
}
