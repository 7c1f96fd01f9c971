import Chronology

/// What one rate has counted so far in a stay: it is asked in order of time.
struct RateState {
    /// The rate's place on the card.
    let rate: Int
    let exclusivity: Int
    /// The occurrence in force, or the next one.
    var current: Occurrence

    /// The beginning of the occurrence that ``spent`` and ``next`` are of; nil before the first.
    private(set) var occurrence: Instant?
    /// How much time was spent under the rate, in microseconds.
    var spent: Int64 = 0
    /// The time spent at which the next unit begins; behind ``spent`` where the tolerance may still swallow it.
    ///
    /// Of units that run on from the entry (``Crossing/unitStart``), up to which time spent they are charged.
    var next: Int64 = 0
    /// When that is.
    var dueAt = Instant(microseconds: .min)
    /// Whether no unit of the block has begun.
    var isFirst = true
    /// Up to when days or hours on the clock are charged; of a price by the occurrence, up to the end of which.
    ///
    /// It only ever grows, so that a day counts once however many windows lie in it.
    var paidUntil = Instant(microseconds: .min)
    /// What is charged by the second since the line began.
    var share = Share()

    init(_ rate: Int, _ exclusivity: Int, _ current: Occurrence) {
        self.rate = rate
        self.exclusivity = exclusivity
        self.current = current
    }

    /// How much time was spent under the rate in the occurrence in force.
    var spentInCurrent: Int64 { occurrence == current.from ? spent : 0 }

    /// Begins the place within an occurrence anew where it is another one and no block runs on into it.
    mutating func enter(_ occurrence: Occurrence, runsOn: Bool) {
        guard self.occurrence != occurrence.from else { return }
        self.occurrence = occurrence.from
        if !runsOn { (spent, next, isFirst) = (0, 0, true) }
    }
}

/// Seconds on one line, each at its share of a unit, and what they come to.
struct Share {
    var every: Int64 = 0
    var price: Int64 = 0
    var seconds: Int64 = 0
    var amount: Int64 = 0
    /// When the unit began that runs, or the step or the rate where that was later.
    var unitAt = Instant(microseconds: .min)
}
