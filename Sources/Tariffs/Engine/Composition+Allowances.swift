import Chronology

// Grace and free time are those of the rate in force at the entry. Where none is, they are those of the first one that is
// met, from where it is met: what is free anyway uses up neither.

extension Composition {
    /// When the first rate is in force, at the entry or behind it, be the time covered or not; nil where none is, up to
    /// and with the exit.
    func firstMet() -> Instant? {
        guard let begins = rates.lazy.map(\.current.from).min(), begins <= stay.upperBound else { return nil }
        return max(begins, stay.lowerBound)
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

    /// Writes the stay as free by the grace of a rate from where that is met; a fee that was due before stays due.
    mutating func forgive(by rate: Int, from met: Instant, _ parts: [StayPart]) throws(TariffError) {
        for part in parts where part.from < met {
            let before = StayPart(
                from: part.from, until: min(part.until, met), kind: part.kind, owesFee: part.owesFee)
            if before.owesFee { try writeFee(before) }
            if before.isPaid { writeGap(from: before.from, until: before.until) } else { writeFree(before) }
        }
        guard met < stay.upperBound else { return }
        standing[rate] = .applied
        lines.append(.free(from: met, until: stay.upperBound, .grace, card.rates[rate]))
    }
}
