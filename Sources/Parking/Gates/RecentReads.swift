import Chronology

/// What devices reported lately, so that a repeated report has no second effect (design rule 9).
///
/// Bounded by time: readings of a plate are kept for the garage's window from when the log took them, device event ids for
/// as long as a late delivery is accepted. A car that passed twice is known by its stays.
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

        enum Kind: Hashable, Sendable {
            case seen
            case asked
            case opened
            case left
            case counted
        }
    }

    private struct DeviceKey: Hashable, Sendable {
        var report: Report
        var read: DeviceEventID
    }

    private struct CarKey: Hashable, Sendable {
        var report: Report
        var car: CarIdentity
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

    private var byDevice: [DeviceKey: Entry] = [:]
    private var byCar: [CarKey: Entry] = [:]
    /// What was taken back under an id: the same again is a late repetition.
    private var takenBack: [DeviceKey: [CarIdentity: Instant]] = [:]

    /// Takes a report in.
    mutating func remember(
        _ outcome: Outcome, of report: Report, read: DeviceEventID?, car: CarIdentity, _ recorded: RecordedEvent
    ) {
        let entry = Entry(
            version: recorded.version, car: car, at: recorded.occurredAt, recordedAt: recorded.recordedAt,
            outcome: outcome)
        if let read { byDevice[DeviceKey(report: report, read: read)] = entry }
        if report.kind == .seen || report.kind == .asked, car != .unknown {
            byCar[CarKey(report: report, car: car)] = entry
        }
    }

    /// What a device has reported under an id.
    func entry(of report: Report, read: DeviceEventID?) -> Entry? {
        read.flatMap { byDevice[DeviceKey(report: report, read: $0)] }
    }

    /// A device said that what it had reported under an id was another car.
    mutating func correct(
        _ report: Report, read: DeviceEventID, to car: CarIdentity, at instant: Instant, window: TimeSpan
    ) {
        let key = DeviceKey(report: report, read: read)
        guard let entry = byDevice[key] else { return }
        takenBack[key, default: [:]][entry.car] = entry.at
        if byCar[CarKey(report: report, car: entry.car)] == entry {
            byCar[CarKey(report: report, car: entry.car)] = nil
        }
        // Where that car was read just before, its answer is the one; else one follows.
        let isRepeated = outcome(of: report, car: car, at: instant, window: window) != nil
        byDevice[key] = isRepeated ? byCar[CarKey(report: report, car: car)] : nil
    }

    /// Whether a device took back that it had read a car under an id.
    func isTakenBack(_ car: CarIdentity, _ report: Report, read: DeviceEventID) -> Bool {
        takenBack[DeviceKey(report: report, read: read)]?[car] != nil
    }

    /// What the same device event id led to before.
    func outcome(of report: Report, read: DeviceEventID?) -> Outcome? {
        read.flatMap { byDevice[DeviceKey(report: report, read: $0)]?.outcome }
    }

    /// What the same car at the same gate within the window led to before.
    func outcome(of report: Report, car: CarIdentity, at instant: Instant, window: TimeSpan) -> Outcome? {
        guard let entry = byCar[CarKey(report: report, car: car)] else { return nil }
        let apart = instant >= entry.at ? instant - entry.at : entry.at - instant
        return apart <= window ? entry.outcome : nil
    }

    /// Forgets what no repeated report can name any more.
    mutating func prune(at now: Instant, window: TimeSpan, lateness: TimeSpan) {
        byDevice = byDevice.filter { now - $0.value.at <= lateness + .hours(1) }
        takenBack = takenBack.filter { $0.value.values.contains { now - $0 <= lateness + .hours(1) } }
        byCar = byCar.filter { now - $0.value.recordedAt <= window + .hours(1) }
    }
}
