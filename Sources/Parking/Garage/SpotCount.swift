import Chronology

/// How many of the cars inside stand on which kind of spot on one day.
///
/// Kept as cars and rights come and go, because an admission must not count the whole garage anew.
struct SpotCount: Hashable, Sendable {
    /// The day.
    let day: LocalDay
    /// Cars inside whose plates have reserved the day or hours of it, by which reservation is the next to end.
    private var turns: [Turn: Int] = [:]
    /// Cars inside that a permit lets park.
    private var onPermits = 0
    /// The reservations of those that have some, too.
    private var reservedBesides = Spans()

    init(on day: LocalDay) { self.day = day }

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
        var isPermitted: Bool
    }

    /// Cars that a permit lets park, and whose plates have reserved nothing at an instant.
    func permitted(at now: Instant) -> Int { onPermits - reservedBesides.count(at: now) }

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
        guard spot.isPermitted else { return }
        onPermits += count
        for turn in spot.turns { reservedBesides.add(turn.span, count) }
    }
}
