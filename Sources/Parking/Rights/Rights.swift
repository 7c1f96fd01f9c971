import Chronology

/// The rights that stand, or have ended lately.
struct Rights: Hashable, Sendable {
    /// In the order in which they were given.
    private var ofPlate: [PlateID: [Right]] = [:]
    private var plates: [RightID: PlateID] = [:]
    private var reservations: [LocalDay: ReservedDay] = [:]
    /// Those that share places, in the order in which they were given.
    private var ofQuota: [Quota: [RightID]] = [:]
    /// By their last days.
    private var ending = Agenda<LocalDay, RightID>()
    /// Reservations that were given back when their time had begun.
    private var givenBack: [PlateID: [Right]] = [:]

    subscript(id: RightID) -> Right? { plates[id].flatMap { plate in ofPlate[plate]?.first { $0.id == id } } }

    /// Every right, in no order.
    var all: some Sequence<Right> { ofPlate.values.lazy.joined() }

    /// The rights of a plate, in the order in which they were given.
    func of(_ plate: PlateID) -> [Right] { ofPlate[plate] ?? [] }

    /// The rights that a car of the plate may have had by itself when it came: also reservations that were given back since, which
    /// are no right to anybody else (design rule 11).
    func everHeld(by plate: PlateID) -> [Right] { of(plate) + (givenBack[plate] ?? []) }

    /// The same, as every question about them goes by.
    func walk(_ plate: PlateID) -> RightsWalk { RightsWalk(of(plate)) }

    /// Whether some of them share places.
    var hasQuotas: Bool { !ofQuota.isEmpty }

    /// The rights that share places, in the order in which they were given.
    func of(_ quota: Quota) -> [Right] { ofQuota[quota]?.compactMap { self[$0] } ?? [] }

    /// The reservations of a day.
    func reserved(on day: LocalDay) -> ReservedDay { reservations[day] ?? ReservedDay() }

    /// The permits to park that lasted on one of some days and were not revoked, in no order.
    func permits(in days: RightDays) -> some Sequence<Right> {
        all.lazy.filter { $0.isPermit && !$0.isRevoked && $0.days.overlap(days) }
    }

    /// How many plates have a permit with a spot of its own on a day; of those that share places, as many as there are places.
    func owners(on day: LocalDay, places: (Quota) -> Int) -> Int {
        var plates: Set<PlateID> = []
        var sharing: [Quota: Set<PlateID>] = [:]
        for right in all where right.isPermit && right.permitSpot != .shared && right.admits(on: day) {
            if let quota = right.quota {
                sharing[quota, default: []].insert(right.plate)
            } else {
                plates.insert(right.plate)
            }
        }
        return sharing.reduce(plates.count) { $0 + min(places($1.key), $1.value.subtracting(plates).count) }
    }

    /// Takes a new right in.
    mutating func insert(_ right: Right) {
        plates[right.id] = right.plate
        ofPlate[right.plate, default: []].append(right)
        if let last = right.days.last { ending.add(right.id, at: last) }
        if let quota = right.quota { ofQuota[quota, default: []].append(right.id) }
        guard let holder = right.source.holder else { return }
        reservations[right.days.first, default: ReservedDay()].insert(right, holder)
    }

    /// Takes in a permit as it is now.
    mutating func change(_ right: Right) {
        assert(right.source.holder == nil, "only a permit's days change")
        guard let place = ofPlate[right.plate]?.firstIndex(where: { $0.id == right.id }) else { return }
        if self[right.id]?.quota != right.quota {
            leaveQuota(right.id)
            if let quota = right.quota { ofQuota[quota] = ((ofQuota[quota] ?? []) + [right.id]).sorted() }
        }
        ofPlate[right.plate]![place] = right
        if let last = right.days.last { ending.add(right.id, at: last) }
    }

    private mutating func leaveQuota(_ id: RightID) {
        guard let quota = self[id]?.quota else { return }
        ofQuota[quota]?.removeAll { $0 == id }
        if ofQuota[quota]?.isEmpty == true { ofQuota[quota] = nil }
    }

    /// One of the rights whose last day was before a day; each is named once.
    mutating func nextOver(before day: LocalDay) -> Right? {
        while let id = ending.next(before: day) {
            if let right = self[id], right.days.areOver(on: day) { return right }
        }
        return nil
    }

    /// Lets go of a right.
    mutating func remove(_ id: RightID) {
        leaveQuota(id)
        guard let right = self[id] else { return }
        plates[id] = nil
        ofPlate[right.plate]?.removeAll { $0.id == id }
        if ofPlate[right.plate]?.isEmpty == true { ofPlate[right.plate] = nil }
        guard let holder = right.source.holder else { return }
        reservations[right.days.first]?.remove(right, holder)
        if reservations[right.days.first]?.byPlate.isEmpty == true { reservations[right.days.first] = nil }
    }

    /// Lets go of a reservation that is given back; what has begun of it is kept for a car that turns out to have come before.
    mutating func giveBack(_ id: RightID, at now: Instant, in zone: ZoneRules) {
        guard var right = self[id] else { return }
        remove(id)
        guard right.presence(in: zone).lowerBound < now else { return }
        right.revokedAt = now
        givenBack[right.plate, default: []].append(right)
    }

    /// Lets go of what was given back of earlier days.
    mutating func forgetGivenBack(before day: LocalDay) {
        for (plate, rights) in givenBack {
            let kept = rights.filter { !$0.days.areOver(on: day) }
            if kept.count < rights.count { givenBack[plate] = kept.isEmpty ? nil : kept }
        }
    }

    /// Whether the indexes say what the rights say; looks at all of it.
    var holdsTogether: Bool {
        var days: [LocalDay: ReservedDay] = [:]
        for right in all.sorted(by: { $0.id < $1.id }) {
            if let holder = right.source.holder { days[right.days.first, default: ReservedDay()].insert(right, holder) }
        }
        let sharing = Dictionary(grouping: all.filter { $0.quota != nil }) { $0.quota! }
        return ofQuota == sharing.mapValues { $0.map(\.id).sorted() }
            && ofPlate.values.reduce(0) { $0 + $1.count } == plates.count
            && ofPlate.allSatisfy { plate, rights in
                rights.allSatisfy { $0.plate == plate && plates[$0.id] == plate }
                    && rights.map(\.id) == rights.map(\.id).sorted()
            }
            && reservations == days
    }
}

extension Rights: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Rights(
            ofPlate: form(value!.ofPlate), plates: form(value!.plates), reservations: form(value!.reservations),
            ofQuota: form(value!.ofQuota), ending: form(value!.ending), givenBack: form(value!.givenBack))
    }
}
