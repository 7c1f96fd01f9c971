import Chronology

extension Tariff {
    /// The rates that stand on no line, in the order of the log.
    func leftOut(_ bill: Bill, _ stretches: [Stretch], _ stay: Stay) -> [LeftOut] {
        var wasCandidate = bill.rates.map { _ in false }
        for stretch in stretches where stretch.from < stretch.until {
            for candidate in stretch.candidates { wasCandidate[candidate.rate] = true }
        }
        var leftOut: [LeftOut] = []
        var index = -1
        for prepared in rates {
            let reason: LeftOut.Reason
            if prepared.isFor(stay.groups) {
                index += 1
                if bill.isApplied[index] { continue }
                if wasCandidate[index] {
                    reason = bill.lines.first?.reason == .grace ? .graced : .dearer
                } else {
                    reason = meets(prepared, stay) ? .outranked : .outsideWindows
                }
            } else {
                reason = .otherAudience
            }
            leftOut.append(LeftOut(rate: prepared.rate.id, version: prepared.published.version, reason: reason))
        }
        return leftOut
    }

    private func meets(_ rate: PreparedRate, _ stay: Stay) -> Bool {
        stay.uncovered.contains { part in
            guard let next = rate.occurrence(endingAfter: part.lowerBound, horizon: stay.exit, in: zone)
            else { return false }
            return next.from < part.upperBound
        }
    }
}
