public import Chronology
import Money
public import Tariffs

/// What lets a plate be in the garage, or gives it other rates: a reservation, booked hours, a pass, a subscription, a
/// membership of groups.
///
/// One shape for all of them: whose it is, since when it is known, for which instants it holds, on what spot, and from what
/// source. Coverage, admission, allowlist, overstay and shortage ask nothing else, and walk it in one way: ``RightsWalk``.
public struct Right: Hashable, Sendable {
    /// The version of the event that gave it.
    public let id: RightID
    /// Whose it is.
    public let plate: PlateID
    /// When the log heard of it.
    public let knownSince: Instant
    /// Its local days.
    public internal(set) var days: RightDays
    /// Where it comes from.
    public let source: RightSource
    /// The groups that its holder belongs to on those days.
    public let groups: Set<GroupID>
    /// Where its car may stand, as far as it is a permit to park.
    public let permitSpot: PermitSpot
    /// The places that it shares with other rights; nil for one that its plate has alone.
    public internal(set) var quota: Quota?
    /// How often it was paid for again.
    public internal(set) var renewals = 0
    /// What was sold for which days, where it is a subscription.
    var periods: [SoldPeriod] = []
    /// What of its price has fallen away, as it was ended early.
    var credit = Money.zero
    /// When it was ended early: from then on it lets nobody in and is not renewed. A car that is inside by it keeps it to the end
    /// of the day (design rule 6).
    public internal(set) var revokedAt: Instant?

    /// A right as an event gives it.
    init(
        id: RightID, plate: PlateID, knownSince: Instant, days: RightDays, source: RightSource,
        groups: Set<GroupID> = [], permitSpot: PermitSpot = .own, quota: Quota? = nil
    ) {
        self.id = id
        self.plate = plate
        self.knownSince = knownSince
        self.days = days
        self.source = source
        self.groups = groups
        self.permitSpot = permitSpot
        self.quota = quota
        if let paid = source.subscription {
            periods = [
                SoldPeriod(
                    first: days.first, last: days.last ?? days.first, total: paid.total, knownAt: knownSince,
                    version: id.version)
            ]
        }
    }

    /// Whether it lets a car be in the garage and pays for that; a membership only gives other rates.
    public var covers: Bool { source != .membership }

    /// The spot that it takes.
    public var spot: RightSpot {
        switch source {
        case .day(let holder), .hours(_, let holder): .bookable(holder)
        case .pass, .subscription, .further: .permanent(permitSpot)
        case .membership: .none
        }
    }

    /// The tenant whose spots it shares; nil for nobody's.
    public var tenant: TenantID? {
        guard case .tenant(let tenant) = quota else { return nil }
        return tenant
    }

    /// The permit of another plate whose one place it shares; nil for one that is no further plate's.
    public var placeOf: PermitID? {
        guard case .further(let permit) = source else { return nil }
        return permit
    }

    /// How long it lasts within its days: its hours, where it is limited to some.
    var span: Range<Instant> { source.hours.map { $0.from..<max($0.from, $0.until) } ?? .always }

    /// Whether it lets a car park as a permit does.
    var isPermit: Bool { covers && source.permit != nil }

    /// Whether it was ended early, so that it lets nobody in and is not renewed.
    public var isRevoked: Bool { revokedAt != nil }

    /// Whether it was ended early by an instant, so that a car that comes then has nothing of it.
    func isRevoked(by instant: Instant) -> Bool { revokedAt.map { $0 <= instant } ?? false }

    /// The last day on which a gate lets its car in; no more that on which it was revoked. Nil where it has no end.
    public var lastDayOfAdmission: LocalDay? { isRevoked ? days.last?.previous : days.last }

    /// Whether the gate lets its car in on a day, at some time.
    public func admits(on day: LocalDay) -> Bool {
        covers && days.first <= day && lastDayOfAdmission.map { day <= $0 } ?? true
    }

    /// Whether it lets a car in at an instant of a local day; before its hours, as far as that is forgiven.
    func admits(at instant: Instant, on day: LocalDay) -> Bool {
        guard let hours = source.hours else { return admits(on: day) }
        return hours.admittedFrom <= instant && instant < hours.until
    }

    /// Time beside its hours that is forgiven, from when the log knew it (design rule 13).
    var forgiven: [Range<Instant>] {
        guard let hours = source.hours else { return [] }
        let from = max(hours.admittedFrom, knownSince)
        return [from..<max(from, hours.from), hours.until..<hours.until + hours.forgiven.after]
    }

    /// When the gate lets its car in on a day on which it does: with the day, or with its hours, as long before them as is forgiven.
    public func admission(on day: LocalDay, in zone: ZoneRules) -> Range<Instant> {
        guard let hours = source.hours else { return zone.start(of: day)..<zone.end(of: day) }
        return hours.admittedFrom..<max(hours.admittedFrom, hours.until)
    }

    /// When it lets its car be inside, up to ``Instant/latest`` where it has no end; never, where it is no right to park.
    public func presence(in zone: ZoneRules) -> Range<Instant> {
        guard covers, !days.areNone else { return .latest ..< .latest }
        if source.hours != nil { return span }
        return zone.start(of: days.first)..<(days.last.map { zone.end(of: $0) } ?? .latest)
    }
}

/// A right by the version of the event that gave it: what a reservation's and a permit's numbers have in common.
public struct RightID: EventNamed {
    /// The version of the event that gave it.
    public let version: Int64
    /// Names it by that event.
    public init(version: Int64) { self.version = version }

    init(_ reservation: ReservationID) { version = reservation.version }
    init(_ permit: PermitID) { version = permit.version }
}

/// On what spot a right lets a car stand.
public enum RightSpot: Hashable, Sendable {
    /// One of those that may be reserved for a day; guests have a quota of their own (design rule 2).
    case bookable(Holder)
    /// One of those that are kept for permits, and beyond them one that nobody has reserved.
    case permanent(PermitSpot)
    /// None: it is no right to park.
    case none
}

extension Right: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        var right = try Right(
            id: form(value!.id), plate: form(value!.plate), knownSince: form(value!.knownSince),
            days: form(value!.days), source: form(value!.source), groups: form(value!.groups),
            permitSpot: form(value!.permitSpot), quota: form(value!.quota))
        right.renewals = try form(value!.renewals)
        right.periods = try form(value!.periods)
        right.credit = try form(value!.credit)
        right.revokedAt = try form(value!.revokedAt)
        return right
    }
}
