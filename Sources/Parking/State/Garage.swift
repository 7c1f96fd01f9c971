public import Chronology
public import Tariffs

/// A garage as its log tells it: the state that commands are decided on.
///
/// A value. The same events make the same garage, in every process and at every replay. It is bounded: ended sessions, past
/// days and old readings leave it.
public struct Garage: Hashable, Sendable {
    /// The version of the last event taken in; 0 before the first.
    public internal(set) var version: Int64 = 0
    /// When the log took that event.
    public internal(set) var recordedAt: Instant = .earliest
    /// The settings in force; nil until the garage is configured.
    public internal(set) var settings: GarageSettings?
    /// Everything published about rates so far.
    public internal(set) var book = RateBook()
    /// What stays know of it, ready to price them.
    var tariffs = KnownTariffs()
    /// The stays that have not ended.
    public internal(set) var sessions: [SessionID: Session] = [:]

    var sessionOfCar: [CarIdentity: SessionID] = [:]
    var unknownCars: Set<SessionID> = []
    var reservations: [ReservationID: Reservation] = [:]
    var reservedDays: [LocalDay: ReservedDay] = [:]
    var permits: [PermitID: Permit] = [:]
    var permitsOfPlate: [PlateID: Set<PermitID>] = [:]
    var authorisations: [AuthorisationID: Authorisation] = [:]
    var reads = RecentReads()
    var tidiedAt = Instant.earliest

    /// A garage of which nothing is known.
    public init() {}

    /// How many cars are inside, with and without a known plate.
    public var inside: Int { sessions.count }

    /// How many cars have been let in at a gate whose barrier has not risen yet.
    public func waiting(at now: Instant) -> Int { authorisations.values.count { $0.until > now } }

    /// The reservations of a day, in the order they were made.
    public func reservations(on day: LocalDay) -> [Reservation] {
        reservedDays[day]?.byPlate.values.sorted { $0.id < $1.id } ?? []
    }

    /// A reservation that stands.
    public func reservation(_ id: ReservationID) -> Reservation? { reservations[id] }

    /// A permit that stands or has ended lately.
    public func permit(_ id: PermitID) -> Permit? { permits[id] }

    /// The permits of a plate, in the order they were granted.
    func permits(of plate: PlateID) -> [Permit] {
        permitsOfPlate[plate]?.sorted().compactMap { permits[$0] } ?? []
    }

    /// The groups that a plate's driver belongs to, as far as the log had heard of it by then.
    func groups(of plate: PlateID, at instant: Instant) -> Set<GroupID> {
        guard let day = settings?.zone.day(of: instant) else { return [] }
        let permits = permits(of: plate).filter { $0.days.contains(day) && $0.grantedAt <= instant }
        return permits.reduce(into: []) { $0.formUnion($1.groups) }
    }

    /// The permits that hold on a day, in the order they were granted.
    public func permits(on day: LocalDay) -> [Permit] {
        permits.values.filter { $0.days.contains(day) }.sorted { $0.id < $1.id }
    }

    /// The open session of a car; never of an unknown one.
    public func session(of car: CarIdentity) -> Session? { sessionOfCar[car].flatMap { sessions[$0] } }

    /// An open session, however it is named.
    public func session(_ stay: OpenStay) -> Session? {
        switch stay {
        case .session(let id): sessions[id]
        case .car(let car): session(of: car)
        }
    }
}
