import Tariffs

/// The stays that have not ended, and the cars that are known by them.
struct Stays: Hashable, Sendable {
    private(set) var open: [SessionID: Session] = [:]
    private var ofCar: [CarIdentity: SessionID] = [:]
    /// Cars that nobody can tell apart.
    private(set) var unknown: Set<SessionID> = []

    /// How many cars are inside, with and without a known plate.
    var count: Int { open.count }

    subscript(id: SessionID) -> Session? { open[id] }

    /// The stay of a car; never of an unknown one.
    func of(_ car: CarIdentity) -> Session? { ofCar[car].flatMap { open[$0] } }

    /// Whether a plate's car is inside.
    func isInside(_ plate: PlateID) -> Bool { ofCar[.plate(plate)] != nil }

    /// The plates of the cars inside.
    var plates: some Sequence<PlateID> { ofCar.keys.lazy.compactMap(\.plate) }

    mutating func begin(_ session: Session) {
        open[session.id] = session
        if session.car == .unknown { unknown.insert(session.id) } else { ofCar[session.car] = session.id }
    }

    /// The stay has ended; nil where it had ended before.
    mutating func end(_ id: SessionID) -> Session? {
        guard let session = open.removeValue(forKey: id) else { return nil }
        unknown.remove(id)
        if ofCar[session.car] == id { ofCar[session.car] = nil }
        return session
    }

    /// Changes what is known of a stay; nil where it has ended.
    mutating func change(_ id: SessionID, _ change: (inout Session) -> Void) -> Session? {
        guard open[id] != nil else { return nil }
        change(&open[id]!)
        return open[id]
    }

    /// Whether the indexes say what the stays say; looks at all of them.
    var holdsTogether: Bool {
        ofCar.allSatisfy { open[$1]?.car == $0 } && unknown.allSatisfy { open[$0]?.car == .unknown }
            && ofCar.count + unknown.count == open.count
    }
}
