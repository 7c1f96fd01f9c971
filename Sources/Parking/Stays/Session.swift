public import Chronology
public import Tariffs

/// A stay that has not ended.
public struct Session: Hashable, Sendable {
    /// The version of the entry's event.
    public let id: SessionID
    /// Whose stay it is.
    public private(set) var car: CarIdentity
    /// When the car came in: the instant that decides which rates are known.
    public private(set) var enteredAt: Instant
    /// When the log heard of it.
    public let recordedAt: Instant
    private var particulars: Shared<Particulars>

    /// What is seldom asked: kept once, as stays are passed on and looked at all the time.
    fileprivate struct Particulars: Hashable, Sendable {
        var gate: GateID?
        var vehicle: CardID?
        var readAs: PlateID?
        var isImported: Bool
        var rights: [Right] = []
        var crowdedOut: [Quota: [Range<Instant>]] = [:]
        var limits: StayLimits?
        var groups: Set<GroupID> = []
        var validations: Set<ValidationID> = []
        var fallback: FallbackSpot?
        var agreement: AgreementID?
    }

    init(
        id: SessionID, car: CarIdentity, gate: GateID?, vehicle: CardID?, enteredAt: Instant, recordedAt: Instant,
        readAs: PlateID? = nil, isImported: Bool = false
    ) {
        self.id = id
        self.car = car
        self.enteredAt = enteredAt
        self.recordedAt = recordedAt
        particulars = Shared(Particulars(gate: gate, vehicle: vehicle, readAs: readAs, isImported: isImported))
    }

    private subscript<Value>(_ part: WritableKeyPath<Particulars, Value>) -> Value {
        get { particulars.value[keyPath: part] }
        set {
            var changed = particulars.value
            changed[keyPath: part] = newValue
            particulars = Shared(changed)
        }
    }

    /// Where the car came in; nil where an import does not say.
    public var gate: GateID? { particulars.value.gate }
    /// The type of the vehicle, named after its rate card; nil where nobody said.
    public var vehicle: CardID? { particulars.value.vehicle }
    /// What the camera read, where that was taken for the plate that looks like it (design rule 8).
    public var readAs: PlateID? { particulars.value.readAs }
    /// Whether it was taken over from another system's records.
    public var isImported: Bool { particulars.value.isImported }
    /// The rights that cover it, or will if it lasts, in the order in which they were given.
    ///
    /// Kept here as well, since a garage forgets rights that are over while a stay may go on.
    public var rights: [Right] { particulars.value.rights }
    /// When its rights gave it no place, by the places that they share: those were other cars' that had come before.
    var crowdedOut: [Quota: [Range<Instant>]] {
        get { particulars.value.crowdedOut }
        set { self[\.crowdedOut] = newValue }
    }
    /// The groups that its driver belonged to on the day it came in.
    public var groups: Set<GroupID> { particulars.value.groups }
    /// Who has validated it.
    public var validations: Set<ValidationID> { particulars.value.validations }
    /// The fallback spot that the car was told to take.
    public internal(set) var fallback: FallbackSpot? {
        get { particulars.value.fallback }
        set { self[\.fallback] = newValue }
    }
    /// The agreement that was applied last.
    public internal(set) var agreement: AgreementID? {
        get { particulars.value.agreement }
        set { self[\.agreement] = newValue }
    }

    /// Takes in that somebody has validated it.
    mutating func validate(_ validation: ValidationID) { self[\.validations].insert(validation) }

    /// The same stay, taken in by a garage: how long it may last without a right, the rights of its car, and the groups that its
    /// driver belonged to when it came in.
    func entitled(to rights: [Right], groups: Set<GroupID>, _ limits: StayLimits) -> Session {
        var session = self
        var changed = particulars.value
        changed.limits = changed.limits ?? limits
        for right in rights { changed.cover(right, since: enteredAt) }
        changed.groups = groups
        session.particulars = Shared(changed)
        return session
    }

    /// The plate, where that is how the car is known.
    ///
    /// Never in the place of its callers: the optimiser of Swift 6.3.1 fails on what comes of that.
    @inline(never) public var plate: PlateID? { car.plate }

    /// The stay as it is priced, if its car leaves then.
    public func stay(until exit: Instant, in zone: ZoneRules) -> Stay {
        Stay(
            entry: enteredAt, exit: exit, card: vehicle ?? .standard, groups: groups, validations: validations,
            agreement: agreement, covered: walk.placed(within: span(until: exit), in: zone),
            forgiven: rights.flatMap(\.forgiven), limit: limit(in: zone))
    }

    /// Until when it may last, where it had no right when it began; nil for as long as it pays (design rule 17).
    private func limit(in zone: ZoneRules) -> Instant? {
        hasRight(at: enteredAt, in: zone) ? nil : particulars.value.limits?.end(of: enteredAt, in: zone)
    }

    /// The same stay with the particulars of another one, so that they are kept once for both; nil where it has others.
    func sharing(with other: Session) -> Session? {
        guard particulars == other.particulars else { return nil }
        var session = self
        session.particulars = other.particulars
        return session
    }

    /// The same stay, of another car, without the rights of the one it was thought to be.
    func of(_ car: CarIdentity) -> Session {
        var session = self
        var changed = particulars.value
        if car != self.car { changed.crowdedOut = [:] }
        (changed.rights, changed.groups) = ([], [])
        (session.car, session.particulars) = (car, Shared(changed))
        return session
    }

    /// The same stay, from another time on, without the rights that it had.
    func entered(at instant: Instant) -> Session {
        var session = of(car)
        session.enteredAt = instant
        return session
    }

    /// Takes in a right as it is now: a new one, or one whose days have changed.
    mutating func cover(_ right: Right) {
        var changed = particulars.value
        changed.cover(right, since: enteredAt)
        particulars = Shared(changed)
    }

    /// A right was given back.
    mutating func uncover(_ id: RightID) { self[\.rights].removeAll { $0.id == id } }

    /// Whether a day, or hours of it, are covered.
    public func covers(_ day: LocalDay) -> Bool { rights.contains { $0.days.contains(day) } }

    /// The rights by which the car may be inside at an instant, with a place where they share some; the best first.
    public func rights(at instant: Instant, in zone: ZoneRules) -> [Right] { walk.holding(at: instant, in: zone) }

    /// Whether a right lets the car be inside at an instant.
    func hasRight(at instant: Instant, in zone: ZoneRules) -> Bool { !rights(at: instant, in: zone).isEmpty }

    /// Whether its car takes a place of a quota by a right that shares them: not where a right of its own lets it be inside.
    func takesPlace(by id: RightID, at instant: Instant, in zone: ZoneRules) -> Bool {
        let holding = rights(at: instant, in: zone)
        return holding.contains { $0.id == id } && holding.allSatisfy { $0.quota != nil }
    }

    /// Whether it has a place of a quota at last.
    func hasPlace(in quota: Quota) -> Bool { crowdedOut[quota]?.last?.upperBound != .latest }

    /// Its rights, as every question about them goes by.
    var walk: RightsWalk { RightsWalk(rights, crowdedOut: crowdedOut) }

    /// The stay as long as it lasts till then.
    func span(until end: Instant) -> Range<Instant> { enteredAt..<max(enteredAt, end) }

    /// When the car's right to be inside ends; nil where it may stay as long as it pays, or has a right without an end (design
    /// rule 6). ``Garage/rightsEnd(of:)`` knows the grace.
    ///
    /// A right lasts to the end of a local day, or of the hours of it that were paid, and on where another right begins by then
    /// that the log knew by then: who buys one later has overstayed, as the charge says, too (rule 13). A car that came in
    /// without a right must leave by the limits of its stay, unless one has begun by then; in a garage that admits
    /// reservations only, that is the day on which it came (rule 17).
    ///
    /// - Parameter grace: how much time behind a right is no overstay, as it is beside hours whose booking forgives it.
    func rightsEnd(in zone: ZoneRules, grace: TimeSpan = .zero) -> RightsEnd? {
        let walk = walk
        let steps = walk.steps(within: span(until: .latest), in: zone)
        let placed = steps.filter(walk.isPlacedAtLast)
        var end = limit(in: zone).map { (at: $0, grace: grace) }
        // Whose place another car has taken since is from then on like one that came in without a right.
        if end == nil, placed.isEmpty, let lost = steps.compactMap({ walk.crowdedOut($0).last?.lowerBound }).max() {
            end = particulars.value.limits?.end(of: lost, in: zone).map { (at: $0, grace: grace) }
        }
        // The first right that begins in time takes the place of the stay's limit, and then ends as rights do.
        var isLimit = end != nil
        for step in placed {
            let forgiven = walk[step].source.hours?.forgiven ?? Forgiveness()
            let (from, until) = (step.span.lowerBound, step.span.upperBound)
            // What is no overstay between two rights does not end them.
            let forgivenFrom = max(from - forgiven.before, walk[step].knownSince)
            if let end, from > end.at + end.grace, forgivenFrom > end.at { break }
            guard until < .latest else { return nil }
            defer { isLimit = false }
            if let last = end, !isLimit, until <= last.at {
                if until == last.at { end = (until, max(last.grace, forgiven.after)) }
            } else {
                end = (until, max(grace, forgiven.after))
            }
        }
        return end.map { RightsEnd(at: $0.at, grace: $0.grace) }
    }
}

extension Session.Particulars {
    /// Takes in a right as it is now, of a stay that began then.
    fileprivate mutating func cover(_ right: Right, since entry: Instant) {
        guard right.covers else { return }
        rights.removeAll { $0.id == right.id }
        if !right.days.areNone, !right.isRevoked(by: entry) { rights.append(right) }
    }
}

extension Session: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        var session = try Session(
            id: form(value!.id), car: form(value!.car), gate: form(value!.gate), vehicle: form(value!.vehicle),
            enteredAt: form(value!.enteredAt), recordedAt: form(value!.recordedAt), readAs: form(value!.readAs),
            isImported: form(value!.isImported))
        var parts = session.particulars.value
        parts.rights = try form(value!.rights)
        parts.crowdedOut = try form(value!.crowdedOut)
        parts.limits = try form(value!.particulars.value.limits)
        parts.groups = try form(value!.groups)
        parts.validations = try form(value!.validations)
        parts.fallback = try form(value!.fallback)
        parts.agreement = try form(value!.agreement)
        session.particulars = Shared(parts)
        return session
    }
}
