import Chronology

/// A stay that a right with a share in a quota lets be inside, from when to when.
struct PlaceClaim: Hashable, Sendable {
    let stay: SessionID
    let cameIn: Instant
    let span: Range<Instant>
}

extension [PlaceClaim] {
    /// When which stays had no place: at each moment the places are those of the cars that came first.
    ///
    /// A stretch that lasts to the end of a stay's last claim has none of its own: nobody asks what would have been behind it.
    ///
    /// - Parameters:
    ///   - changes: when the number of places became another one.
    ///   - places: how many there were at an instant.
    func crowdedOut(changes: [Instant] = [], places: (Instant) -> Int) -> [SessionID: [Range<Instant>]] {
        let moments = Set(flatMap { [$0.span.lowerBound, $0.span.upperBound] } + changes).sorted()
        let order = sorted { ($0.cameIn, $0.stay) < ($1.cameIn, $1.stay) }
        // A stay may have several, with time between them.
        let ends = Dictionary(map { ($0.stay, $0.span.upperBound) }, uniquingKeysWith: Swift.max)
        let byBeginning = order.indices.sorted { order[$0].span.lowerBound < order[$1].span.lowerBound }
        var (standing, begun): ([Int], Int) = ([], 0)
        var stretches: [SessionID: [Range<Instant>]] = [:]
        for (moment, next) in zip(moments, moments.dropFirst()) {
            standing.removeAll { order[$0].span.upperBound <= moment }
            while begun < byBeginning.count, order[byBeginning[begun]].span.lowerBound <= moment {
                let claim = byBeginning[begun]
                begun += 1
                if order[claim].span.upperBound > moment {
                    standing.insert(claim, at: standing.firstIndex { $0 > claim } ?? standing.count)
                }
            }
            for claim in standing.dropFirst(Swift.max(0, places(moment))).map({ order[$0] }) {
                let until = next == ends[claim.stay] ? .latest : next
                if let last = stretches[claim.stay]?.last, last.upperBound == moment {
                    stretches[claim.stay]![stretches[claim.stay]!.count - 1] = last.lowerBound..<until
                } else {
                    stretches[claim.stay, default: []].append(moment..<until)
                }
            }
        }
        return stretches
    }
}

extension [Range<Instant>] {
    /// The time that is in any of them, in order.
    var union: [Range<Instant>] {
        sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { union, next in
            if let last = union.last, next.lowerBound <= last.upperBound {
                union[union.count - 1] = last.lowerBound..<Swift.max(last.upperBound, next.upperBound)
            } else if !next.isEmpty {
                union.append(next)
            }
        }
    }
}

extension Range<Instant> {
    /// What is left of it outside of some stretches, in order.
    func without(_ stretches: [Range<Instant>]) -> [Range<Instant>] {
        var (left, from): ([Range<Instant>], Instant) = ([], lowerBound)
        for stretch in stretches where stretch.overlaps(self) {
            if from < stretch.lowerBound { left.append(from..<stretch.lowerBound) }
            from = Swift.max(from, stretch.upperBound)
        }
        if from < upperBound { left.append(from..<upperBound) }
        return left
    }
}
