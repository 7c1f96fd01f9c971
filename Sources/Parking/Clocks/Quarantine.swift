import Chronology

/// The passages that wait for a person to say when they were, because the clocks of their devices are off.
struct Quarantine: Hashable, Sendable {
    private(set) var waiting: [QuarantineID: QuarantinedPassage] = [:]
    /// What was told lately, also if it has been released: so that it is known when it comes again (design rule 9).
    private var reports: [Report: QuarantinedPassage] = [:]

    /// The cars that may be meant by what waits, and by how many passages.
    private(set) var cars: [CarIdentity: Int] = [:]
    /// Reports and what waits, by when the log heard of it.
    private var told = Agenda<Instant, Report>()
    private var due = Agenda<Instant, QuarantineID>()

    /// What tells a report from another one: the device's name for it, or else what it says.
    fileprivate struct Report: Hashable, Sendable {
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

    /// When the log heard of what has waited longest.
    var earliest: Instant? { waiting.values.lazy.map(\.heardAt).min() }

    mutating func take(_ passage: QuarantinedPassage) {
        waiting[passage.id] = passage
        due.add(passage.id, at: passage.heardAt)
        for car in passage.cars { cars[car, default: 0] += 1 }
        let report = Report(passage.told)
        reports[report] = passage
        told.add(report, at: passage.heardAt)
    }

    mutating func release(_ id: QuarantineID) {
        guard let passage = waiting.removeValue(forKey: id) else { return }
        for car in passage.cars {
            cars[car]! -= 1
            if cars[car] == 0 { cars[car] = nil }
        }
    }

    /// Lets go of what no command may name any more.
    ///
    /// - Parameter limit: what was told before it is not told again.
    /// - Parameter doubtful: what has waited since before it is given up.
    mutating func forget(before limit: Instant, doubtful: Instant) {
        while let report = told.next(before: limit) {
            if let passage = reports[report], passage.heardAt < limit { reports[report] = nil }
        }
        while let id = due.next(before: doubtful) { release(id) }
    }
}

extension Quarantine: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Quarantine(
            waiting: form(value!.waiting), reports: form(value!.reports), cars: form(value!.cars),
            told: form(value!.told), due: form(value!.due))
    }
}

extension Quarantine.Report: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Self(
            form(value!.kind), form(value!.gate), form(value!.direction), form(value!.read), form(value!.car),
            form(value!.claimedAt))
    }

    private init(
        _ kind: PassageQuarantined.Kind, _ gate: GateID, _ direction: Direction, _ read: DeviceEventID?,
        _ car: CarIdentity?, _ claimedAt: Instant?
    ) {
        (self.kind, self.gate, self.direction) = (kind, gate, direction)
        (self.read, self.car, self.claimedAt) = (read, car, claimedAt)
    }
}
