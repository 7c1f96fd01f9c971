public import Chronology
public import Tariffs

/// A stay that has not ended.
public struct Session: Hashable, Sendable {
    /// The version of the entry's event.
    public let id: SessionID
    /// Whose stay it is.
    public private(set) var car: CarIdentity
    /// Where the car came in; nil where an import does not say.
    public let gate: GateID?
    /// The type of the vehicle, named after its rate card; nil where nobody said.
    public let vehicle: CardID?
    /// When the car came in: the instant that decides which rates are known.
    public private(set) var enteredAt: Instant
    /// When the log heard of it.
    public let recordedAt: Instant
    /// What the camera read, where that was taken for the plate that looks like it (design rule 8).
    public let readAs: PlateID?
    /// Whether it was taken over from another system's records.
    public let isImported: Bool
    /// The rights that cover it, or will if it lasts, in the order in which they were given.
    ///
    /// Kept here as well, since a garage forgets rights that are over while a stay may go on.
    public private(set) var rights: [Right] = []
    /// When its rights gave it no place, by the places that they share: those were other cars' that had come before.
    var crowdedOut: [Quota: [Range<Instant>]] = [:]
    /// How long it may last without a right; nil before the garage has taken it in.
    var limits: StayLimits?
    /// The groups that its driver belonged to on the day it came in.
    public internal(set) var groups: Set<GroupID> = []
    /// Who has validated it.
    public internal(set) var validations: Set<ValidationID> = []
    /// The fallback spot that the car was told to take.
    public internal(set) var fallback: FallbackSpot?
    /// The agreement that was applied last.
    public internal(set) var agreement: AgreementID?

    init(
        id: SessionID, car: CarIdentity, gate: GateID?, vehicle: CardID?, enteredAt: Instant, recordedAt: Instant,
        readAs: PlateID? = nil, isImported: Bool = false
    ) {
        self.id = id
        self.car = car
        self.gate = gate
        self.vehicle = vehicle
        self.enteredAt = enteredAt
        self.recordedAt = recordedAt
        self.readAs = readAs
        self.isImported = isImported
    }

    /// The plate, where that is how the car is known.
    public var plate: PlateID? { car.plate }

    /// The stay as it is priced, if its car leaves then.
    public func stay(until exit: Instant, in zone: ZoneRules) -> Stay {
        Stay(
            entry: enteredAt, exit: exit, card: vehicle ?? .standard, groups: groups, validations: validations,
            agreement: agreement, covered: covered(until: exit, in: zone),
            forgiven: rights.flatMap(\.forgiven), limit: limit(in: zone))
    }

    /// Until when it may last, where it had no right when it began; nil for as long as it pays (design rule 17).
    private func limit(in zone: ZoneRules) -> Instant? {
        hasRight(at: enteredAt, in: zone) ? nil : limits?.end(of: enteredAt, in: zone)
    }

    /// The same stay, of another car, without the rights of the one it was thought to be.
    func of(_ car: CarIdentity) -> Session {
        var session = self
        if car != self.car { session.crowdedOut = [:] }
        session.car = car
        (session.rights, session.groups) = ([], [])
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
        guard right.covers else { return }
        rights.removeAll { $0.id == right.id }
        if !right.days.areNone, !right.isRevoked(by: enteredAt) { rights.append(right) }
    }

    /// A right was given back.
    mutating func uncover(_ id: RightID) { rights.removeAll { $0.id == id } }

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

    private var walk: RightsWalk { RightsWalk(rights, crowdedOut: crowdedOut) }

    /// The stretches of the stay in which its rights were its car's, in order of time (design rule 13).
    func steps(until end: Instant, in zone: ZoneRules) -> [RightsWalk.Step] {
        end <= enteredAt ? [] : walk.steps(within: enteredAt..<end, in: zone)
    }

    /// The stretches of the stay that rights pay for.
    private func covered(until exit: Instant, in zone: ZoneRules) -> [Range<Instant>] {
        steps(until: exit, in: zone).flatMap(\.placed)
            .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    }

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
        let steps = steps(until: .latest, in: zone)
        let placed = steps.filter(\.isPlacedAtLast)
        var end = limit(in: zone).map { (at: $0, grace: grace) }
        // Whose place another car has taken since is from then on like one that came in without a right.
        if end == nil, placed.isEmpty, let lost = steps.compactMap(\.crowdedOut.last?.lowerBound).max() {
            end = limits?.end(of: lost, in: zone).map { (at: $0, grace: grace) }
        }
        // The first right that begins in time takes the place of the stay's limit, and then ends as rights do.
        var isLimit = end != nil
        for step in placed {
            let forgiven = step.right.source.hours?.forgiven ?? Forgiveness()
            let (from, until) = (step.span.lowerBound, step.span.upperBound)
            // What is no overstay between two rights does not end them.
            let forgivenFrom = max(from - forgiven.before, step.right.knownSince)
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

extension Session: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        var session = try Session(
            id: form(value!.id), car: form(value!.car), gate: form(value!.gate), vehicle: form(value!.vehicle),
            enteredAt: form(value!.enteredAt), recordedAt: form(value!.recordedAt), readAs: form(value!.readAs),
            isImported: form(value!.isImported))
        session.rights = try form(value!.rights)
        session.crowdedOut = try form(value!.crowdedOut)
        session.limits = try form(value!.limits)
        session.groups = try form(value!.groups)
        session.validations = try form(value!.validations)
        session.fallback = try form(value!.fallback)
        session.agreement = try form(value!.agreement)
        return session
    }
}
