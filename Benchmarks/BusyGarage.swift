import Chronology
import Money
import Parking
import Tariffs

/// A garage in the middle of a working day, and its log: cars inside, reservations for the next four weeks, permits, and the
/// passages of the last three days, which late facts may still mend.
struct BusyGarage {
    private(set) var garage = Garage()
    private(set) var log: [RecordedEvent] = []
    private(set) var now: Instant
    /// How long the last command took to decide, without taking in what was decided.
    private(set) var decided = Duration.zero
    /// What it answered; and what the last read at an entry did.
    private var result: CommandResult?
    private var seenResult: CommandResult?
    /// Plates outside and inside, of each kind of driver, those first who have been there longest.
    private var outside: [Driver: Queue] = [:]
    private var inside: [Driver: Queue] = [:]

    private struct Queue {
        private var plates: [PlateID] = []
        private var gone = 0

        mutating func append(_ plate: PlateID) { plates.append(plate) }

        mutating func removeFirst() -> PlateID {
            gone += 1
            return plates[gone - 1]
        }
    }

    /// By what right a car comes.
    enum Driver: CaseIterable {
        case reserved, permitted, paying
    }

    /// How much there is of everything.
    struct Size {
        var cars = 5_000
        var reservations = 20_000
        var permits = 2_000
        var pastStays = 48_000

        func tenth() -> Size {
            Size(cars: cars / 10, reservations: reservations / 10, permits: permits / 10, pastStays: pastStays / 10)
        }
    }

    static let entry = GateID("north-in")!
    static let exit = GateID("north-out")!
    static let capacity = 20_000
    private static let daysAhead = 28

    init(_ size: Size, in zone: ZoneRules) throws {
        let today = LocalDay(year: 2026, month: 3, day: 5)!
        // Three days of traffic lie behind the morning that is measured.
        now = zone.start(of: today.advanced(by: -3)) + .hours(5)
        try send(.configureGarage(ConfigureGarage(.busy(size, in: zone))))
        try send(.ratePublished(PublishRate(.hourly)))
        for number in 0..<size.reservations {
            let plate = PlateID(.reserved, number)
            let day = today.advanced(by: number % BusyGarage.daysAhead)
            try send(.reserve(Reserve(plate: plate, day: day, holder: number % 5 == 0 ? .guest : .member)))
            if day == today { outside[.reserved, default: Queue()].append(plate) }
        }
        for number in 0..<size.permits {
            let plate = PlateID(.permitted, number)
            try send(.grantPermit(GrantPermit(plate, .pass(firstDay: nil, lastDay: nil, groups: [GroupID("staff")!]))))
            outside[.permitted, default: Queue()].append(plate)
        }
        for number in 0..<size.cars + size.pastStays {
            outside[.paying, default: Queue()].append(PlateID(.paying, number))
        }
        // One car of twenty has a reservation, four have a permit.
        for number in 0..<size.cars {
            try enter(number % 20 == 0 ? .reserved : number % 5 == 1 ? .permitted : .paying)
        }
        let end = zone.start(of: today) + .hours(5)
        let pause = TimeSpan(microseconds: (end - now).microseconds / Int64(max(1, size.pastStays)))
        for number in 0..<size.pastStays {
            // Nobody comes more often than about once a day.
            let driver: Driver = number % 25 == 0 ? .reserved : number % 10 == 1 ? .permitted : .paying
            try enter(driver)
            try leave(driver)
            now = now + pause - .seconds(4)
        }
        now = end
    }
}

// MARK: Traffic

extension BusyGarage {
    /// A command, carried out.
    ///
    /// - Returns: how long deciding took and taking in what was decided.
    @discardableResult
    mutating func send(_ command: Command) throws -> Duration {
        let started = ContinuousClock.now
        let decision = try garage.decide(command, at: now)
        decided = ContinuousClock.now - started
        result = decision.result
        var facts: [RecordedEvent] = []
        for fact in decision.facts {
            let recorded = RecordedEvent(
                version: garage.version + 1, occurredAt: fact.occurredAt, recordedAt: now, event: fact.event)
            garage.evolve(recorded)
            facts.append(recorded)
        }
        let elapsed = ContinuousClock.now - started
        log += facts
        now = now + .seconds(1)
        return elapsed
    }

    /// A car is seen at the entry, and its barrier rises.
    @discardableResult
    mutating func enter(_ driver: Driver) throws -> (seen: Duration, admitted: Duration, opened: Duration) {
        let plate = outside[driver]!.removeFirst()
        let seen = try send(.plateSeen(PlateSeen(plate, passage(BusyGarage.entry))))
        let admitted = decided
        seenResult = result
        let opened = try send(.gateOpen(GateOpen(.plate(plate), passage(BusyGarage.entry), nil)))
        inside[driver, default: Queue()].append(plate)
        return (seen, admitted, opened)
    }

    /// The car that has been inside longest is seen at the exit, and leaves.
    @discardableResult
    mutating func leave(_ driver: Driver) throws -> (seen: Duration, left: Duration) {
        let plate = inside[driver]!.removeFirst()
        let seen = try send(.plateSeen(PlateSeen(plate, passage(BusyGarage.exit))))
        let left = try send(.exit(CarLeft(.plate(plate), passage(BusyGarage.exit))))
        outside[driver]!.append(plate)
        return (seen, left)
    }

    /// A barrier rises, and no camera has read who drove in.
    @discardableResult
    mutating func enterUnread() throws -> Duration {
        try send(.gateOpen(GateOpen(nil, passage(BusyGarage.entry), nil)))
    }

    /// A loop feels a car leave that no camera has read.
    @discardableResult
    mutating func leaveUnread() throws -> Duration { try send(.exit(CarLeft(nil, passage(BusyGarage.exit)))) }

    /// A ticket is drawn, the car drives in by it and out again.
    mutating func pass(ticket: TicketID) throws -> Duration {
        let entered = try send(.gateOpen(GateOpen(.ticket(ticket), passage(BusyGarage.entry), nil)))
        try send(.exit(CarLeft(.ticket(ticket), passage(BusyGarage.exit))))
        return entered
    }

    /// From now on every car that has reserved is sent to a fallback spot, as ordinary ones are taken.
    mutating func fallShort(by cars: Int) throws {
        var settings = garage.settings!
        settings.fallbackSpots = settings.permanentSpots + 2 * cars
        settings.capacity = garage.inside + settings.fallbackSpots
        settings.guestSpots = 0
        try send(.configureGarage(ConfigureGarage(settings)))
    }

    /// A car that has reserved is seen at the entry, sent to a fallback spot, and drives in and out again.
    mutating func sendToFallback() throws -> Duration {
        let seen = try enter(.reserved).seen
        guard case .answered(let answered)? = seenResult, answered.spot?.isFallback == true else {
            throw Unexpected(event: log.last?.event)
        }
        try leave(.reserved)
        return seen
    }

    /// Cameras have been blind for long: so many cars are inside that nobody has read, and so many have left.
    mutating func goBlind(inside: Int, gone: Int) throws {
        for _ in 0..<inside { try enterUnread() }
        for _ in 0..<gone {
            try enterUnread()
            try leaveUnread()
        }
    }

    /// How long it takes to find whether a car may come in, and by which right; nothing comes of it.
    mutating func admit(_ driver: Driver) throws -> Duration {
        let plate = outside[driver]!.removeFirst()
        outside[driver]!.append(plate)
        let settings = garage.settings!
        let started = ContinuousClock.now
        let admittance = garage.admission(of: .plate(plate), at: now, now: now, in: settings)
        let elapsed = ContinuousClock.now - started
        guard case .open = admittance else { throw Unexpected(event: log.last?.event) }
        return elapsed
    }

    /// A car without a right is seen at the entry and turned away: the garage is full.
    mutating func turnAway() throws -> Duration {
        let plate = outside[.paying]!.removeFirst()
        outside[.paying]!.append(plate)
        let elapsed = try send(.plateSeen(PlateSeen(plate, passage(BusyGarage.entry))))
        guard case .entryDenied(let denied)? = log.last?.event, denied.reason == .garageFull else {
            throw Unexpected(event: log.last?.event)
        }
        return elapsed
    }

    /// From now on it holds no more cars than are inside, or as many as ever.
    mutating func fill(_ isFull: Bool) throws {
        var settings = garage.settings!
        settings.capacity = isFull ? garage.inside : BusyGarage.capacity
        try send(.configureGarage(ConfigureGarage(settings)))
    }

    /// Plates are hashes, so they spread like these.
    static func plate(_ number: Int) -> PlateID { PlateID(.paying, number) }

    struct Unexpected: Error {
        var event: GarageEvent?
    }

    /// Devices name what they report by UUIDs.
    private func passage(_ gate: GateID) -> Passage {
        let digits = Array(PlateID(.paying, log.count).description)
        let groups = [digits[..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20...]]
        return Passage(gate: gate, read: DeviceEventID(groups.map { String($0) }.joined(separator: "-"))!)
    }
}

extension PlateID {
    fileprivate init(_ driver: BusyGarage.Driver, _ number: Int) {
        var generator = Scrambled(seed: UInt64(number * 3 + BusyGarage.Driver.allCases.firstIndex(of: driver)!))
        self.init(bytes: (0..<16).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32) })!
    }
}

private struct Scrambled {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state = (state ^ state >> 30 &+ 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
        return state ^ state >> 31
    }
}

extension GarageSettings {
    fileprivate static func busy(_ size: BusyGarage.Size, in zone: ZoneRules) -> GarageSettings {
        GarageSettings(
            name: "Busy", zone: zone, currency: Currency(code: "EUR")!, capacity: BusyGarage.capacity,
            guestSpots: size.reservations / 20, permanentSpots: size.permits,
            gates: [Gate(id: BusyGarage.entry, lane: .entry), Gate(id: BusyGarage.exit, lane: .exit)])
    }
}

extension Rate {
    fileprivate static let hourly = Rate(
        id: RateID("hour")!, price: .perUnit(Money(minorUnits: 200), every: .hours(1)))
}
