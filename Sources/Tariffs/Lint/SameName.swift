extension Inspection {
    /// Rates that a driver cannot tell apart by name.
    mutating func findSameNames() {
        var first: [String: Int] = [:]
        for (place, rate) in card.rates.enumerated() {
            guard let earlier = first[rate.name] else {
                first[rate.name] = place
                continue
            }
            report(
                .sameName, [earlier, place],
                """
                Rates \(name(earlier)) and \(name(place)) have the same name for drivers, "\(rate.name)": a receipt does \
                not tell them apart. Rename one.
                """)
        }
    }
}
