import Chronology

// What a late fact mends of what was concluded before: design rule 11.

/// What follows from a passage at its place in time.
struct Mend {
    /// What has to be said before the passage itself: stays that end otherwise than was thought.
    var before: [Decision.Fact] = []
    /// What has to be said behind it: exits that belong elsewhere.
    var after: [Decision.Fact] = []
    /// The stay that an exit ends; nil where there is none.
    var session: SessionID?

    /// Whether it says how a stay ended.
    func ends(_ session: SessionID) -> Bool {
        after.contains { fact in
            switch fact.event {
            case .sessionOrphaned(let orphaned): orphaned.session == session
            case .exitLinked(let linked): linked.session == session
            default: false
            }
        }
    }

    /// Whether it says which stay an exit ended.
    func links(_ exit: ExitID) -> Bool {
        after.contains { if case .exitLinked(let linked) = $0.event { linked.exit == exit } else { false } }
    }
}

extension SessionID {
    /// The stay that is being decided on; it comes behind all others of its instant.
    fileprivate static let new = SessionID(version: .max)
}

extension ExitID {
    fileprivate static let new = ExitID(version: .max)
}

extension Garage {
    /// What follows where a car that is known by a name drove in at an instant.
    ///
    /// - Parameter id: its stay, where that began already under no name.
    func mend(entryOf car: CarIdentity, _ id: SessionID? = nil, at instant: Instant) -> Mend {
        var timeline = timeline(of: car, around: instant)
        timeline.add(id ?? .new, at: instant)
        // What a person said of the stay's end goes with it to the car.
        if let id, case .left(let exit)? = stays.ended(id)?.end, exit.isByHand { timeline.add(exit.id, at: exit.at) }
        let isNew = id == nil
        return mend(
            car, by: timeline,
            naming: isNew ? { $0 == .new ? SessionID(version: self.version + 1 + Int64($1)) : $0 } : { id, _ in id })
    }

    /// What follows where a car that is known by a name drove out at an instant.
    func mend(exitOf car: CarIdentity, at instant: Instant) -> Mend {
        var timeline = timeline(of: car, around: instant)
        timeline.add(ExitID.new, at: instant)
        return mend(car, by: timeline, naming: { id, _ in id })
    }

    /// What follows where the passages of a car that is known by a name are others than was thought.
    func mend(_ car: CarIdentity) -> Mend { mend(car, by: timeline(of: car), naming: { id, _ in id }) }

    /// The passages of a car; only those that one of an instant may have to do with.
    private func timeline(of car: CarIdentity, around instant: Instant? = nil) -> Timeline {
        var timeline = Timeline(from: instant.flatMap { stays.lastEntry(of: car, before: $0) } ?? .earliest)
        for entry in stays.entries(of: car, at: { $0 >= timeline.start }) {
            timeline.add(entry.id, at: entry.enteredAt)
            if case .writtenOff(let at)? = stays.ended(entry.id)?.end { timeline.writeOff(entry.id, at: at) }
        }
        for exit in stays.exits(of: car, at: { $0 >= timeline.start }) { timeline.add(exit.id, at: exit.at) }
        return timeline
    }

    /// Compares what the passages say with what was concluded.
    ///
    /// - Parameter naming: the number that a stay will have, behind so many facts.
    private func mend(
        _ car: CarIdentity, by timeline: Timeline, naming: (SessionID, Int) -> SessionID
    ) -> Mend {
        var mend = Mend()
        var links: [(ExitID, SessionID)] = []
        var orphan: (SessionID, Instant)?
        var freed: [CarExit] = []
        var kept: Set<ExitID> = []
        for (entry, end) in timeline.stays() {
            let standing = stays.ended(entry)?.end
            switch (end, standing) {
            case (.left(let exit), .left(let thought)?) where exit == thought.id:
                kept.insert(exit)
                continue
            case (.orphaned(let at), .orphaned(let thought)?) where at == thought: continue
            case (.orphaned(let at), .left(let thought)?) where thought.isUnknownAtGate && thought.at <= at: continue
            case (nil, nil): continue
            // A person's word stands, whatever is told later.
            case (_, .writtenOff?): continue
            case (nil, .left(let thought)?) where thought.isUnknownAtGate: continue
            case (nil, .some(let thought)):
                mend.before.append(.init(occurredAt: thought.at, event: .sessionReopened(SessionReopened(entry))))
            case (.left(.new), _): mend.session = entry
            case (.left(let exit), _):
                links.append((exit, entry))
                kept.insert(exit)
            case (.orphaned(let at), _):
                if entry == .new {
                    orphan = (entry, at)
                } else {
                    mend.before.append(.init(occurredAt: at, event: .sessionOrphaned(SessionOrphaned(entry))))
                }
            }
            if case .left(let exit)? = standing, exit.car == .unknown { freed.append(exit) }
        }
        // One that a person had told of may be the end of another stay of its car.
        freed.removeAll { kept.contains($0.id) }
        freed += stays.exits(of: car) { $0 >= timeline.start }.filter { $0.session != nil && !kept.contains($0.id) }
        let (ordered, swapped) = inOrder(links)
        for stay in swapped {
            guard case .left(let exit)? = stays.ended(stay)?.end else { continue }
            mend.before.append(.init(occurredAt: exit.at, event: .sessionReopened(SessionReopened(stay))))
        }
        let count = mend.before.count
        if let (entry, at) = orphan {
            mend.after.append(.init(occurredAt: at, event: .sessionOrphaned(SessionOrphaned(naming(entry, count)))))
        }
        for (exit, entry) in ordered {
            guard let exit = stays.exits[exit] else { continue }
            mend.after.append(
                .init(occurredAt: exit.at, event: .exitLinked(ExitLinked(exit.id, to: naming(entry, count)))))
        }
        mend.after += rehome(freed, besides: car)
        return mend
    }

    /// An exit that is thought to be the end of a stay which gets another one goes there behind that: no exit ends two. Where each
    /// of several stays gets the end of the next, one of them goes on until the others have theirs.
    private func inOrder(
        _ links: [(ExitID, SessionID)]
    ) -> (links: [(ExitID, SessionID)], reopened: [SessionID]) {
        var (rest, order): ([(ExitID, SessionID)], [(ExitID, SessionID)]) = (links, [])
        var reopened: [SessionID] = []
        while !rest.isEmpty {
            let next = rest.firstIndex { exit, entry in
                guard let standing = stays.exits[exit]?.session else { return true }
                return standing == entry || reopened.contains(standing) || !rest.contains { $0.1 == standing }
            }
            if next == nil, let standing = stays.exits[rest[0].0]?.session { reopened.append(standing) }
            order.append(rest.remove(at: next ?? 0))
        }
        return (order, reopened)
    }

    /// Where exits go that are not the ends of the stays they were taken for: one of an unknown car always ends a stay, as a
    /// car did leave (design rule 10).
    ///
    /// - Parameter taken: the stays that have got their ends already.
    func rehome(
        _ exits: [CarExit], besides car: CarIdentity? = nil, taken: Set<SessionID> = []
    ) -> [Decision.Fact] {
        var (exits, taken, facts) = (exits, taken, [Decision.Fact]())
        while let next = exits.indices.min(by: { (exits[$0].at, exits[$0].id) < (exits[$1].at, exits[$1].id) }) {
            let exit = exits.remove(at: next)
            guard let (stay, later) = departure(of: exit, besides: car, taken) else {
                facts.append(.init(occurredAt: exit.at, event: .exitUnlinked(ExitUnlinked(exit.id))))
                continue
            }
            facts.append(
                .init(occurredAt: exit.at, event: .exitLinked(ExitLinked(exit.id, to: stay.id, isAssumed: true))))
            taken.insert(stay.id)
            if let later { exits.append(later) }
        }
        return facts
    }

    private func departure(
        of exit: CarExit, besides car: CarIdentity?, _ taken: Set<SessionID>
    ) -> (Session, insteadOf: CarExit?)? {
        guard exit.car == .unknown, !exit.isByHand else { return nil }
        guard let lost = exit.lostTicket else { return departing(unknownBy: exit.at, besides: car, taken) }
        return stays.nearest(to: lost.claimedEntry, enteredBy: exit.at, besides: car, taken).map { ($0, nil) }
    }

    /// The stay that an exit ends which names no car: of the unknown ones the one that was inside longest, and where there is
    /// none, of all. Where nobody is inside, it is one that an unknown car's later exit was taken for the end of, as its own
    /// came first; whoever that was left another stay.
    func departing(
        unknownBy instant: Instant, besides car: CarIdentity? = nil, _ taken: Set<SessionID> = []
    ) -> (Session, insteadOf: CarExit?)? {
        if let inside = stays.oldestUnknown(enteredBy: instant, taken)
            ?? stays.oldest(enteredBy: instant, besides: car, taken)
        {
            return (inside, nil)
        }
        return stays.leftLater(enteredBy: instant, besides: car, taken)
    }

    /// The exit of a driver who had lost the ticket and whom nobody saw come in: a ticket that came in before may have been it.
    func unmatchedLostTicket(from instant: Instant) -> CarExit? {
        stays.unnamed.lostTickets.first(from: instant).flatMap { stays.exits[$0] }
    }

    /// The exit of an unknown car that nobody saw come in, and that a car which is known by a name and came in then may have been;
    /// who had lost a ticket has no name.
    func unmatchedExit(from instant: Instant) -> CarExit? {
        guard stays.unnamed.exits.first(from: instant) != nil else { return nil }
        return stays.unnamed.exits.all.lazy.compactMap { stays.exits[$0] }
            .first { $0.at >= instant && $0.lostTicket == nil }
    }

    /// The exit of an unknown car that nobody saw come in, and that an unknown car which came in then may have been.
    func unmatchedUnknownExit(from instant: Instant) -> CarExit? {
        stays.unnamed.exits.first(from: instant).flatMap { stays.exits[$0] }
    }
}
