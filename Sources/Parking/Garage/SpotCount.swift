import Chronology

/// How many of the cars inside stand on which kind of spot on one day.
///
/// Kept as cars and rights come and go, because an admission must not count the whole garage anew.
struct SpotCount: Hashable, Sendable {
    /// The day.
    let day: LocalDay
    /// Cars inside whose plates have reserved the day.
    private(set) var reserved = 0
    /// Cars inside that a permit lets park, and whose plates have not reserved the day.
    private(set) var permitted = 0

    init(on day: LocalDay) { self.day = day }

    /// The kind of spot that a plate's car takes on a day, by its rights.
    enum Spot: Hashable, Sendable {
        case reserved, permitted, other
    }

    mutating func add(_ spot: Spot?, _ count: Int = 1) {
        switch spot {
        case .reserved: reserved += count
        case .permitted: permitted += count
        case .other, nil: break
        }
    }
}
