import Chronology

/// One time that a window takes place.
///
/// Two occurrences of one rate that are in force one after the other never begin at the same instant, so `from` tells
/// them apart.
struct Occurrence {
    let from: Instant
    let until: Instant

    /// The only occurrence of a rate without windows.
    static let always = Occurrence(from: Instant(microseconds: .min), until: Instant(microseconds: .max))
    /// What comes after the last occurrence that matters.
    static let never = Occurrence(from: Instant(microseconds: .max), until: Instant(microseconds: .max))
}
