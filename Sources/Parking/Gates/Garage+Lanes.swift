import Chronology
import Tariffs

// What gates report, kept for what belongs to it: design rules 9, 11 and 12.

extension Garage {
    /// A plate was read, and a car may pass the lane's barrier for it.
    mutating func readInLane(
        _ plate: PlateID, _ gate: GateID, _ direction: Direction, vehicle: CardID?, readAs: PlateID? = nil,
        authorisation: AuthorisationID? = nil, _ recorded: RecordedEvent
    ) {
        let read = LaneRead(
            version: recorded.version, car: .plate(plate), at: recorded.occurredAt, vehicle: vehicle,
            authorisation: authorisation, until: recorded.occurredAt + (settings?.barrierWait ?? .zero), readAs: readAs)
        gates.take(read, in: LaneID(gate: gate, direction: direction))
    }

    /// A camera said that a plate it had read was another one.
    mutating func correct(_ read: ReadCorrected, at instant: Instant) {
        gates.correct(
            read.read, to: .plate(read.plate), in: LaneID(gate: read.gate, direction: read.direction), at: instant,
            window: settings?.duplicateReadWindow ?? .zero)
    }

    /// A car drove in.
    mutating func passed(_ car: CarIdentity, _ gate: GateID?, _ admittedBy: AdmittedBy, _ recorded: RecordedEvent) {
        let wait = settings?.barrierWait ?? .zero
        var used: AuthorisationID?
        if case .authorisation(let id) = admittedBy { used = id }
        gates.enter(car, using: used, at: recorded.occurredAt, wait: wait)
        gates.pass(car, gate, .entry, at: recorded.occurredAt, wait: wait)
    }

    /// A car drove out.
    mutating func passed(_ exit: CarExit, read: DeviceEventID?, _ recorded: RecordedEvent) {
        gates.remember(.exited(exit.id), of: .left, .exit, at: exit.gate, read: read, car: exit.car, recorded)
        gates.pass(exit.car, exit.gate, .exit, at: exit.at, wait: settings?.barrierWait ?? .zero)
    }

    /// The read that a barrier's rise, or a loop's pulse, belongs to which names no car.
    func read(for passage: Passage, _ direction: Direction, at instant: Instant, in settings: GarageSettings)
        -> LaneRead?
    {
        gates[LaneID(gate: passage.gate, direction: direction)].read(
            forOpeningAt: instant, holding: settings.gate(passage.gate)?.holds ?? 1,
            tolerance: settings.duplicateReadWindow)
    }

    /// Where a passage was that may still be mended; nil where no gate saw it.
    func lane(of passage: PassageID) -> LaneID? {
        switch passage {
        case .entry(let id): stays.known(id)?.gate.map { LaneID(gate: $0, direction: .entry) }
        case .exit(let id): stays.exits[id]?.gate.map { LaneID(gate: $0, direction: .exit) }
        }
    }

    /// The entry that the same report led to before: by the device's name for it, or of the same car at the same gate, as
    /// far apart as two reports of one passage may be, or as a barrier may rise for it twice (design rules 9 and 12).
    func repeatedEntry(_ car: CarIdentity, _ passage: Passage, at instant: Instant, in settings: GarageSettings)
        -> SessionID?
    {
        let report = RecentReads.Report(kind: .opened, gate: passage.gate, direction: .entry)
        if case .entered(let id) = gates.reads.outcome(of: report, read: passage.read) { return id }
        // A barrier may rise for it twice only while it has not left in between.
        let exits = stays.exits(of: car, around: instant)
        return stays.entries(of: car) { entry in
            let apart = max(entry, instant) - min(entry, instant)
            return apart <= settings.duplicateReadWindow
                || apart <= settings.authorisationWait && exits.before < entry && entry < exits.after
        }.first { $0.gate == passage.gate }?.id
    }

    /// The exit that the same report led to before (design rule 9).
    func repeatedExit(_ car: CarIdentity, _ passage: Passage, at instant: Instant, in settings: GarageSettings)
        -> ExitID?
    {
        let report = RecentReads.Report(kind: .left, gate: passage.gate, direction: .exit)
        if case .exited(let id) = gates.reads.outcome(of: report, read: passage.read) { return id }
        guard car != .unknown else { return nil }
        let times = instant - settings.duplicateReadWindow...instant + settings.duplicateReadWindow
        return stays.exits(of: car, at: times.contains).first { $0.gate == passage.gate }?.id
    }

    /// The stay of an unknown car that came in by a gate right behind a read there: nothing passed in between.
    func unknownStay(behind gate: GateID, _ readAt: Instant, in settings: GarageSettings) -> Session? {
        let lane = gates[LaneID(gate: gate, direction: .entry)]
        guard let opening = lane.opening(behind: readAt, within: settings.barrierWait) else { return nil }
        return stays.unknownStay(at: gate, enteredAt: opening)
    }

    /// The stay of the car that a corrected read let in, where its barrier has risen already.
    func entered(by corrected: ReadCorrected, in settings: GarageSettings) -> Session? {
        let report = RecentReads.Report(kind: .seen, gate: corrected.gate, direction: corrected.direction)
        guard let read = gates.reads.entry(of: report, read: corrected.read) else { return nil }
        return stays.entries(of: .plate(corrected.was)).filter {
            $0.gate == corrected.gate && read.at <= $0.enteredAt + settings.duplicateReadWindow
                && $0.enteredAt <= read.at + settings.barrierWait
        }.min { ($0.enteredAt, $0.id) < ($1.enteredAt, $1.id) }
    }

    /// Whether a read is history: no car waits for its answer, or the log knows already how the car went on.
    func isHistory(_ plate: PlateID, readAt instant: Instant, now: Instant, in settings: GarageSettings) -> Bool {
        if now - instant > settings.authorisationWait { return true }
        return stays.hasPassed(.plate(plate), after: instant)
    }
}
