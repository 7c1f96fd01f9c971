import Chronology
import Tariffs

/// The stays that have not ended, those that ended so lately that a late fact may mend them, and the exits of both.
struct Stays: Hashable, Sendable {
    private(set) var open: [SessionID: Session] = [:]
    /// Those that have ended lately; what ended one by an exit stands with the exits, once.
    private(set) var over: [SessionID: Over] = [:]
    private(set) var exits: [ExitID: CarExit] = [:]
    private(set) var passages: [CarIdentity: Passages] = [:]
    private(set) var unnamed = Unnamed()
    /// Open stays of cars that were told to take a fallback spot.
    private(set) var onFallback: Set<SessionID> = []
    private var usual = UsualStays()
    /// What may be forgotten, and when the first of the stays began.
    var past = StayAgenda()

    /// How many cars are inside, with and without a known plate.
    var count: Int { open.count }

    subscript(id: SessionID) -> Session? { open[id] }

    /// A stay that is open or has ended lately.
    func known(_ id: SessionID) -> Session? { open[id] ?? over[id]?.session }

    /// A stay that has ended lately, and how; nil for any other.
    func ended(_ id: SessionID) -> EndedStay? { over[id].flatMap { ended($0) } }

    /// A stay as it ended.
    func ended(_ stay: Over) -> EndedStay? {
        switch stay.end {
        case .left(let id): exits[id].map { EndedStay(session: stay.session, end: .left($0)) }
        case .orphaned(let at): EndedStay(session: stay.session, end: .orphaned(at: at))
        case .writtenOff(let at): EndedStay(session: stay.session, end: .writtenOff(at: at))
        }
    }

    /// The open stay of a car; never of an unknown one.
    func of(_ car: CarIdentity) -> Session? { passages[car]?.inside.flatMap { open[$0] } }

    /// Whether a car is inside that is known by a name.
    func isInside(_ car: CarIdentity) -> Bool { passages[car]?.inside != nil }

    /// Whether a plate's car is inside.
    func isInside(_ plate: PlateID) -> Bool { isInside(.plate(plate)) }

    /// The plates of the cars inside, each once.
    var plates: some Sequence<PlateID> {
        open.values.lazy.compactMap { [passages] session in
            passages[session.car]?.inside == session.id ? session.plate : nil
        }
    }

    /// The stays of a car that are open or have ended lately, in no order; only those that began at certain times.
    func entries(of car: CarIdentity, at isMeant: (Instant) -> Bool = { _ in true }) -> [Session] {
        passages[car]?.entries.compactMap { isMeant($0.at) ? known($0.item) : nil } ?? []
    }

    /// When a car's last entry before an instant was, where whatever was before that has nothing to do with what comes behind it:
    /// it has ended by then, and as its passages say. Those of an import may be otherwise, where it has stays of one car at once.
    func lastEntry(of car: CarIdentity, before instant: Instant) -> Instant? {
        guard let passages = passages[car], let start = passages.lastEntry(before: instant) else { return nil }
        let isOpen = passages.open.contains { $0.at < start }
        let hasEnded = passages.exits.contains { exit in
            exit.at >= start && exits[exit.item]?.session.flatMap { known($0) }.map { $0.enteredAt < start } ?? false
        }
        return isOpen || hasEnded ? nil : start
    }

    /// Whether a car is known to have come in or left behind an instant.
    func hasPassed(_ car: CarIdentity, after instant: Instant) -> Bool {
        passages[car].map { $0.last > instant } ?? false
    }

    /// The exits of a car that was seen leaving lately, in no order; only those of certain times.
    func exits(of car: CarIdentity, at isMeant: (Instant) -> Bool = { _ in true }) -> [CarExit] {
        passages[car]?.exits.compactMap { isMeant($0.at) ? exits[$0.item] : nil } ?? []
    }

    /// When a car's last exit up to an instant was, and its first one from then on; an exit at the instant is both.
    func exits(of car: CarIdentity, around instant: Instant) -> (before: Instant, after: Instant) {
        passages[car]?.exits(around: instant) ?? (.earliest, .latest)
    }

    // MARK: What happens

    mutating func begin(_ session: Session) {
        let session = usual.share(session)
        open[session.id] = session
        past.begin(session, isInside: true)
        take(session)
        noteFallback(session)
    }

    /// The stay ends, or ends otherwise than was thought; an exit that is not its end any more belongs to no stay.
    ///
    /// - Returns: the stay, and what was thought of its end before; nil where the stay is forgotten.
    mutating func end(_ id: SessionID, _ end: StayEnd) -> (session: Session, was: StayEnd?)? {
        let was = ended(id)?.end
        guard let session = open.removeValue(forKey: id) ?? over[id]?.session else { return nil }
        if case .left(let exit)? = was { free(exit.id, from: id) }
        switch end {
        case .left(var exit):
            exit.session = id
            take(exit)
            if exit.car == session.car { recall(session) }
            over[id] = Over(session: session, end: .left(exit.id))
        case .orphaned(let at): over[id] = Over(session: session, end: .orphaned(at: at))
        case .writtenOff(let at): over[id] = Over(session: session, end: .writtenOff(at: at))
        }
        leave(session)
        review(id)
        return (session, was)
    }

    /// The stay goes on.
    mutating func reopen(_ id: SessionID) {
        guard let stay = over.removeValue(forKey: id) else { return }
        if case .left(let exit) = stay.end { free(exit, from: id) }
        passages[stay.session.car]?.forget(id)
        begin(stay.session)
    }

    /// An exit that ended no stay.
    mutating func remember(_ exit: CarExit) { take(exit) }

    /// The exit is no end of any stay.
    mutating func free(_ id: ExitID) {
        change(id) { $0.session = nil }
        review(id)
    }

    /// The exit is not that of the car it was taken for: a car's that nobody knows, or where a person had made it up, nobody's.
    mutating func void(_ id: ExitID) {
        guard let exit = exits[id] else { return }
        guard exit.isByHand else { return rename(id, to: .unknown) }
        forget(id)
        passages[exit.car]?.findLast()
    }

    /// The exit is no end of a stay; it may be that of another one by now.
    private mutating func free(_ id: ExitID, from session: SessionID) {
        if exits[id]?.session == session { free(id) }
    }

    /// The car of a stay is another one than was thought.
    mutating func rename(_ session: Session) {
        guard let stay = known(session.id), case let was = stay.car else { return }
        // What follows a stay that has been over for long is forgotten, so nothing says any more how it ended.
        let isSettled = was != .unknown && !(passages[was]?.knows(session.id) ?? false)
        unnamed.remove(stay)
        passages[was]?.forget(session.id)
        tidy(was)
        resettle(was)
        passages[was]?.findLast()
        if open.removeValue(forKey: session.id) != nil {
            leave(stay)
            begin(session)
        } else {
            over[session.id]!.session = session
            unnamed.add(session, isInside: false)
            if !isSettled { recall(session) }
            review(session.id)
        }
    }

    /// What is known of a stay is otherwise; its car is the same.
    mutating func replace(_ session: Session) {
        guard let was = known(session.id) else { return }
        let isInside = open[session.id] != nil
        unnamed.remove(was)
        unnamed.add(session, isInside: isInside)
        if was.enteredAt != session.enteredAt {
            past.begin(session, isInside: isInside)
            passages[session.car]?.move(session.id, to: session.enteredAt)
        }
        resettle(session.car)
        if isInside {
            open[session.id] = session
            noteFallback(session)
            past.forgetGone(open)
        } else {
            over[session.id]!.session = session
            review(session.id)
        }
    }

    /// The exit was at another time than was thought.
    mutating func move(_ id: ExitID, to instant: Instant) {
        guard let exit = change(id, { $0.at = instant }) else { return }
        passages[exit.car]?.move(id, to: instant)
        review(exit)
    }

    /// What the driver of an exit pays, where the ticket was lost.
    mutating func settle(_ id: ExitID, _ lost: LostTicket?) { change(id) { $0.lostTicket = lost } }

    /// The car of an exit is another one than was thought.
    mutating func rename(_ id: ExitID, to car: CarIdentity) {
        guard let was = exits[id] else { return }
        // One that is old may not have been looked at any more; it is again.
        forgetPassage(of: was)
        passages[was.car]?.findLast()
        guard let exit = change(id, { $0.car = car }) else { return }
        if car != .unknown { passages[car, default: Passages()].add(Dated(exit)) }
        review(exit)
    }

    private mutating func review(_ exit: CarExit) {
        review(exit.id)
        if let session = exit.session { review(session) }
    }

    /// Changes what is known of an open stay, or of one that may turn out to go on; nil where it has ended.
    mutating func change(_ id: SessionID, _ change: (inout Session) -> Void) -> Session? {
        if ended(id)?.isDoubtful == true { change(&over[id]!.session) }
        guard open[id] != nil else { return nil }
        change(&open[id]!)
        noteFallback(open[id]!)
        return open[id]
    }

    // MARK: Indexes

    private mutating func take(_ session: Session) {
        guard session.car != .unknown else { return unnamed.add(session, isInside: true) }
        passages[session.car, default: Passages()].begin(session)
        resettle(session.car)
    }

    /// The entry of a stay that has ended is looked at with its car's other passages.
    private mutating func recall(_ session: Session) {
        guard session.car != .unknown, !(passages[session.car]?.knows(session.id) ?? false) else { return }
        passages[session.car, default: Passages()].add(Dated(session))
        resettle(session.car)
    }

    private mutating func take(_ exit: CarExit) {
        if let was = exits.updateValue(exit, forKey: exit.id) {
            unnamed.remove(was)
        } else if exit.car != .unknown {
            passages[exit.car, default: Passages()].add(Dated(exit))
        }
        unnamed.add(exit)
        review(exit.id)
    }

    /// Changes what is known of an exit; nil where that is forgotten.
    @discardableResult
    private mutating func change(_ id: ExitID, _ change: (inout CarExit) -> Void) -> CarExit? {
        guard var exit = exits[id] else { return nil }
        unnamed.remove(exit)
        change(&exit)
        exits[id] = exit
        unnamed.add(exit)
        return exit
    }

    private mutating func noteFallback(_ session: Session) {
        if session.fallback != nil { onFallback.insert(session.id) }
    }

    private mutating func leave(_ session: Session) {
        unnamed.leave(session)
        if !onFallback.isEmpty { onFallback.remove(session.id) }
        passages[session.car]?.end(session.id)
        past.forgetGone(open)
    }

    // MARK: Forgetting

    /// Nothing is known of a stay any more, nor of the exit that ended it.
    mutating func forget(_ stay: EndedStay) {
        over[stay.session.id] = nil
        unnamed.remove(stay.session)
        forgetEntry(stay.session)
        past.unsettled[stay.session.car]?.removeAll { $0 == stay.session.id }
        if past.unsettled[stay.session.car]?.isEmpty == true { past.unsettled[stay.session.car] = nil }
        if case .left(let exit) = stay.end { forget(exit.id) }
    }

    mutating func forget(_ id: ExitID) {
        if let exit = exits.removeValue(forKey: id) { forgetPassage(of: exit) }
    }

    /// The entry is not looked at with its car's other passages any more.
    mutating func forgetEntry(_ session: Session) {
        passages[session.car]?.forget(session.id)
        tidy(session.car)
    }

    mutating func forgetPassage(of exit: CarExit) {
        unnamed.remove(exit)
        passages[exit.car]?.forget(exit.id)
        tidy(exit.car)
    }

    mutating func forgetUsual() { usual = UsualStays() }

    /// Keeps once what stays have in common, and finds what follows from them.
    private mutating func finish() {
        onFallback = Set(open.values.lazy.filter { $0.fallback != nil }.map(\.id))
        open = open.mapValues { usual.share($0) }
        over = over.mapValues { Over(session: usual.share($0.session), end: $0.end) }
    }

    private mutating func tidy(_ car: CarIdentity) {
        if passages[car]?.areNone == true { passages[car] = nil }
    }
}

extension Stays: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        var stays = try Stays(
            open: form(value!.open), over: form(value!.over), exits: form(value!.exits),
            passages: form(value!.passages), unnamed: form(value!.unnamed), past: form(value!.past))
        if value == nil { stays.finish() }
        return stays
    }
}
