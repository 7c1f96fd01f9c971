import Chronology
import Tariffs

/// The rights that stand, or have ended lately.
struct Rights: Hashable, Sendable {
    private var byID: [RightID: Right] = [:]
    /// In the order in which they were given.
    private var ofPlate: [PlateID: [RightID]] = [:]
    private var reservations: [LocalDay: ReservedDay] = [:]
    /// By their last days.
    private var ending = Agenda<LocalDay, RightID>()

    /// The reservations of one day; a plate has at most one.
    struct ReservedDay: Hashable, Sendable {
        var byPlate: [PlateID: RightID] = [:]
        /// How many of them are guests'.
        var guests = 0

        /// How many there are.
        var count: Int { byPlate.count }
        /// How many of them are members'.
        var members: Int { byPlate.count - guests }
    }

    subscript(id: RightID) -> Right? { byID[id] }

    /// Every right, in no order.
    var all: some Collection<Right> { byID.values }

    /// The rights of a plate, in the order in which they were given.
    func of(_ plate: PlateID) -> [Right] { ofPlate[plate]?.compactMap { byID[$0] } ?? [] }

    /// The reservations of a day.
    func reserved(on day: LocalDay) -> ReservedDay { reservations[day] ?? ReservedDay() }

    /// Whether a plate has reserved a day, or hours of it.
    func isReserved(_ plate: PlateID, on day: LocalDay) -> Bool { reservations[day]?.byPlate[plate] != nil }

    /// Whether a permit lets a plate park on a day.
    func isPermitted(_ plate: PlateID, on day: LocalDay) -> Bool {
        ofPlate[plate]?.contains { byID[$0].map { $0.spot == .permanent && $0.days.contains(day) } ?? false } ?? false
    }

    /// Takes a new right in.
    mutating func insert(_ right: Right) {
        byID[right.id] = right
        if let last = right.days.last { ending.add(right.id, at: last) }
        ofPlate[right.plate, default: []].append(right.id)
        guard let holder = right.source.holder else { return }
        reservations[right.days.first, default: ReservedDay()].byPlate[right.plate] = right.id
        if holder == .guest { reservations[right.days.first]!.guests += 1 }
    }

    /// Takes in a permit as it is now.
    mutating func change(_ right: Right) {
        assert(byID[right.id]?.plate == right.plate && right.source.holder == nil, "only a permit's days change")
        byID[right.id] = right
        if let last = right.days.last { ending.add(right.id, at: last) }
    }

    /// One of the rights whose last day was before a day; each is named once.
    mutating func nextOver(before day: LocalDay) -> Right? {
        while let id = ending.next(before: day) {
            if let right = byID[id], right.days.areOver(on: day) { return right }
        }
        return nil
    }

    /// Lets go of a right.
    mutating func remove(_ id: RightID) {
        guard let right = byID.removeValue(forKey: id) else { return }
        ofPlate[right.plate]?.removeAll { $0 == id }
        if ofPlate[right.plate]?.isEmpty == true { ofPlate[right.plate] = nil }
        guard let holder = right.source.holder, reservations[right.days.first]?.byPlate[right.plate] == id else {
            return
        }
        reservations[right.days.first]!.byPlate[right.plate] = nil
        if holder == .guest { reservations[right.days.first]!.guests -= 1 }
        if reservations[right.days.first]!.byPlate.isEmpty { reservations[right.days.first] = nil }
    }

    /// Whether the indexes say what the rights say; looks at all of it.
    var holdsTogether: Bool {
        let reserved = byID.values.filter { $0.source.holder != nil }
        return ofPlate.values.reduce(0) { $0 + $1.count } == byID.count
            && ofPlate.allSatisfy { plate, ids in ids.allSatisfy { byID[$0]?.plate == plate } && ids == ids.sorted() }
            && reservations.values.reduce(0) { $0 + $1.count } == reserved.count
            && reserved.allSatisfy { reservations[$0.days.first]?.byPlate[$0.plate] == $0.id }
            && reservations.allSatisfy { day, reservations in
                reserved.count { $0.days.first == day && $0.source.holder == .guest } == reservations.guests
            }
    }
}
