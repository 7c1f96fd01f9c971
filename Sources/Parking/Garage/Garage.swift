public import Chronology
public import Tariffs

/// A garage as its log tells it: the state that commands are decided on.
///
/// A value, in parts: stays and cars, rights, suspensions, gates and reads, devices' clocks and what they told wrongly, exceptions, the rate
/// book. The same events make the same garage, in every process and at every replay. It is bounded: ended stays, past days and old readings leave it.
public struct Garage: Hashable, Sendable {
    /// The version of the last event taken in; 0 before the first.
    public internal(set) var version: Int64 = 0
    /// When the log took that event.
    public internal(set) var recordedAt: Instant = .earliest
    /// When what the last event says became known: when the log took it, and where the log's head lay ahead of the clock, when it
    /// was decided (design rule 18).
    var knownAt: Instant = .earliest
    /// The settings in force; nil until the garage is configured.
    public internal(set) var settings: GarageSettings?

    var rates = KnownRates()
    var stays = Stays()
    var rights = Rights()
    var tenantSpots = TenantSpots()
    var gates = Gates()
    /// What is to be worked off.
    var openExceptions = Exceptions()
    var quarantine = Quarantine()
    var clocks = DeviceClocks()
    var accounts = Accounts()
    var suspended = Suspensions()
    var waitingList = WaitingList()
    /// What a person counted inside.
    var handCount = HandCount()
    /// Of the day of the last event, once the garage is configured.
    var spots: SpotCount?
    /// When what has its own time was forgotten last, and when the rest.
    var forgottenAt = Instant.earliest
    var tidiedAt = Instant.earliest
    /// Whether no event is missing. A look at the past by what had happened leaves the late ones out, and may see a car twice.
    var isWhole = true

    /// A garage of which nothing is known.
    public init() {}

    /// Everything published about rates so far.
    public var book: RateBook { rates.book }

    // MARK: Stays

    /// The stays that have not ended.
    public var sessions: [SessionID: Session] { stays.open }

    /// How many cars have been let in at a gate whose barrier has not risen yet.
    public func waiting(at now: Instant) -> Int { gates.waiting(at: now).count }

    /// The open session of a car; never of an unknown one.
    public func session(of car: CarIdentity) -> Session? { stays.of(car) }

    /// An open session, however it is named.
    public func session(_ stay: OpenStay) -> Session? {
        switch stay {
        case .session(let id): stays[id]
        case .car(let car): stays.of(car)
        }
    }

    // MARK: Rights

    /// The rights that let a plate in on a day: reservations, then permits, each in the order in which they were given.
    public func allowlist(on day: LocalDay) -> [Right] {
        rights.all.filter { $0.admits(on: day) && suspended.suspension(of: $0.plate, on: day) == nil }
            .sorted { ($0.isPermit ? 1 : 0, $0.id) < ($1.isPermit ? 1 : 0, $1.id) }
    }

    /// A reservation that stands.
    public func reservation(_ id: ReservationID) -> Right? {
        rights[RightID(id)].flatMap { $0.source.holder == nil ? nil : $0 }
    }

    /// A permit that stands or has ended lately.
    public func permit(_ id: PermitID) -> Right? { rights[RightID(id)].flatMap { $0.source.permit == nil ? nil : $0 } }

    /// The permits that hold on a day, memberships too, in the order in which they were granted.
    public func permits(on day: LocalDay) -> [Right] {
        rights.all.filter { $0.source.permit != nil && $0.days.contains(day) }.sorted { $0.id < $1.id }
    }

    /// The groups that a plate's driver belongs to, as far as the log had heard of it by then.
    func groups(of plate: PlateID, at instant: Instant) -> Set<GroupID> {
        guard let day = settings?.zone.day(of: instant) else { return [] }
        return rights.of(plate)
            .filter { $0.days.contains(day) && $0.knownSince <= instant && !$0.isRevoked(by: instant) }
            .reduce(into: []) { $0.formUnion($1.groups) }
    }
}

extension Garage: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        var garage = Garage()
        garage.version = try form(value!.version)
        garage.recordedAt = try form(value!.recordedAt)
        garage.knownAt = try form(value!.knownAt)
        // Before the rates, whose amounts are in its currency.
        garage.settings = try form(value!.settings)
        garage.rates = try form(value!.rates)
        garage.stays = try form(value!.stays)
        garage.rights = try form(value!.rights)
        garage.tenantSpots = try form(value!.tenantSpots)
        garage.gates = try form(value!.gates)
        garage.openExceptions = try form(value!.openExceptions)
        garage.quarantine = try form(value!.quarantine)
        garage.clocks = try form(value!.clocks)
        garage.accounts = try form(value!.accounts)
        garage.suspended = try form(value!.suspended)
        garage.waitingList = try form(value!.waitingList)
        garage.handCount = try form(value!.handCount)
        garage.spots = try form(value!.spots)
        garage.forgottenAt = try form(value!.forgottenAt)
        garage.tidiedAt = try form(value!.tidiedAt)
        garage.isWhole = try form(value!.isWhole)
        return garage
    }
}
