import Chronology

extension Stays {
    /// When the first of the stays began that are open or have ended lately.
    mutating func earliestEntry() -> Instant? {
        while let (time, id) = past.entries.first {
            if known(id)?.enteredAt == time { return time }
            past.entries.removeFirst()
        }
        return nil
    }

    /// Forgets when stays began that have ended or are forgotten, once they are the most.
    mutating func tidyEntries() {
        if open.isEmpty, over.isEmpty { forgetUsual() }
        past.tidy(open: open, over: over)
    }

    /// Lets go of stays and exits that were over by then: nothing that is told from now on may mend them.
    ///
    /// - Parameter doubtful: when those must have been over whose end nobody saw (orphans, exits without an entry, stays that an
    ///   unknown car's exit was taken for), as a person may still put them right.
    /// - Parameter awaited: cars whose passages are all kept as long as that.
    mutating func forget(before limit: Instant, doubtful: Instant, keeping awaited: [CarIdentity: Int]) {
        for car in past.awaited.keys where awaited[car] == nil {
            for passed in past.awaited.removeValue(forKey: car) ?? [] {
                switch passed {
                case .stay(let id): review(id)
                case .exit(let id): review(id)
                }
            }
        }
        while let passed = past.settling.next(before: limit) {
            switch passed {
            case .stay(let id):
                if !keep(passed, of: over[id]?.session.car, over: ended(id)?.end.at, awaited) { settle(id, by: limit) }
            case .exit(let id):
                if !keep(passed, of: exits[id]?.car, over: exits[id]?.at, awaited) { settle(id, by: limit) }
            }
        }
        while let passed = past.doubtful.next(before: doubtful) {
            switch passed {
            case .stay(let id): if let stay = ended(id), stay.end.at < doubtful { forget(stay) }
            case .exit(let id): if let exit = exits[id], exit.at < doubtful, exit.session == nil { forget(id) }
            }
        }
    }

    /// Keeps what belongs to a car that has a passage in quarantine; until nobody may put it right any more.
    private mutating func keep(
        _ passed: StayAgenda.Passed, of car: CarIdentity?, over instant: Instant?, _ awaited: [CarIdentity: Int]
    ) -> Bool {
        guard let car, let instant, awaited[car] != nil else { return false }
        past.awaited[car, default: []].append(passed)
        past.doubtful.add(passed, at: instant)
        return true
    }

    private mutating func settle(_ id: SessionID, by limit: Instant) {
        guard let stay = ended(id), stay.end.at < limit else { return }
        if stay.isDoubtful { past.doubtful.add(.stay(id), at: stay.end.at) }
        // What ends a stay by its car's own passages was over by then. An unknown car's exit does not: its own may come.
        if case .left(let exit) = stay.end, exit.isAssumed(of: stay.session) {
            guard let next = nextEntry(after: stay.session) else { return wait(for: stay.session) }
            guard next < limit else { return past.settling.add(.stay(id), at: next) }
        }
        guard stay.isDoubtful else { return forget(stay) }
        forgetEntry(stay.session)
    }

    private mutating func settle(_ id: ExitID, by limit: Instant) {
        guard let exit = exits[id], exit.at < limit else { return }
        guard let session = exit.session else {
            forgetPassage(of: exit)
            return past.doubtful.add(.exit(id), at: exit.at)
        }
        // One that ended a stay goes with that.
        if over[session] == nil { forget(id) }
    }

    private func nextEntry(after session: Session) -> Instant? {
        entries(of: session.car).lazy
            .filter { ($0.enteredAt, $0.id) > (session.enteredAt, session.id) }.map(\.enteredAt).min()
    }

    private mutating func wait(for session: Session) {
        if past.unsettled[session.car]?.contains(session.id) != true {
            past.unsettled[session.car, default: []].append(session.id)
        }
    }

    /// A car has other entries than were known.
    mutating func resettle(_ car: CarIdentity) {
        guard !past.unsettled.isEmpty, let waiting = past.unsettled.removeValue(forKey: car) else { return }
        for id in waiting { review(id) }
    }

    /// A stay ended, or what is known of it is otherwise.
    mutating func review(_ id: SessionID) {
        if let stay = ended(id) { past.settling.add(.stay(id), at: stay.end.at) }
    }

    /// A car left, or what is known of its exit is otherwise.
    mutating func review(_ id: ExitID) {
        if let exit = exits[id] { past.settling.add(.exit(id), at: exit.at) }
    }
}
