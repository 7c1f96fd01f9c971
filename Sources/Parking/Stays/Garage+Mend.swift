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
        for exit in freed.sorted(by: { $0.id < $1.id }) {
            mend.after.append(.init(occurredAt: exit.at, event: rehome(exit, besides: car)))
        }
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

    /// Where an exit goes that is not the end of the stay it was taken for: one of an unknown car always ends a stay, as a
    /// car did leave (design rule 10).
    func rehome(_ exit: CarExit, besides car: CarIdentity) -> GarageEvent {
        let isLost = exit.lostTicket != nil
        guard exit.car == .unknown, !exit.isByHand,
            let stay = isLost
                ? stays.nearest(to: exit.lostTicket?.claimedEntry, enteredBy: exit.at, besides: car)
                : departing(unknownBy: exit.at, besides: car)
        else {
            return .exitUnlinked(ExitUnlinked(exit.id))
        }
        return .exitLinked(ExitLinked(exit.id, to: stay.id, isAssumed: true))
    }

    /// The stay that an exit ends which names no car: of the unknown ones the one that was inside longest, and where there is
    /// none, of all.
    func departing(unknownBy instant: Instant, besides car: CarIdentity? = nil) -> Session? {
        stays.oldestUnknown(enteredBy: instant) ?? stays.oldest(enteredBy: instant, besides: car)
    }

    /// The exit of a driver who had lost the ticket and whom nobody saw come in: a ticket that came in before may have been it.
    func unmatchedLostTicket(from instant: Instant) -> CarExit? {
        stays.unnamed.lostTickets.first(from: instant).flatMap { stays.exits[$0] }
    }

    /// The exit of an unknown car that nobody saw come in, and that an unknown car which came in then may have been.
    func unmatchedUnknownExit(from instant: Instant) -> CarExit? {
        stays.unnamed.exits.first(from: instant).flatMap { stays.exits[$0] }
    }
}
