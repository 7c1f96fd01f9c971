import Chronology
import Money

/// What one rate has counted so far in a stay: it is asked in order of time.
struct Meter {
    private let price: Price
    private(set) var caps: [CapMeter]
    /// The occurrence that was charged last, by its beginning.
    private var occurrence: Instant?
    /// How much of the begun unit is left.
    private var rest = TimeSpan.zero
    /// The end of the local day that was charged last.
    private var dayEnds = Instant(microseconds: .min)

    init(_ rate: PreparedRate, for stay: Stay) {
        price = rate.rate.price
        caps = rate.caps.map { CapMeter($0, for: stay) }
    }

    /// Counts the units that begin in a stretch, and what they cost after all caps.
    ///
    /// - Parameter continues: whether the stretch belongs to the same block as the one that was counted last.
    mutating func count(
        _ stretch: Stretch, of occurrence: Occurrence, continues: Bool, in zone: ZoneRules
    ) throws(TariffError) -> (units: Int64, added: Int64) {
        let isNew = self.occurrence != occurrence.from
        switch price {
        case .perUnit(_, every: let unit):
            if !continues { rest = .zero }
            let length = stretch.until - stretch.from
            guard rest < length else {
                rest = rest - length
                return (0, 0)
            }
            let first = stretch.from + rest
            let units = (length - rest).begun(unit)
            rest = TimeSpan(microseconds: units * unit.microseconds) - (length - rest)
            return (units, try charge(units, from: first, every: unit, in: zone))
        case .once:
            guard isNew, stretch.from < stretch.until || stretch.from == occurrence.from else { return (0, 0) }
            self.occurrence = occurrence.from
            return (1, try charge(1, from: stretch.from, every: .zero, in: zone))
        case .perDay:
            if isNew { dayEnds = Instant(microseconds: .min) }
            var result: (units: Int64, added: Int64) = (0, 0)
            var from = max(stretch.from, dayEnds)
            while from < stretch.until {
                let day = ClockWindow.day.occurrence(endingAfter: from, horizon: .latest, in: zone)
                self.occurrence = occurrence.from
                dayEnds = day?.until ?? stretch.until
                result.units += 1
                result.added = try result.added.plus(charge(1, from: from, every: .zero, in: zone))
                from = dayEnds
            }
            return result
        }
    }

    /// What equal charges come to after all caps; each belongs to the instant at which its unit begins.
    private mutating func charge(
        _ units: Int64, from first: Instant, every unit: TimeSpan, in zone: ZoneRules
    ) throws(TariffError) -> Int64 {
        let amount = price.amount.minorUnits
        guard !caps.isEmpty else { return try amount.times(units) }
        var total: Int64 = 0
        var left = units
        var begins = first
        while left > 0 {
            // All units that begin within the same windows of all caps pass them together.
            var together = left
            for index in caps.indices {
                caps[index].advance(to: begins, in: zone)
                if left > 1 { together = min(together, (caps[index].until - begins).begun(unit)) }
            }
            var sum = try amount.times(together)
            for index in caps.indices { sum = try caps[index].admit(sum) }
            total = try total.plus(sum)
            left -= together
            begins = begins + TimeSpan(microseconds: together * unit.microseconds)
        }
        return total
    }

    /// Closes the windows of all caps at the end of the stay.
    mutating func close() {
        for index in caps.indices { caps[index].close() }
    }
}
