import Chronology

/// What a cap took off in some of its windows, back to back, from each the same.
struct CapCut {
    let from: Instant
    var until: Instant
    var windows: Int64
    let amount: Int64
}

/// One cap, counting along a stay.
struct CapState {
    /// The window that was met last, or the time until the next one.
    private var from: Instant
    private(set) var until: Instant
    private var applies = false
    private var admitted: Int64 = 0
    private var refused: Int64 = 0
    /// What was taken off last, as more may join it.
    private var open: CapCut?

    init(entry: Instant) {
        from = entry
        until = entry
    }

    /// Moves on to the window of an instant, which is not before any instant asked about earlier.
    ///
    /// Returns what was taken off before, once no more can join it.
    mutating func advance(
        to instant: Instant, of cap: CompiledCap, _ stay: Range<Instant>, _ clock: inout ZoneCursor
    ) -> CapCut? {
        guard until <= instant else { return nil }
        let done = close(stay)
        if let window = cap.clock {
            let next = window.occurrence(endingAfter: instant, horizon: .latest, &clock)
            applies = next.from <= instant
            from = applies ? next.from : instant
            until = applies ? next.until : next.from
        } else {
            applies = true
            let entry = stay.lowerBound
            let windows = (instant - entry).microseconds / cap.length
            from = entry + TimeSpan(microseconds: windows * cap.length)
            until = from + TimeSpan(microseconds: cap.length)
        }
        return done
    }

    /// How much of an amount, not negative, passes in this window.
    mutating func admit(_ amount: Int64, of cap: CompiledCap) throws(TariffError) -> Int64 {
        guard applies else { return amount }
        let passes = min(amount, cap.most - admitted)
        admitted += passes
        refused = try refused.plus(amount - passes)
        return passes
    }

    /// Notes what was taken off in the window that ends; returns the cut before it, where they do not join.
    private mutating func close(_ stay: Range<Instant>) -> CapCut? {
        defer { (admitted, refused) = (0, 0) }
        guard refused > 0 else { return nil }
        let cut = CapCut(
            from: max(from, stay.lowerBound), until: max(from, min(until, stay.upperBound)), windows: 1, amount: refused
        )
        if let last = open, last.until == cut.from, last.amount == cut.amount {
            open = CapCut(from: last.from, until: cut.until, windows: last.windows + 1, amount: last.amount)
            return nil
        }
        defer { open = cut }
        return open
    }

    /// Closes the last window; returns what is left to tell.
    mutating func finish(_ stay: Range<Instant>) -> [CapCut] {
        let before = close(stay)
        defer { open = nil }
        return [before, open].compactMap(\.self)
    }
}
