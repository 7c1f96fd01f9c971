extension Inspection {
    /// Rates of the event tier that recur, or are always in force.
    mutating func findEventsWithoutDate() {
        for (place, rate) in card.rates.enumerated() where rate.tier == .event {
            guard !rate.allWindows.contains(where: \.isDated) else { continue }
            report(
                .eventWithoutDate, [place],
                """
                Rate \(name(place)) is an event's but has no date, so it goes before all others again and again. Give \
                it the event's date, or another tier.
                """)
        }
    }
}
