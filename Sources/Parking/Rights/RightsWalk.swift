import Chronology

/// The rights of one car, a plate's or those that its stay has kept: the one walk by which every question about them goes.
///
/// At a gate it says which right lets the car in, when the next one begins and which spot it takes (design rules 1, 2, 6, 7); of a
/// stay what its rights pay for, which places they need, and when the last of them ends (rules 6, 13, 17).
struct RightsWalk {
    /// In the order in which they were given.
    let rights: [Right]
    /// When rights gave no place, by the places that they share: those were other cars' that had come before.
    let crowdedOut: [Quota: [Range<Instant>]]

    init(_ rights: [Right], crowdedOut: [Quota: [Range<Instant>]] = [:]) {
        (self.rights, self.crowdedOut) = (rights, crowdedOut)
    }

    // MARK: At a gate

    /// The right by which the car is let in: the best one that admits it then.
    func best(at instant: Instant, on day: LocalDay, besides full: Set<Quota> = []) -> Right? {
        best { $0.admits(at: instant, on: day) && !$0.shares(full) }
    }

    /// The best of its permits to park on a day.
    func permit(on day: LocalDay, besides full: Set<Quota> = []) -> Right? {
        best { $0.isPermit && $0.admits(on: day) && !$0.shares(full) }
    }

    /// What it has reserved of a day, in order of time.
    func reservations(on day: LocalDay) -> [Right] {
        let reserved = rights.filter { $0.source.holder != nil && $0.days.first == day }
        return reserved.count < 2 ? reserved : reserved.sorted { $0.span.lowerBound < $1.span.lowerBound }
    }

    /// When the next hours begin that it has booked of a day, so that the gate lets its car in.
    func nextHours(behind instant: Instant, on day: LocalDay) -> Instant? {
        reservations(on: day).lazy.compactMap(\.source.hours?.admittedFrom).first { $0 > instant }
    }

    /// Of two as good as each other it is the one that was given first.
    private func best(where isMeant: (Right) -> Bool) -> Right? {
        var best: Int?
        for index in rights.indices where isMeant(rights[index]) {
            if let standing = best, rights[standing].rank <= rights[index].rank { continue }
            best = index
        }
        return best.map { rights[$0] }
    }

    // MARK: Of a stay

    /// A stretch in which a right is the car's.
    struct Step {
        /// Which of the rights; they are large, and there may be many.
        let place: Int
        let span: Range<Instant>
    }

    /// The right of a step.
    subscript(step: Step) -> Right { rights[step.place] }

    /// When other cars had the places that a right shares.
    func crowdedOut(_ step: Step) -> [Range<Instant>] {
        guard !crowdedOut.isEmpty, let quota = rights[step.place].quota else { return [] }
        return crowdedOut[quota] ?? []
    }

    /// Whether a right gives a place at last.
    func isPlacedAtLast(_ step: Step) -> Bool { crowdedOut(step).last?.upperBound != .latest }

    /// The stretches of a stay in which its rights are the car's, in order of time: each from when the log knew it (design rule 13).
    func steps(within stay: Range<Instant>, in zone: ZoneRules) -> [Step] {
        var steps: [Step] = []
        steps.reserveCapacity(rights.count)
        for place in rights.indices {
            let presence = rights[place].presence(in: zone)
            let from = max(presence.lowerBound, stay.lowerBound, rights[place].knownSince)
            let until = min(presence.upperBound, stay.upperBound)
            if from < until { steps.append(Step(place: place, span: from..<until)) }
        }
        guard steps.count > 1 else { return steps }
        return steps.sorted { ($0.span.lowerBound, $0.span.upperBound) < ($1.span.lowerBound, $1.span.upperBound) }
    }

    /// The stretches of a stay in which its rights give it a place, in order of time: they pay for them.
    func placed(within stay: Range<Instant>, in zone: ZoneRules) -> [Range<Instant>] {
        let steps = steps(within: stay, in: zone)
        guard !crowdedOut.isEmpty else { return steps.map(\.span) }
        return steps.flatMap { $0.span.without(crowdedOut($0)) }
            .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    }

    /// The rights by which the car may be inside at an instant, the best first.
    func holding(at instant: Instant, in zone: ZoneRules) -> [Right] {
        let holding = rights.filter { right in
            right.knownSince <= instant && right.presence(in: zone).contains(instant)
                && !(right.quota.flatMap { crowdedOut[$0] } ?? []).contains { $0.contains(instant) }
        }
        return holding.count < 2 ? holding : holding.sorted { ($0.rank, $0.id) < ($1.rank, $1.id) }
    }
}

extension Right {
    /// Which of several a car goes by, the best first: a reservation, then a permit, of which a plate has one a day.
    fileprivate var rank: Int { source.holder == nil ? 1 : 0 }

    /// Whether its places are some of those.
    fileprivate func shares(_ places: Set<Quota>) -> Bool {
        guard !places.isEmpty, let quota else { return false }
        return places.contains(quota)
    }
}
