import Chronology

extension Inspection {
    /// Hours of the week with no rate for the public, or a card with none at all.
    ///
    /// Rates with conditions do not count, as some stays do not fulfil them. A date may fill a gap once, but does not
    /// close it. The blank hours of a week's grid are free on purpose, so a card of grids has none.
    mutating func findGap() {
        guard !card.rates.isEmpty else {
            report(.noRates, [], "The card has no rates: all time is free. Add one.")
            return
        }
        let open = layered.filter { card.rates[$0].audience == .everyone && card.rates[$0].conditions.isNone }
        guard open.isEmpty || !open.allSatisfy({ card.rates[$0].price.isGrid }) else { return }
        let rates = Timetable(
            week: open.flatMap { hours[$0].week }.united(), dated: open.flatMap { hours[$0].dated }.united())
        let gaps = Timetable.always.week.subtracting(rates.week)
        guard let gap = first(of: gaps, without: rates.dated) else { return }
        let lasts = rates.first(from: gap, in: zone).map { "for \(($0 - gap).words)" } ?? "on"
        // The end of the week and its beginning are one gap.
        let passesSunday = gaps.count > 1 && gaps[0].lowerBound == 0 && gaps.last?.upperBound == Timetable.aWeek
        let count = gaps.count - (passesSunday ? 1 : 0)
        let often = rates.week.isEmpty ? "" : count == 1 ? ", every week" : ", the first of \(count) such gaps a week"
        report(
            .gap, [], at: gap,
            """
            No rate for everyone is in force from \(clock(gap)) \(lasts)\(often): the time is free. Add a rate for it, \
            at a price of 0 if that is meant.
            """)
    }

    private func first(of gaps: [Range<Int64>], without dates: [Range<Int64>]) -> Instant? {
        var monday = Timetable.monday(before: zone.local(start).microseconds)
        for _ in 0..<Timetable.weeksAhead where !gaps.isEmpty {
            for range in gaps.map({ $0.shifted(by: monday) }).subtracting(dates) {
                if let found = zone.instants(of: range, from: start) { return found.lowerBound }
            }
            monday += Timetable.aWeek
        }
        return nil
    }
}

extension Price {
    fileprivate var isGrid: Bool {
        if case .weekGrid = self { true } else { false }
    }
}
