import Chronology
import EventLog
import Money
import Parking

/// A garage of a simulation: whatever happens in it is decided by the rules that every garage goes by.
///
/// Its events name no commands, as nobody sent any: there are no replies to repeat. The moment at which each was recorded is the
/// simulated clock's.
struct SimulatedGarage {
    /// A car that was there, or will be.
    struct Car {
        let entry: VaultEntry
        let id: PlateID
        /// Whether the log has named it.
        var isNamed = false
        /// Whether it is on its way in, inside, or on its way out.
        var isHere = false
        /// Whether its driver works here or lives here; such cars come on most working days.
        var isPermitted = false
        /// Its permit, if it has had one.
        var permit: PermitID?
        /// Until when it has paid for a month.
        var paidUntil: LocalDay?
    }

    let plan: SimulationPlan
    let site: SimulatedSite
    let codec: EventCodec
    var draw: SplitMix64
    var garage = Garage()
    var diary = Diary()
    var cars: [Car] = []
    /// A gate that cannot reach the service, and from when until when.
    var outage: (gate: GateID, from: Instant, until: Instant)?
    /// How many reports it has kept for later.
    var kept = 0
    /// How many readings devices have numbered.
    private var reads = 0
    /// What the loop has counted since noon.
    var counted = 0
    private(set) var refused = 0
    private var named: [(entry: VaultEntry, version: Int64)] = []
    private var made: [(event: NewEvent, recordedAt: Instant)] = []

    /// A garage by its number, counted from 1. The others' courses have no part in its own.
    init(_ number: Int, of plan: SimulationPlan, codec: EventCodec) throws(SimulationError) {
        self.plan = plan
        self.codec = codec
        draw = SplitMix64(seed: plan.seed, index: number)
        let (zoneName, currency) = SimulatedSite.places[number % SimulatedSite.places.count]
        guard let zone = codec.zones(zoneName) else { throw .zoneMissing(zoneName) }
        site = SimulatedSite(
            plan.garage(number).text, zone: zone, currency: Currency(code: currency)!, carsPerDay: plan.carsPerDay,
            &draw)
    }

    /// Runs all days, and hands each event over as it happens.
    ///
    /// - Parameter dayEnded: is told of every day.
    mutating func run(
        dayEnded: () -> Void, _ append: (NewEvent, Instant) throws -> Void
    ) throws -> (plates: HistoryPlates, refused: Int) {
        opens()
        try handOver(append)
        let end = at(plan.start.advanced(by: plan.days))
        while let (now, moment) = diary.next(), now < end {
            if case .evening = moment { dayEnded() }
            happens(moment, at: now)
            try handOver(append)
        }
        return (HistoryPlates(named), refused)
    }

    private mutating func handOver(_ append: (NewEvent, Instant) throws -> Void) throws {
        for (event, recordedAt) in made { try append(event, recordedAt) }
        made.removeAll(keepingCapacity: true)
    }

    private mutating func happens(_ moment: Moment, at now: Instant) {
        switch moment {
        case .morning(let day): morning(of: day)
        case .evening(let day): evening(of: day, at: now)
        case .reserves(let car, let day, let holder): reserves(car, day, holder, at: now)
        case .comes(let visit): comes(visit, at: now)
        case .enters(let visit, let remark): enters(visit, remark, at: now)
        case .pays(let visit): pays(visit, at: now)
        case .leaves(let visit): leaves(visit, at: now)
        case .left(let visit): left(visit, at: now)
        case .vanishes(let visit): vanishes(visit, at: now)
        case .loop: loop(at: now)
        case .sends(let command, let actor, let car): send(command, at: now, by: actor, about: car)
        case .recount:
            send(.correctCount(.init(garage.sessions.count, Correction(ReasonCode("counted")!))), at: now, by: "office")
        }
    }

    /// Has a command decided; what it leads to has happened. One that is refused has no effect.
    ///
    /// - Parameter car: the car whose plate it names.
    /// - Returns: the answer; nil where the garage refuses.
    @discardableResult
    mutating func send(
        _ command: Command, at now: Instant, by actor: String, about car: Int? = nil
    ) -> CommandResult? {
        let decision: Decision
        do throws(Refusal) {
            decision = try garage.decide(command, at: now)
        } catch {
            refused += 1
            return nil
        }
        for fact in decision.facts {
            let recorded = RecordedEvent(
                version: garage.version + 1, occurredAt: fact.occurredAt, recordedAt: max(now, garage.recordedAt),
                event: fact.event)
            garage.evolve(recorded)
            let event = NewEvent(
                type: fact.event.typeName, schemaVersion: fact.event.schemaVersion, occurredAt: fact.occurredAt,
                commandID: nil, actor: actor,
                payload: codec.encode(fact.event, currency: site.settings.currency))
            made.append((event, recorded.recordedAt))
        }
        if let car, !decision.facts.isEmpty, !cars[car].isNamed {
            cars[car].isNamed = true
            named.append((cars[car].entry, garage.version))
        }
        return decision.result
    }

    // MARK: Times and cars

    /// A time of a day at the garage.
    func at(_ day: LocalDay, _ minute: Int = 0) -> Instant {
        site.settings.zone.instant(of: LocalDateTime(day, LocalTime(hour: minute / 60, minute: minute % 60)!))
    }

    mutating func soon(_ now: Instant, _ seconds: ClosedRange<Int>) -> Instant {
        now + .seconds(Int64(draw.number(seconds)))
    }

    /// A car that has not been there before, under a plate that no other car of the garage has.
    mutating func newCar() -> Int {
        let number = cars.count
        let letters = Array("ABCDEFGHJKLMNPRSTUVWXYZ")
        let (first, second) = (draw.one(of: letters), draw.one(of: letters))
        let plate = Plate("S\(first)\(second) \(1000 + number)")!
        let entry = VaultEntry(plate: plate.characters, using: &draw)
        cars.append(Car(entry: entry, id: PlateID(bytes: entry.plateID)!))
        return number
    }

    /// What a device tells, under a number of its own.
    mutating func passage(_ gate: GateID, at occurredAt: Instant? = nil, sentAt: Instant? = nil) -> Passage {
        reads += 1
        return Passage(
            gate: gate, occurredAt: occurredAt, sentAt: sentAt, read: DeviceEventID("\(gate)-\(reads)"))
    }

    func isOffline(_ gate: GateID, at now: Instant) -> Bool {
        outage.map { $0.gate == gate && $0.from <= now && now < $0.until } ?? false
    }

    /// A gate that is offline keeps what it has seen, and uploads it in order when it is back.
    mutating func keep(_ command: Command, about car: Int?) {
        guard let outage else { return }
        kept += 1
        diary.write(.sends(command, by: outage.gate.text, about: car), at: outage.until + .seconds(Int64(kept)))
    }

    func identity(_ visit: Visit) -> CarIdentity? {
        if let car = visit.car { return .plate(cars[car].id) }
        return visit.ticket.map { .ticket($0) }
    }

    /// The stay of a visit as the log knows it: one that a gate told of late has had its number since then.
    func session(_ visit: Visit) -> SessionID? {
        visit.session ?? identity(visit).flatMap { garage.session(of: $0)?.id }
    }
}
