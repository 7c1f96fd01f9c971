package import Chronology

/// How long a car may stay that has no right, by the garage's settings when the log heard of it (design rule 17).
struct StayLimits: Hashable, Sendable {
    /// The longest stay; zero for as long as it pays.
    private let longest: TimeSpan
    /// Whether it must leave with the day on which it came, as in a garage that admits reservations only.
    private let isForTheDay: Bool

    /// The limits that settings set.
    init(_ settings: GarageSettings) {
        (longest, isForTheDay) = (settings.longestStay, settings.admission == .reservationRequired)
    }

    /// Until when a car may stay that came in then; nil for as long as it pays.
    func end(of entry: Instant, in zone: ZoneRules) -> Instant? {
        let day = isForTheDay ? zone.end(of: zone.day(of: entry)) : nil
        let latest = longest == .zero ? nil : entry + longest
        return [day, latest].compactMap(\.self).min()
    }
}

extension GarageSettings {
    /// Until when a car may stay that comes in then without a right; nil for as long as it pays (design rule 17).
    package func stayLimit(of entry: Instant) -> Instant? { StayLimits(self).end(of: entry, in: zone) }
}

extension StayLimits: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try StayLimits(longest: form(value!.longest), isForTheDay: form(value!.isForTheDay))
    }

    private init(longest: TimeSpan, isForTheDay: Bool) { (self.longest, self.isForTheDay) = (longest, isForTheDay) }
}
