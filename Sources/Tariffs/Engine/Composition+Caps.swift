import Chronology

extension Composition {
    mutating func advance(_ cap: Int, to instant: Instant) {
        guard let cut = caps[cap].advance(to: instant, of: card.caps[cap], stay, &clock) else { return }
        cuts.append((cap, cut))
    }

    /// Adds what equal charges come to after the caps; each belongs to the instant at which its unit begins.
    mutating func charge(
        _ units: Int64, _ amount: Int64, at first: Instant, every unit: Int64, _ passing: [Int]
    ) throws(TariffError) {
        survey?.note(units.multipliedReportingOverflow(by: amount).overflow ? .max : units * amount)
        guard !passing.isEmpty else { return total = try total.plus(amount.times(units)) }
        var left = units
        var begins = first
        while left > 0 {
            try spend(passing.count)
            // All units that begin within the same windows of all caps pass them together.
            var together = left
            for cap in passing {
                advance(cap, to: begins)
                if left > 1 {
                    together = min(together, (caps[cap].until - begins).begun(TimeSpan(microseconds: unit)))
                }
            }
            var sum = try amount.times(together)
            for cap in passing { sum = try caps[cap].admit(sum, of: card.caps[cap]) }
            total = try total.plus(sum)
            left -= together
            begins = begins + TimeSpan(microseconds: together * unit)
        }
    }
}
