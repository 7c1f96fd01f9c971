import Chronology

extension Inspection {
    /// Rates whose every hour belongs to rates of higher tiers of their audience, on no conditions.
    mutating func findOutrankedRates() {
        let audiences = Dictionary(grouping: layered) { card.rates[$0].audience }
        for audience in audiences.values.sorted(by: { $0[0] < $1[0] }) {
            for tier in Tier.allCases {
                let higher = audience.filter { card.rates[$0].tier > tier && card.rates[$0].conditions.isNone }
                let union = Timetable(
                    week: higher.flatMap { hours[$0].week }.united(),
                    dated: higher.flatMap { hours[$0].dated }.united())
                for place in audience where card.rates[place].tier == tier && !hours[place].isEmpty {
                    guard !isFull(.rateNeverApplies), union.covers(hours[place]) else { continue }
                    if let winner = higher.first(where: { hours[$0].covers(hours[place]) }) {
                        report(
                            .rateNeverApplies, [place, winner],
                            """
                            Rate \(name(place)) is never applied: whenever it is in force, rate \(name(winner)) is \
                            too, and of a higher tier. Withdraw it, or change a window or a tier.
                            """)
                    } else {
                        report(
                            .rateNeverApplies, [place],
                            """
                            Rate \(name(place)) is never applied: whenever it is in force, a rate of a higher tier \
                            is too. Withdraw it, or change a window or a tier.
                            """)
                    }
                }
            }
        }
    }
}
