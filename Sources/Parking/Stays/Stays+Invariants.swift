import Chronology

extension Stays {
    /// Whether the indexes say what the stays say; looks at all of them.
    var holdsTogether: Bool {
        let known = open.values.filter { $0.car != .unknown }
        return unknown.count == open.count - known.count && unknown.allSatisfy { open[$0]?.car == .unknown }
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
