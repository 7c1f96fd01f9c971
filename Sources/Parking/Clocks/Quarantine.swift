import Chronology

/// The passages that wait for a person to say when they were, because the clocks of their devices are off.
struct Quarantine: Hashable, Sendable {
    private(set) var waiting: [QuarantineID: QuarantinedPassage] = [:]
    /// What was told lately, also if it has been released: so that it is known when it comes again (design rule 9).
    private var reports: [Report: QuarantinedPassage] = [:]

    /// What tells a report from another one: the device's name for it, or else what it says.
    private struct Report: Hashable, Sendable {
        let kind: PassageQuarantined.Kind
        let gate: GateID
        let direction: Direction
        let read: DeviceEventID?
        let car: CarIdentity?
        let claimedAt: Instant?

        init(_ told: PassageQuarantined) {
            (kind, gate, direction, read) = (told.kind, told.gate, told.direction, told.read)
            (car, claimedAt) = told.read == nil ? (told.car, told.claimedAt) : (nil, nil)
        }
    }

    /// The same as was told before.
    func repeated(_ told: PassageQuarantined) -> QuarantinedPassage? { reports[Report(told)] }

    /// Whether a car may be meant by what waits.
    func names(_ car: CarIdentity) -> Bool { waiting.values.contains { $0.cars.contains(car) } }

    /// The cars that may be meant by what waits.
    var cars: Set<CarIdentity> { waiting.isEmpty ? [] : Set(waiting.values.lazy.flatMap(\.cars)) }

    /// When the log heard of what has waited longest.
    var earliest: Instant? { waiting.values.lazy.map(\.heardAt).min() }

    mutating func take(_ passage: QuarantinedPassage) {
        waiting[passage.id] = passage
        reports[Report(passage.told)] = passage
    }

    mutating func release(_ id: QuarantineID) { waiting[id] = nil }

    /// Lets go of what no command may name any more.
    ///
    /// - Parameter limit: what was told before it is not told again.
    /// - Parameter doubtful: what has waited since before it is given up.
    mutating func forget(before limit: Instant, doubtful: Instant) {
        if !reports.isEmpty { reports = reports.filter { $1.heardAt >= limit } }
        if !waiting.isEmpty { waiting = waiting.filter { $1.heardAt >= doubtful } }
    }
}
