import Chronology

/// How many of the cars inside stand on which kind of spot on one day.
///
/// Kept as cars and rights come and go, because an admission must not count the whole garage anew.
struct SpotCount: Hashable, Sendable {
    /// The day.
    let day: LocalDay
    /// Cars inside whose plates have reserved the day or hours of it, by which reservation is the next to end.
    private var turns: [Turn: Int] = [:]
    /// Cars inside that a permit with a spot of its own lets park, and those whose permits share.
    private var owning = PermitCars()
    private var sharing = PermitCars()
    /// How many plates have a permit with a spot of its own on the day, wherever their cars are.
    private(set) var owners: Int

    /// A count without a car.
    init(on day: LocalDay, owners: Int) { (self.day, self.owners) = (day, owners) }

    /// Cars inside that permits let park.
    fileprivate struct PermitCars: Hashable, Sendable {
        var count = 0
        /// The reservations of those that have some, too.
        var reservedBesides = Spans()

        /// Those whose plates have reserved nothing at an instant.
        func standing(at now: Instant) -> Int { count - reservedBesides.count(at: now) }

        mutating func add(_ turns: [Turn], _ cars: Int) {
            count += cars
            for turn in turns { reservedBesides.add(turn.span, cars) }
        }
    }

    /// A reservation of a plate, for as long as it is the next one of that plate to end.
    struct Turn: Hashable, Sendable {
        /// When the one before it ends.
        let since: Instant
        /// What is reserved.
        let span: Range<Instant>
    }

    /// The spots that a plate's car takes on a day, by its rights.
    struct Spot: Hashable, Sendable {
        /// Its reservations, in order of time.
        var turns: [Turn]
        /// Where its permit lets it stand; nil without one.
        var permit: PermitSpot?
    }

    /// Cars that a permit lets park, and whose plates have reserved nothing at an instant.
    func permitted(at now: Instant) -> Int { owning.standing(at: now) + sharing.standing(at: now) }

    /// How many of the spots that are kept for permits no car has taken: those of owners who are not there, and those that nobody
    /// owns.
    func unused(of permanentSpots: Int, at now: Instant) -> (owned: Int, shared: Int) {
        let owned = min(permanentSpots, owners)
        let (owning, sharing) = (owning.standing(at: now), sharing.standing(at: now))
        // More owners than spots, as where the garage keeps fewer now, stand on what is there.
        let toShare = permanentSpots - max(owned, owning)
        return (max(0, owned - owning), max(0, toShare - sharing))
    }

    /// More plates have a permit with a spot of its own, or fewer.
    mutating func own(by count: Int) { owners += count }

    /// Cars inside whose reservation is not over and has begun by a moment: who comes early is on its own spot then, and who has
    /// reserved leaves in time, as far as anybody knows.
    func reserved(by moment: Instant, at now: Instant) -> Int {
        turns.reduce(0) { sum, turn in
            let isNext = turn.key.since <= now && now < turn.key.span.upperBound
            return isNext && turn.key.span.lowerBound <= moment ? sum + turn.value : sum
        }
    }

    mutating func add(_ spot: Spot?, _ count: Int = 1) {
        guard let spot else { return }
        for turn in spot.turns {
            let sum = turns[turn, default: 0] + count
            turns[turn] = sum == 0 ? nil : sum
        }
        switch spot.permit {
        case nil: break
        case .shared: sharing.add(spot.turns, count)
        case .own, .fixed: owning.add(spot.turns, count)
        }
    }
}

extension SpotCount: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        var count = try SpotCount(on: form(value!.day), owners: form(value!.owners))
        count.turns = try form(value!.turns)
        count.owning = try form(value!.owning)
        count.sharing = try form(value!.sharing)
        return count
    }
}

extension SpotCount.PermitCars: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try SpotCount.PermitCars(count: form(value!.count), reservedBesides: form(value!.reservedBesides))
    }
}

extension SpotCount.Turn: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try SpotCount.Turn(since: form(value!.since), span: form(value!.span))
    }
}
