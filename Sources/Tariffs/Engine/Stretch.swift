import Chronology

/// A stretch of the stay in which one rate is in force.
struct Stretch {
    /// The rate's place among those of the composition.
    let index: Int
    let from: Instant
    let until: Instant
    /// Whether it belongs to the same block as the stretch that was counted last.
    let continues: Bool
    /// Whether it does and begins where that ended, so that it goes on on the same line.
    let isOpen: Bool
    /// Whether it was one of several that could have been in force.
    let isContested: Bool

    var length: Int64 { (until - from).microseconds }
}
