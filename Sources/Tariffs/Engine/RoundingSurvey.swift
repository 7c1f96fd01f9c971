import Chronology

/// Where a stay is rounded up that is so once (``Crossing/lastStepOnTotal``).
struct Rounding {
    /// At the end of which stretch by the unit.
    let at: Instant
    /// To how much time by the unit in all, in microseconds; less than there is where the tolerance swallows the rest.
    let whole: Int64
}

/// Where a stay may be rounded up: wherever a step or a rate by the unit ends.
///
/// A reference, as most compositions have none and pay for its place alone.
final class RoundingSurvey {
    private(set) var ends: [(rounding: Rounding, total: Int64, beside: Int64)] = []
    /// What has been charged beside the time by the unit, before caps.
    private(set) var beside: Int64 = 0

    /// Notes something charged beside the time by the unit.
    func note(_ amount: Int64) {
        let (sum, overflow) = beside.addingReportingOverflow(amount)
        beside = overflow ? .max : sum
    }

    /// Notes an end, and at most what the stay comes to that is rounded up there and ends.
    func note(_ rounding: Rounding, atMost total: Int64) {
        ends.append((rounding, total, beside))
    }

    /// The last end; nil where no time is by the unit.
    var last: Rounding? { ends.last?.rounding }

    /// An end, and at most what the stay comes to that is rounded up there.
    struct Bound {
        let rounding: Rounding
        let total: Int64
    }

    /// The other ends at which rounding up may bring the stay to more than so much: first those that may bring it to the most, of
    /// equals the later ones.
    func above(_ total: Int64) -> [Bound] {
        ends.dropLast().map { end in
            let (most, overflow) = end.total.addingReportingOverflow(beside - end.beside)
            return Bound(rounding: end.rounding, total: overflow ? .max : most)
        }
        .filter { total < $0.total }
        .sorted { ($0.total, $0.rounding.at) > ($1.total, $1.rounding.at) }
    }
}
