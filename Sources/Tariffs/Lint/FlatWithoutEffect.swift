extension Inspection {
    /// Flat rates that have nothing by the day which could run from the entry.
    mutating func findFlatWithoutEffect() {
        for (place, rate) in card.rates.enumerated() where rate.flat {
            if case .perDay = rate.price { continue }
            guard !rate.caps.contains(where: { $0.period == .calendarDay }) else { continue }
            report(
                .flatWithoutEffect, [place],
                """
                Rate \(name(place)) is flat, but has neither a price by the day nor a cap for a calendar day that could \
                run from the entry. Add one, or make it not flat.
                """)
        }
    }
}
