public import Chronology
public import Tariffs

/// What a gate is to do with a car at an entry, by a copy.
public struct GateVerdict: Hashable, Sendable {
    /// Whether to open, on what grounds or why not.
    public let answer: GateAnswer
    /// The right that lets the car in; nil for one that pays by time or stays outside.
    public let right: Right?
    /// Until when the right lets it in.
    public let until: Instant?
    /// From when the gate lets the car in, where it comes before its hours.
    public let hoursFrom: Instant?
    /// Whether the plate was taken for another one that looks like it (design rule 8).
    public let isLookAlike: Bool
}

extension GateCopy {
    /// Checks that a copy may be gone by at an instant, at a gate of a garage.
    ///
    /// - Parameter garage: the gate's; nil where the file alone says whose it is.
    public func check(at instant: Instant, at garage: GarageID? = nil) throws(GateCopyProblem) {
        if let garage, garage != self.garage { throw .otherGarage(self.garage, wanted: garage) }
        guard validFrom <= instant else { throw .notYet(from: validFrom) }
        guard instant < expiresAt else { throw .expired(expiresAt) }
    }

    /// What to do with a car at an entry, by the rules that the service decides by, and with nobody known to be inside: how full
    /// the garage is, and whether a car is in it already, the gate must know by itself.
    public func verdict(on plate: Plate, at instant: Instant) -> GateVerdict {
        let state = Garage(self)
        let read = id(of: plate)
        let car =
            settings.gates.first.map {
                state.entrant(read, alike: alike(plate), by: $0.id, at: instant, in: settings)
            } ?? read
        let today = settings.zone.day(of: instant)
        switch state.admission(of: .plate(car), at: instant, now: instant, in: settings) {
        case .open(let grounds):
            let right = grounds.right.flatMap { state.rights[$0] }
            return GateVerdict(
                answer: .open(.entry(grounds)), right: right,
                until: right.map { $0.admission(on: today, in: settings.zone).upperBound }, hoursFrom: nil,
                isLookAlike: car != read)
        case .deny(let reason):
            return GateVerdict(
                answer: .deny(reason), right: nil, until: nil,
                hoursFrom: reason == .beforeHours ? state.rights.walk(car).nextHours(behind: instant, on: today) : nil,
                isLookAlike: car != read)
        }
    }

    /// What a stay costs that began on the copy's day: by the rates that were known then, the rights of the plate and the groups
    /// of its driver.
    ///
    /// - Parameter plate: nil for a car that is known by a ticket or not at all.
    public func charge(
        of plate: Plate?, vehicle: CardID? = nil, from entry: Instant, until exit: Instant
    ) throws(GateCopyProblem) -> ChargeOutcome {
        let wanted = settings.zone.day(of: entry)
        guard wanted == day else { throw .otherDay(day, wanted: wanted) }
        guard entry <= exit else { throw .backwards }
        var state = Garage(self)
        let entered = Session(
            id: SessionID(version: .max), car: plate.map { .plate(id(of: $0)) } ?? .unknown, gate: nil,
            vehicle: vehicle, enteredAt: entry, recordedAt: entry)
        for case .stayBegan(let session) in state.begin(entered) { return state.charge(of: session, until: exit) }
        preconditionFailure("a stay that begins is told of")
    }

    /// The rates that it prices by.
    public var book: RateBook {
        var book = RateBook()
        for publication in publications { book.publish(publication) }
        return book
    }

    /// What the rights call a plate; any other has none.
    private func id(of plate: Plate) -> PlateID {
        plates.first { $0.value == plate }?.key ?? PlateID(bytes: [UInt8](repeating: 0, count: 16))!
    }

    private func alike(_ plate: Plate) -> [PlateID] {
        plates.filter { plate.isLookAlike(of: $0.value, folding: settings.plateFolding) }.map(\.key)
    }
}
