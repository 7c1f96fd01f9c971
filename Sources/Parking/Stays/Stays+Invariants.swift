import Chronology

extension Stays {
    /// Whether the indexes say what the stays say; looks at all of them.
    var holdsTogether: Bool {
        let known = open.values.filter { $0.car != .unknown }
        return unnamedIsRight && oldestIsRight && passagesAreRight
            && onFallback == Set(open.values.filter { $0.fallback != nil }.map(\.id))
            && known.allSatisfy { session in
                of(session.car).map { $0.enteredAt >= session.enteredAt } ?? false
                    && entries(of: session.car).contains { $0.id == session.id }
            }
            && over.allSatisfy { id, stay in
                guard open[id] == nil else { return false }
                guard case .left(let exit) = stay.end else { return true }
                return exits[exit]?.session == id
            }
            && exits.values.allSatisfy { exit in
                guard let session = exit.session else { return true }
                guard case .left(let end)? = over[session]?.end else { return false }
                return end == exit.id
            }
            && willBeForgotten
            && over.values.map(\.session).allSatisfy { willBeSeen($0) } && known.allSatisfy { willBeSeen($0) }
    }

    /// Whether the index of what nobody can tell apart has all of it and nothing else; exits are looked at for their time only.
    private var unnamedIsRight: Bool {
        func began(_ sessions: some Sequence<Session>) -> [SessionID] {
            sessions.filter { $0.car == .unknown }.sorted { ($0.enteredAt, $0.id) < ($1.enteredAt, $1.id) }.map(\.id)
        }
        let all = open.values.map { $0 } + over.values.map(\.session)
        let unmatched = unnamed.exits.all.compactMap { exits[$0] }
        return unnamed.inside.all == began(open.values)
            && unnamed.entered.all == began(all)
            && unmatched.count == unnamed.exits.count && unmatched.map(\.at) == unmatched.map(\.at).sorted()
            && unmatched.allSatisfy { $0.car == .unknown && $0.session == nil }
            && unnamed.lostTickets.all == unmatched.filter { $0.lostTicket != nil }.map(\.id)
            && exits.values.allSatisfy { exit in
                exit.car != .unknown || exit.session != nil || unnamed.exits.all.contains(exit.id)
                    || past.doubtful.items.contains(.exit(exit.id))
            }
    }

    /// Whether each car's passages stand with the times of its stays and exits, and those are open of which it is said.
    private var passagesAreRight: Bool {
        passages.allSatisfy { car, passages in
            passages.entries.allSatisfy { known($0.item)?.car == car && known($0.item)?.enteredAt == $0.at }
                && passages.exits.allSatisfy { exits[$0.item]?.at == $0.at }
                && passages.open.allSatisfy { open[$0.item] != nil && passages.entries.contains($0) }
                && passages.entries.allSatisfy { open[$0.item] == nil || passages.open.contains($0) }
        }
    }

    /// Whether the stay that has waited longest for its exit is found.
    private var oldestIsRight: Bool {
        let oldest = open.values.min { ($0.enteredAt, $0.id) < ($1.enteredAt, $1.id) }
        return past.inside.first.map { $0.item } == oldest?.id
    }

    /// Whether a car is known to have passed since, or just then, as long as the passage is looked at.
    private func willBeSeen(_ session: Session) -> Bool {
        !entries(of: session.car).contains { $0.id == session.id }
            || hasPassed(session.car, after: session.enteredAt - TimeSpan(microseconds: 1))
    }

    /// Whether whatever is over will be forgotten when its time comes; an exit that ended a stay goes with that.
    private var willBeForgotten: Bool {
        let passed = past.all
        return over.keys.allSatisfy { passed.contains(.stay($0)) }
            && exits.values.allSatisfy { $0.session != nil || passed.contains(.exit($0.id)) }
    }
}
