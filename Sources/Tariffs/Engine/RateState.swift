import Chronology

/// What one rate has counted so far in a stay: it is asked in order of time.
struct RateState {
    /// The rate's place on the card.
    let rate: Int
    let exclusivity: Int
    /// The occurrence in force, or the next one.
    var current: Occurrence

    /// The beginning of the occurrence that the counts below are of; nil before the first.
    private(set) var occurrence: Instant?
    /// How much time was spent under the rate, in microseconds.
    var spent: Int64 = 0
    /// The time spent at which the next unit begins; behind ``spent`` where the tolerance may still swallow it.
    var next: Int64 = 0
    /// When that is.
    var dueAt = Instant(microseconds: .min)
    /// Whether no unit of the block has begun.
    var isFirst = true
    /// Up to when days or hours on the clock are charged; of a price by the occurrence, whether it is.
    var paidUntil = Instant(microseconds: .min)
    /// What is charged by the second since the line began.
    var share = Share()

    init(_ rate: Int, _ exclusivity: Int, _ current: Occurrence) {
        self.rate = rate
        self.exclusivity = exclusivity
        self.current = current
    }

    /// Begins all counts anew where the occurrence is another one.
    ///
    /// The days of a flat rate run from the entry, whatever its windows do.
    mutating func enter(_ occurrence: Occurrence, flat: Bool) {
        guard self.occurrence != occurrence.from else { return }
        self.occurrence = occurrence.from
        (spent, next) = (0, 0)
        if !flat { paidUntil = Instant(microseconds: .min) }
    }
}

/// Seconds on one line, each at its share of a unit, and what they come to.
struct Share {
    var every: Int64 = 0
    var price: Int64 = 0
    var seconds: Int64 = 0
    var amount: Int64 = 0
}
