import Chronology
import Money

// Prices that follow the calendar and the clock: they count what is met, once, however often it is interrupted.

extension Composition {
    /// One amount for an occurrence, where the stretch has length or touches its first instant.
    mutating func countOccurrence(
        _ amount: Int64, _ rate: CompiledRate, _ stretch: Stretch, _ occurrence: Occurrence, _ pen: inout Pen
    ) throws(TariffError) {
        guard rates[stretch.index].paidUntil < occurrence.until else { return }
        guard stretch.from < stretch.until || stretch.from == occurrence.from else { return }
        rates[stretch.index].paidUntil = occurrence.until
        try charge(1, amount, at: stretch.from, every: 0, rate.caps)
        try write(1, of: .once, at: amount, from: stretch.from, rate, &pen)
    }

    /// One amount for each local day, or each 24 hours from the entry of a flat rate, however many windows lie in it.
    mutating func countDays(
        _ amount: Int64, _ rate: CompiledRate, _ stretch: Stretch, _ pen: inout Pen
    ) throws(TariffError) {
        var from = max(stretch.from, rates[stretch.index].paidUntil)
        while from < stretch.until {
            let ends: Instant
            if rate.isFlat {
                let day = TimeSpan.days(1).microseconds
                let days = (from - stay.lowerBound).microseconds / day + 1
                ends = stay.lowerBound + TimeSpan(microseconds: days * day)
            } else {
                ends = ClockWindow.day.occurrence(endingAfter: from, horizon: .latest, &clock).until
            }
            rates[stretch.index].paidUntil = ends
            try spend(1)
            try charge(1, amount, at: from, every: 0, rate.caps)
            try write(1, of: .day, at: amount, from: from, rate, &pen)
            from = ends
        }
    }

    /// The amount of each hour on the clock, however many windows lie in it; an hour that the clocks repeat is two.
    mutating func countHours(
        _ grid: CompiledGrid, _ rate: CompiledRate, _ stretch: Stretch, _ pen: inout Pen
    ) throws(TariffError) {
        var from = max(stretch.from, rates[stretch.index].paidUntil)
        while from < stretch.until {
            try spend(1)
            let cell = grid.cell(at: clock.local(from))
            let ends = clock.hourEnd(after: from)
            rates[stretch.index].paidUntil = ends
            if let cell {
                let amount = cell.amount.minorUnits
                try charge(1, amount, at: from, every: 0, rate.caps)
                try write(1, of: .hour(cell.name), at: amount, from: from, rate, &pen)
            } else {
                try write(0, of: .free, at: 0, from: from, rate, &pen)
            }
            from = ends
        }
    }
}
