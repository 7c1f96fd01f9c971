import Chronology

extension Stay {
    /// Refuses a stay that cannot be priced, so that no arithmetic behind it leaves its bounds.
    func check() throws(TariffError) {
        guard Instant.earliest <= entry, entry <= .latest, Instant.earliest <= exit, exit <= .latest
        else { throw .beyondCalendar }
        guard entry <= exit else { throw .exitBeforeEntry }
        guard exit - entry <= Tariff.longestStay else { throw .stayTooLong }
    }

    /// The parts of the stay that no right has paid for, in order, none empty.
    var uncovered: [Range<Instant>] {
        guard entry < exit else { return [] }
        guard !covered.isEmpty else { return [entry..<exit] }
        var parts: [Range<Instant>] = []
        var reached = entry
        for range in covered.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            guard range.lowerBound < exit else { break }
            if reached < range.lowerBound { parts.append(reached..<range.lowerBound) }
            reached = max(reached, range.upperBound)
        }
        if reached < exit { parts.append(reached..<exit) }
        return parts
    }

    /// Whether the exit may touch a window that opens at that instant: neither it nor the moment before it is covered.
    var exitIsUncovered: Bool {
        entry < exit && !covered.contains { !$0.isEmpty && $0.lowerBound <= exit && exit <= $0.upperBound }
    }
}
