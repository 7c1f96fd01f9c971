import Chronology
import Money
package import Parking
import Tariffs

/// A garage that carries commands out, and its log.
struct Site {
    private(set) var garage = Garage()
    private(set) var log: [RecordedEvent] = []

    init() {}

    init(_ settings: GarageSettings) throws(Refusal) {
        try send(.configureGarage(.init(settings)), at: .opening)
    }

    /// An open garage at 2.00 an hour.
    static func hourly() throws -> Site {
        var site = try Site(.open(5))
        try site.send(.ratePublished(.init(.hourly("day", 2))), at: .opening + .minutes(1))
        return site
    }

    @discardableResult
    mutating func send(_ command: Command, at now: Instant) throws(Refusal) -> Decision {
        let decision = try garage.decide(command, at: now)
        for fact in decision.facts {
            let recorded = RecordedEvent(
                version: garage.version + 1, occurredAt: fact.occurredAt, recordedAt: max(now, garage.recordedAt),
                event: fact.event)
            garage.evolve(recorded)
            log.append(recorded)
        }
        return decision
    }

    /// What the entry gate is told when it reads a plate.
    mutating func answer(
        to plate: PlateID, _ gate: GateID = .entry, at now: Instant
    ) throws(Refusal) -> GateAnswer? {
        guard case .answered(let answered) = try send(.seen(plate, gate), at: now).result else { return nil }
        return answered.answer
    }

    /// A car is seen and drives in, whatever it was told.
    mutating func drive(_ plate: PlateID, at now: Instant) throws(Refusal) {
        try send(.seen(plate), at: now)
        try send(.opened(.plate(plate)), at: now + .seconds(5))
    }
}

extension Command {
    static func seen(
        _ plate: PlateID, _ gate: GateID = .entry, _ direction: Direction? = nil, happened: Instant? = nil,
        sent: Instant? = nil, vehicle: CardID? = nil, read: String? = nil
    ) -> Command {
        .plateSeen(
            .init(
                plate,
                Passage(
                    gate: gate, direction: direction, occurredAt: happened, sentAt: sent, vehicle: vehicle,
                    read: read.map { DeviceEventID($0)! })))
    }

    static func opened(
        _ car: CarIdentity? = nil, _ gate: GateID = .entry, _ direction: Direction? = nil, happened: Instant? = nil,
        sent: Instant? = nil, vehicle: CardID? = nil, read: String? = nil, remark: Remark? = nil
    ) -> Command {
        .gateOpen(
            .init(
                car,
                Passage(
                    gate: gate, direction: direction, occurredAt: happened, sentAt: sent, vehicle: vehicle,
                    read: read.map { DeviceEventID($0)! }),
                remark))
    }

    static func left(
        _ car: CarIdentity? = nil, _ gate: GateID = .exit, _ direction: Direction? = nil, happened: Instant? = nil,
        sent: Instant? = nil, read: String? = nil
    ) -> Command {
        .exit(
            .init(
                car,
                Passage(
                    gate: gate, direction: direction, occurredAt: happened, sentAt: sent,
                    read: read.map { DeviceEventID($0)! })))
    }
}

extension Command {
    static func pass(
        _ plate: PlateID, _ first: LocalDay? = nil, _ last: LocalDay? = nil, groups: Set<GroupID> = []
    ) -> Command {
        .grantPermit(.init(plate, .pass(firstDay: first, lastDay: last, groups: groups)))
    }

    static func membership(
        _ plate: PlateID, _ groups: Set<GroupID>, _ first: LocalDay? = nil, _ last: LocalDay? = nil
    ) -> Command {
        .grantPermit(.init(plate, .membership(firstDay: first, lastDay: last, groups: groups)))
    }

    static func subscribe(
        _ plate: PlateID, _ subscription: SubscriptionID = .monthly, vehicle: CardID = .standard, from: LocalDay? = nil,
        groups: Set<GroupID> = []
    ) -> Command {
        .grantPermit(.init(plate, .subscription(subscription, vehicle: vehicle, firstDay: from, groups: groups)))
    }
}

extension GarageEvent {
    static func entered(
        _ car: CarIdentity, _ gate: GateID? = .entry, by: AdmittedBy = .gate, vehicle: CardID? = nil,
        read: String? = nil
    ) -> GarageEvent {
        .carEntered(.init(car: car, gate: gate, by: by, vehicle: vehicle, read: read.map { DeviceEventID($0)! }))
    }

    static func reserved(_ plate: PlateID, _ day: LocalDay, _ holder: Holder = .member) -> GarageEvent {
        .dayReserved(.init(plate: plate, day: day, holder: holder))
    }

    static func pass(
        _ plate: PlateID, _ first: LocalDay, _ last: LocalDay? = nil, groups: Set<GroupID> = []
    ) -> GarageEvent {
        .permitGranted(.init(plate, .pass, firstDay: first, lastDay: last, groups: groups))
    }

    static func membership(
        _ plate: PlateID, _ groups: Set<GroupID>, _ first: LocalDay = .monday, _ last: LocalDay? = nil
    ) -> GarageEvent {
        .permitGranted(.init(plate, .membership, firstDay: first, lastDay: last, groups: groups))
    }

    /// A month that was sold for 30.00.
    static func month(_ plate: PlateID, _ first: LocalDay, _ last: LocalDay) -> GarageEvent {
        let paid = PaidSubscription(id: .monthly, period: .month, total: Money(minorUnits: 3_000))
        return .permitGranted(.init(plate, .subscription(paid), firstDay: first, lastDay: last, groups: []))
    }

    static func authorised(_ plate: PlateID, _ grounds: EntryGrounds = .paysByTime, until: Instant) -> GarageEvent {
        .entryAuthorised(.init(plate: plate, gate: .entry, grounds: grounds, until: until, read: nil))
    }

    static func denied(_ plate: PlateID, _ reason: DenialReason) -> GarageEvent {
        .entryDenied(.init(plate: plate, gate: .entry, reason: reason, read: nil))
    }
}

extension PermitID: ExpressibleByIntegerLiteral {
    package init(integerLiteral version: Int64) { self.init(version: version) }
}

extension ReservationID: ExpressibleByIntegerLiteral {
    package init(integerLiteral version: Int64) { self.init(version: version) }
}

extension SessionID {
    init(_ version: Int64) { self.init(version: version) }
}

extension ReservationID {
    init(_ version: Int64) { self.init(version: version) }
}

extension PermitID {
    init(_ version: Int64) { self.init(version: version) }
}

extension AuthorisationID {
    init(_ version: Int64) { self.init(version: version) }
}
