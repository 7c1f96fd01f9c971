import Chronology

/// What devices reported lately, so that a repeated report has no second effect (design rule 9).
///
/// Bounded by time: readings of a plate are kept for the garage's window from when the log took them, device event ids for
/// as long as a late delivery is accepted, both one to two hours longer. A car that passed twice is known by its stays.
struct RecentReads: Hashable, Sendable {
    /// What the first report led to.
    enum Outcome: Hashable, Sendable {
        /// The answer, and whose it was: that of a look-alike, where one was meant.
        case answer(GateAnswer, to: PlateID)
        case asked(TicketAnswer)
        case entered(SessionID)
        case exited(ExitID)
        case gateOpened
        case counted
    }

    /// What a device reports, and where. Devices number their readings each for itself, and may call the reading of a
    /// plate and the barrier that rose for it the same.
    struct Report: Hashable, Sendable {
        var kind: Kind
        var gate: GateID
        var direction: Direction

        enum Kind: String, Hashable, Sendable {
            case seen
            case asked
            case opened
            case left
            case counted
        }
    }

    // The parts of keys stand in an order that leaves no gaps: there are hundreds of thousands of them.
    struct DeviceKey: Hashable, Sendable {
        private let gate: GateID
        let read: DeviceEventID
        private let kind: Report.Kind
        private let direction: Direction

        init(report: Report, read: DeviceEventID) {
            (gate, self.read, kind, direction) = (report.gate, read, report.kind, report.direction)
        }

        var report: Report { Report(kind: kind, gate: gate, direction: direction) }

        /// Hardly ever are two things called the same.
        func hash(into hasher: inout Hasher) { hasher.combine(read) }
    }

    struct CarKey: Hashable, Sendable {
        private let gate: GateID
        let car: CarIdentity
        private let kind: Report.Kind
        private let direction: Direction

        init(report: Report, car: CarIdentity) {
            (gate, self.car, kind, direction) = (report.gate, car, report.kind, report.direction)
        }

        var report: Report { Report(kind: kind, gate: gate, direction: direction) }

        /// A car is seen at few gates.
        func hash(into hasher: inout Hasher) { hasher.combine(car) }
    }

    /// A report that was taken in.
    struct Entry: Hashable, Sendable {
        var version: Int64
        /// The car, as the device told it.
        var car: CarIdentity
        var at: Instant
        var recordedAt: Instant
        var outcome: Outcome
    }

    /// A report by when it happened, as a device may tell it again for as long as it may be late.
    fileprivate struct Told: Hashable, Sendable, Passing {
        var entry: Entry
        var passedAt: Instant { entry.at }
    }

    /// A report by when the log heard of it.
    fileprivate struct Heard: Hashable, Sendable, Passing {
        var entry: Entry
        var passedAt: Instant { entry.recordedAt }
    }

    /// How long the same answer to the same car at the same gate is one answer: a camera may stare at a parked car for hours.
    static let stare = TimeSpan.hours(4)

    private var byDevice = Recent<DeviceKey, Told>()
    private var byCar = Recent<CarKey, Heard>()
    /// What was taken back under an id: the same again is a late repetition.
    private var takenBack: [DeviceKey: [CarIdentity: Instant]] = [:]

    /// Takes a report in.
    mutating func remember(
        _ outcome: Outcome, of report: Report, read: DeviceEventID?, car: CarIdentity, _ recorded: RecordedEvent
    ) {
        let entry = Entry(
            version: recorded.version, car: car, at: recorded.occurredAt, recordedAt: recorded.recordedAt,
            outcome: outcome)
        if let read { byDevice.put(Told(entry: entry), for: DeviceKey(report: report, read: read)) }
        if report.kind == .seen || report.kind == .asked, car != .unknown {
            byCar.put(Heard(entry: entry), for: CarKey(report: report, car: car))
        }
    }

    /// What a device has reported under an id.
    func entry(of report: Report, read: DeviceEventID?) -> Entry? {
        read.flatMap { byDevice[DeviceKey(report: report, read: $0)]?.entry }
    }

    /// A device said that what it had reported under an id was another car.
    mutating func correct(
        _ report: Report, read: DeviceEventID, to car: CarIdentity, at instant: Instant, window: TimeSpan
    ) {
        let key = DeviceKey(report: report, read: read)
        guard let entry = byDevice[key]?.entry else { return }
        takenBack[key, default: [:]][entry.car] = entry.at
        let was = CarKey(report: report, car: entry.car)
        if byCar[was]?.entry == entry { byCar.remove(was) }
        // Where that car was read just before, its answer is the one; else one follows.
        let isRepeated = outcome(of: report, car: car, at: instant, window: window) != nil
        if isRepeated, let other = byCar[CarKey(report: report, car: car)] {
            byDevice.put(Told(entry: other.entry), for: key)
        } else {
            byDevice.remove(key)
        }
    }

    /// Whether a device took back that it had read a car under an id.
    func isTakenBack(_ car: CarIdentity, _ report: Report, read: DeviceEventID) -> Bool {
        takenBack[DeviceKey(report: report, read: read)]?[car] != nil
    }

    /// What the same device event id led to before.
    func outcome(of report: Report, read: DeviceEventID?) -> Outcome? {
        entry(of: report, read: read)?.outcome
    }

    /// What the same car at the same gate within the window led to before.
    func outcome(of report: Report, car: CarIdentity, at instant: Instant, window: TimeSpan) -> Outcome? {
        guard let entry = byCar[CarKey(report: report, car: car)]?.entry else { return nil }
        let apart = instant >= entry.at ? instant - entry.at : entry.at - instant
        return apart <= window ? entry.outcome : nil
    }

    /// Forgets what no repeated report can name any more.
    mutating func forget(at now: Instant, window: TimeSpan, lateness: TimeSpan) {
        let (named, seen) = (now - lateness - .hours(1), now - max(window, RecentReads.stare) - .hours(1))
        byDevice.forget(before: named)
        byCar.forget(before: seen)
        takenBack = takenBack.filter { $0.value.values.contains { $0 >= named } }
    }
}

extension RecentReads: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try RecentReads(
            byDevice: form(value!.byDevice), byCar: form(value!.byCar), takenBack: form(value!.takenBack))
    }
}

extension RecentReads.DeviceKey: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try RecentReads.DeviceKey(report: form(value!.report), read: form(value!.read))
    }
}

extension RecentReads.CarKey: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try RecentReads.CarKey(report: form(value!.report), car: form(value!.car))
    }
}

extension RecentReads.Report: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try RecentReads.Report(kind: form(value!.kind), gate: form(value!.gate), direction: form(value!.direction))
    }
}

extension RecentReads.Entry: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try RecentReads.Entry(
            version: form(value!.version), car: form(value!.car), at: form(value!.at),
            recordedAt: form(value!.recordedAt), outcome: form(value!.outcome))
    }
}

extension RecentReads.Told: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Self(entry: form(value!.entry))
    }
}

extension RecentReads.Heard: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Self(entry: form(value!.entry))
    }
}

extension RecentReads.Outcome: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .answer(form.next(), to: form.next())
            case 1: return try .asked(form.next())
            case 2: return try .entered(form.next())
            case 3: return try .exited(form.next())
            case 4: return .gateOpened
            case 5: return .counted
            default: throw .damaged
            }
        }
        switch value {
        case .answer(let answer, let plate): try form.put(0, answer, plate)
        case .asked(let answer): try form.put(1, answer)
        case .entered(let session): try form.put(2, session)
        case .exited(let exit): try form.put(3, exit)
        case .gateOpened: form.put(4)
        case .counted: form.put(5)
        }
        return value
    }
}
