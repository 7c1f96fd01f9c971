import Chronology

/// What goes on at the gates: cars that were let in and wait for their barrier, and what devices reported lately.
struct Gates: Hashable, Sendable {
    private var waiting: [AuthorisationID: Authorisation] = [:]
    /// A car waits at one gate at a time.
    private var ofCar: [CarIdentity: AuthorisationID] = [:]
    private var lanes: [LaneID: LanePassages] = [:]
    private(set) var reads = RecentReads()

    /// The authorisations that hold a spot at an instant.
    func waiting(at now: Instant) -> some Collection<Authorisation> { waiting.values.lazy.filter { $0.until > now } }

    /// The authorisation of a car, whether it still holds its spot or not.
    func authorisation(of car: CarIdentity) -> Authorisation? { ofCar[car].flatMap { waiting[$0] } }

    /// The authorisation of an event, whether it still holds its spot or not.
    func authorisation(_ id: AuthorisationID) -> Authorisation? { waiting[id] }

    /// What passed a lane lately.
    subscript(lane: LaneID) -> LanePassages { lanes[lane] ?? LanePassages() }

    /// Lets a car in; it takes the place of an earlier authorisation of the car, and of the oldest one in a lane that holds no
    /// more cars (design rule 12).
    mutating func authorise(_ authorisation: Authorisation, laneHolding cars: Int, wait: TimeSpan) {
        // Its earlier read passes no barrier from now on, at whichever gate it was.
        if let earlier = self.authorisation(of: authorisation.car) {
            lanes[LaneID(gate: earlier.gate, direction: .entry)]?.outdate(earlier.car, at: authorisation.since)
            drop(earlier.id)
        }
        let inLane = waiting.values.lazy.filter { $0.gate == authorisation.gate }.map(\.id).sorted()
        for gone in inLane.dropLast(max(0, cars - 1)) { drop(gone) }
        waiting[authorisation.id] = authorisation
        ofCar[authorisation.car] = authorisation.id
        take(
            LaneRead(
                version: authorisation.id.version, car: authorisation.car, at: authorisation.since,
                vehicle: authorisation.vehicle, authorisation: authorisation.id, until: authorisation.until + wait,
                readAs: authorisation.readAs),
            in: LaneID(gate: authorisation.gate, direction: .entry))
    }

    /// A plate that was read in a lane.
    mutating func take(_ read: LaneRead, in lane: LaneID) { lanes[lane, default: LanePassages()].take(read) }

    /// A car drove in: it waits no more, nor does the one whose permission the barrier used up.
    mutating func enter(_ car: CarIdentity, using used: AuthorisationID?, at instant: Instant, wait: TimeSpan) {
        if let used { drop(used) }
        // What is told late says nothing of the car that has come up since.
        if let own = authorisation(of: car), own.since <= instant + wait { drop(own.id) }
    }

    /// A car passed a lane's barrier.
    mutating func pass(_ car: CarIdentity, _ gate: GateID?, _ direction: Direction, at instant: Instant, wait: TimeSpan)
    {
        guard let gate else { return }
        let lane = LaneID(gate: gate, direction: direction)
        lanes[lane, default: LanePassages()].open(for: car, at: instant, wait: wait)
    }

    /// An exit's barrier rose by an answer; it rises once by each.
    mutating func rise(_ gate: GateID, by authorisation: AuthorisationID) {
        lanes[LaneID(gate: gate, direction: .exit)]?.rise(by: authorisation)
    }

    /// A car passed a lane's barrier at another time than was thought.
    mutating func move(in lane: LaneID, from was: Instant, to instant: Instant) {
        lanes[lane]?.move(from: was, to: instant)
    }

    /// What the loop of a lane has counted.
    func counts(of lane: LaneID) -> [LoopCount] { lanes[lane]?.counts ?? [] }

    /// A read was found to belong to a car that had passed.
    mutating func use(_ car: CarIdentity, in lane: LaneID, at instant: Instant) {
        lanes[lane]?.use(car, at: instant, tolerance: .zero)
    }

    /// The authorisation holds no spot any more.
    mutating func drop(_ id: AuthorisationID) {
        guard let gone = waiting.removeValue(forKey: id) else { return }
        if ofCar[gone.car] == id { ofCar[gone.car] = nil }
    }

    /// Nobody will pass the barrier by the authorisation.
    mutating func withdraw(_ id: AuthorisationID, at gate: GateID) {
        drop(id)
        lanes[LaneID(gate: gate, direction: .entry)]?.withdraw(id.version)
    }

    private mutating func drop(of car: CarIdentity) {
        if let id = ofCar[car] { drop(id) }
    }

    /// Takes a report in, so that it is known when it comes again.
    mutating func remember(
        _ outcome: RecentReads.Outcome, of kind: RecentReads.Report.Kind, _ direction: Direction, at gate: GateID?,
        read: DeviceEventID?, car: CarIdentity, _ recorded: RecordedEvent
    ) {
        guard let gate else { return }
        reads.remember(
            outcome, of: RecentReads.Report(kind: kind, gate: gate, direction: direction), read: read, car: car,
            recorded)
    }

    /// A loop counted cars.
    mutating func count(_ count: LoopCount) {
        lanes[LaneID(gate: count.gate, direction: count.direction), default: LanePassages()].take(count)
    }

    /// What the loops of all lanes have counted, in no order.
    var loopCounts: [LoopCount] { lanes.values.flatMap(\.counts) }

    /// The counts of loops that an event is one of, or whose passages it is one of.
    func counts(touchedBy recorded: RecordedEvent) -> [LoopCount] {
        let lane: (GateID?, Direction)
        switch recorded.event {
        case .loopCounted(let counted): lane = (counted.gate, counted.direction)
        case .carEntered(let entered): lane = (entered.gate, .entry)
        case .carExited(let exited): lane = (exited.gate, .exit)
        case .exitWithoutEntry(let exited): lane = (exited.gate, .exit)
        default: return []
        }
        guard let gate = lane.0, let counts = lanes[LaneID(gate: gate, direction: lane.1)]?.counts else { return [] }
        return counts.filter { $0.version == recorded.version || $0.contains(recorded.occurredAt) }
    }

    /// The count that a device has told under an id.
    func loopCount(in lane: LaneID, read: DeviceEventID?) -> LoopCount? {
        let report = RecentReads.Report(kind: .counted, gate: lane.gate, direction: lane.direction)
        guard let entry = reads.entry(of: report, read: read) else { return nil }
        return lanes[lane]?.counts.first { $0.version == entry.version }
    }

    /// A device said that a read was another car's: nobody waits for its first answer.
    mutating func correct(
        _ read: DeviceEventID, to car: CarIdentity, in lane: LaneID, at instant: Instant, window: TimeSpan
    ) {
        let report = RecentReads.Report(kind: .seen, gate: lane.gate, direction: lane.direction)
        guard let entry = reads.entry(of: report, read: read) else { return }
        drop(AuthorisationID(version: entry.version))
        lanes[lane]?.withdraw(entry.version)
        reads.correct(report, read: read, to: car, at: instant, window: window)
    }

    /// Lets go of cars that were let in and never came; seldom, as it looks at all that wait.
    mutating func forgetWaiting(at now: Instant, in settings: GarageSettings) {
        for gone in waiting.values.filter({ $0.isForgotten(at: now, in: settings) }) { drop(gone.id) }
    }

    /// Forgets reports that no device may repeat any more, and what passed so long ago that nothing is told of it; looks at all that
    /// is kept of that.
    mutating func forgetPassages(at now: Instant, in settings: GarageSettings) {
        reads.forget(at: now, window: settings.duplicateReadWindow, lateness: settings.lateness)
        let limit = now - settings.lateness - .hours(1)
        for lane in lanes.keys {
            lanes[lane]!.forget(before: limit, counted: limit - LoopCounted.longest)
            if lanes[lane]!.isEmpty { lanes[lane] = nil }
        }
    }

    /// Whether the index says what the authorisations say; looks at all of it.
    var holdsTogether: Bool {
        waiting.count == ofCar.count && ofCar.allSatisfy { waiting[$1]?.car == $0 }
    }
}

extension Gates: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Gates(
            waiting: form(value!.waiting), ofCar: form(value!.ofCar), lanes: form(value!.lanes),
            reads: form(value!.reads))
    }
}
