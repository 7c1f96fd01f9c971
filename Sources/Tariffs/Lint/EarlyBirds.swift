import Chronology

extension Inspection {
    /// Early birds that nobody qualifies for, that never end, or of which one stay qualifies for two.
    mutating func findEarlyBirds() {
        let birds = card.rates.indices.filter { card.rates[$0].earlyBird != nil }
        var met: [Int] = []
        for place in birds {
            let rate = card.rates[place]
            if case .once = rate.price, rate.earlyBird?.exit == nil, rate.conditions.maximumStay == nil {
                report(
                    .earlyBirdOpenEnded, [place],
                    """
                    Early bird \(name(place)) has neither an exit window nor a longest stay: one price for a stay of \
                    any length. Give it either.
                    """)
            }
            if firstEntry(place, place) != nil {
                met.append(place)
            } else if !isPast(place) {
                report(
                    .earlyBirdNeverMet, [place],
                    """
                    No stay qualifies for early bird \(name(place)): its entry, its exit and its conditions cannot be \
                    met together. Change one of them, or withdraw it.
                    """)
            }
        }
        let exits = card.rates.map { rate in
            rate.earlyBird?.exit.map { Timetable(of: [$0], from: day) } ?? .always
        }
        for flock in Dictionary(grouping: met, by: { card.rates[$0].audience }).values.sorted(by: { $0[0] < $1[0] }) {
            let byEntry = MeetingPairs.among(flock, of: hours)
            let byExit = MeetingPairs.among(flock, of: exits)
            for (first, second) in byEntry.count < byExit.count ? byEntry : byExit { compareBirds(first, second) }
        }
    }

    private mutating func compareBirds(_ first: Int, _ second: Int) {
        guard !isFull(.earlyBirdsOverlap),
            !card.rates[first].conditions.excludes(card.rates[second].conditions),
            let entry = firstEntry(first, second)
        else { return }
        report(
            .earlyBirdsOverlap, [first, second], at: entry,
            """
            A stay from \(clock(entry)) may qualify for both early birds \(name(first)) and \(name(second)); the \
            cheaper one is charged. Part their windows, or withdraw one.
            """)
    }

    /// The first entry from which a stay may qualify for two early birds, or for one, compared with itself.
    private func firstEntry(_ first: Int, _ second: Int) -> Instant? {
        let stay = EarlyBirdStay(card.rates[first], card.rates[second])
        return stay.firstEntry(in: hours[first].intersection(hours[second]), from: start, in: zone)
    }
}
