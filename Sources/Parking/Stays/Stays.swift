import Chronology
import Tariffs

/// The stays that have not ended, those that ended so lately that a late fact may mend them, and the exits of both.
struct Stays: Hashable, Sendable {
    private(set) var open: [SessionID: Session] = [:]
    private(set) var ended: [SessionID: EndedStay] = [:]
    private(set) var exits: [ExitID: CarExit] = [:]
    /// The newest stay of each car that is inside and known by a name.
    private var inside: [CarIdentity: SessionID] = [:]
    private var passages: [CarIdentity: Passages] = [:]
    /// Open stays of cars that nobody can tell apart.
    private(set) var unknown: Set<SessionID> = []

    /// The passages of one car, in the order in which the log heard of them; of unknown cars only the exits.
    private struct Passages: Hashable, Sendable {
        var entries: [SessionID] = []
        var exits: [ExitID] = []
    }

    /// How many cars are inside, with and without a known plate.
    var count: Int { open.count }

    subscript(id: SessionID) -> Session? { open[id] }

    /// When the first of the stays began that are open or have ended lately.
    var earliestEntry: Instant? {
        [open.values.lazy.map(\.enteredAt).min(), ended.values.lazy.map(\.session.enteredAt).min()]
            .compactMap(\.self).min()
    }

    /// A stay that is open or has ended lately.
    func known(_ id: SessionID) -> Session? { open[id] ?? ended[id]?.session }

    /// The open stay of a car; never of an unknown one.
    func of(_ car: CarIdentity) -> Session? { inside[car].flatMap { open[$0] } }

    /// Whether a plate's car is inside.
    func isInside(_ plate: PlateID) -> Bool { inside[.plate(plate)] != nil }

    /// The plates of the cars inside.
    var plates: some Sequence<PlateID> { inside.keys.lazy.compactMap(\.plate) }

    /// The stays of a car that are open or have ended lately, in no order.
    func entries(of car: CarIdentity) -> [Session] { passages[car]?.entries.compactMap(known) ?? [] }

    /// The exits of a car that was seen leaving lately, in no order.
    func exits(of car: CarIdentity) -> [CarExit] { passages[car]?.exits.compactMap { exits[$0] } ?? [] }

    /// The stay of an unknown car that has waited longest for its exit.
    func oldestUnknown(enteredBy instant: Instant) -> Session? {
        oldest(of: unknown.lazy.compactMap { open[$0] }, enteredBy: instant)
    }

    /// The stay of an unknown car that came in at a gate at an instant, also if it has ended.
    func unknownStay(at gate: GateID, enteredAt instant: Instant) -> Session? {
        let ended = ended.values.lazy.map(\.session).filter { $0.car == .unknown }
        return (unknown.compactMap { open[$0] } + ended).filter { $0.gate == gate && $0.enteredAt == instant }
            .min { $0.id < $1.id }
    }

    /// Whichever stay of another car has waited longest for its exit.
    func oldest(enteredBy instant: Instant, besides car: CarIdentity?) -> Session? {
        oldest(of: open.values.lazy.filter { $0.car != car }, enteredBy: instant)
    }

    private func oldest(of sessions: some Sequence<Session>, enteredBy instant: Instant) -> Session? {
        sessions.lazy.filter { $0.enteredAt <= instant }.min { ($0.enteredAt, $0.id) < ($1.enteredAt, $1.id) }
    }

    // MARK: What happens

    mutating func begin(_ session: Session) {
        open[session.id] = session
        take(session)
    }

    /// The stay ends, or ends otherwise than was thought; an exit that is not its end any more belongs to no stay.
    ///
    /// - Returns: the stay, and what was thought of its end before; nil where the stay is forgotten.
    mutating func end(_ id: SessionID, _ end: StayEnd) -> (session: Session, was: StayEnd?)? {
        let was = ended[id]?.end
        guard let session = open.removeValue(forKey: id) ?? ended[id]?.session else { return nil }
        if case .left(let exit)? = was { free(exit.id, from: id) }
        var end = end
        if case .left(var exit) = end {
            exit.session = id
            end = .left(exit)
            take(exit)
            if exit.car == session.car { recall(session) }
        }
        ended[id] = EndedStay(session: session, end: end)
        leave(session, as: session.car)
        return (session, was)
    }

    /// The stay goes on.
    mutating func reopen(_ id: SessionID) {
        guard let stay = ended.removeValue(forKey: id) else { return }
        if case .left(let exit) = stay.end { free(exit.id, from: id) }
        passages[stay.session.car]?.entries.removeAll { $0 == id }
        begin(stay.session)
    }

    /// An exit that ended no stay.
    mutating func remember(_ exit: CarExit) { take(exit) }

    /// The exit is no end of any stay.
    mutating func free(_ id: ExitID) { exits[id]?.session = nil }

    /// The exit is not that of the car it was taken for: a car's that nobody knows, or where a person had made it up, nobody's.
    mutating func void(_ id: ExitID) {
        guard let exit = exits[id] else { return }
        guard exit.isByHand else { return rename(id, to: .unknown) }
        exits[id] = nil
        passages[exit.car]?.exits.removeAll { $0 == id }
        tidy(exit.car)
    }

    /// The exit is no end of a stay; it may be that of another one by now.
    private mutating func free(_ id: ExitID, from session: SessionID) {
        if exits[id]?.session == session { free(id) }
    }

    /// The car of a stay is another one than was thought.
    mutating func rename(_ session: Session) {
        guard let was = known(session.id)?.car else { return }
        // What follows a stay that has been over for long is forgotten, so nothing says any more how it ended.
        let isSettled = was != .unknown && !(passages[was]?.entries.contains(session.id) ?? false)
        passages[was]?.entries.removeAll { $0 == session.id }
        tidy(was)
        if open.removeValue(forKey: session.id) != nil {
            leave(session, as: was)
            begin(session)
        } else {
            ended[session.id]!.session = session
            if !isSettled { recall(session) }
        }
    }

    /// What is known of a stay is otherwise; its car is the same.
    mutating func replace(_ session: Session) {
        ended[session.id]?.session = session
        guard open[session.id] != nil else { return }
        open[session.id] = session
        if session.car != .unknown { inside[session.car] = newest(of: session.car) }
    }

    /// The exit was at another time than was thought.
    mutating func move(_ id: ExitID, to instant: Instant) {
        guard var exit = exits[id] else { return }
        exit.at = instant
        exits[id] = exit
        if let session = exit.session { ended[session]?.end = .left(exit) }
    }

    /// The car of an exit is another one than was thought.
    mutating func rename(_ id: ExitID, to car: CarIdentity) {
        guard var exit = exits[id] else { return }
        // One that is old may not have been looked at any more; it is again.
        passages[exit.car]?.exits.removeAll { $0 == id }
        tidy(exit.car)
        exit.car = car
        exits[id] = exit
        passages[car, default: Passages()].exits.append(id)
        if let session = exit.session { ended[session]?.end = .left(exit) }
    }

    /// Changes what is known of an open stay, or of one that may turn out to go on; nil where it has ended.
    mutating func change(_ id: SessionID, _ change: (inout Session) -> Void) -> Session? {
        if ended[id]?.isDoubtful == true { change(&ended[id]!.session) }
        guard open[id] != nil else { return nil }
        change(&open[id]!)
        return open[id]
    }

    /// Lets go of stays and exits that were over by then: nothing that is told from now on may mend them.
    ///
    /// - Parameter doubtful: when those must have been over whose end nobody saw (orphans, exits without an entry, stays that an
    ///   unknown car's exit was taken for), as a person may still put them right.
    /// - Parameter awaited: cars whose passages are all kept as long as that.
    mutating func forget(before limit: Instant, doubtful: Instant, keeping awaited: Set<CarIdentity>) {
        let settled = ended.filter {
            $1.end.at < limit && !awaited.contains($1.session.car) && isSettled($1, by: limit)
        }
        for (id, stay) in settled {
            passages[stay.session.car]?.entries.removeAll { $0 == id }
            if !stay.isDoubtful || stay.end.at < doubtful { ended[id] = nil }
            tidy(stay.session.car)
        }
        for (id, exit) in exits where exit.at < (awaited.contains(exit.car) ? doubtful : limit) {
            if let session = exit.session, ended[session] != nil { continue }
            passages[exit.car]?.exits.removeAll { $0 == id }
            if exit.session != nil || exit.at < doubtful { exits[id] = nil }
            tidy(exit.car)
        }
        for (id, stay) in ended where stay.end.at < doubtful {
            ended[id] = nil
            if case .left(let exit) = stay.end {
                exits[exit.id] = nil
                passages[exit.car]?.exits.removeAll { $0 == exit.id }
                tidy(exit.car)
            }
            passages[stay.session.car]?.entries.removeAll { $0 == id }
            tidy(stay.session.car)
        }
    }

    /// Whether what ends a stay by its car's own passages was over by then. An unknown car's exit does not: its own may come.
    private func isSettled(_ stay: EndedStay, by limit: Instant) -> Bool {
        guard case .left(let exit) = stay.end, exit.isAssumed(of: stay.session) else { return true }
        return entries(of: stay.session.car).contains {
            ($0.enteredAt, $0.id) > (stay.session.enteredAt, stay.session.id) && $0.enteredAt < limit
        }
    }

    // MARK: Indexes

    private mutating func take(_ session: Session) {
        guard session.car != .unknown else {
            unknown.insert(session.id)
            return
        }
        passages[session.car, default: Passages()].entries.append(session.id)
        if let other = inside[session.car].flatMap({ open[$0] }),
            (other.enteredAt, other.id) > (session.enteredAt, session.id)
        {
            return
        }
        inside[session.car] = session.id
    }

    /// The entry of a stay that has ended is looked at with its car's other passages.
    private mutating func recall(_ session: Session) {
        guard session.car != .unknown, !(passages[session.car]?.entries.contains(session.id) ?? false) else { return }
        passages[session.car, default: Passages()].entries.append(session.id)
    }

    private mutating func take(_ exit: CarExit) {
        if exits.updateValue(exit, forKey: exit.id) == nil {
            passages[exit.car, default: Passages()].exits.append(exit.id)
        }
    }

    private mutating func leave(_ session: Session, as car: CarIdentity) {
        unknown.remove(session.id)
        if inside[car] == session.id { inside[car] = newest(of: car) }
    }

    private func newest(of car: CarIdentity) -> SessionID? {
        passages[car]?.entries.lazy.compactMap { open[$0] }.max { ($0.enteredAt, $0.id) < ($1.enteredAt, $1.id) }?.id
    }

    private mutating func tidy(_ car: CarIdentity) {
        if let passages = passages[car], passages.entries.isEmpty, passages.exits.isEmpty { self.passages[car] = nil }
    }
}
