import Chronology

// How many cars are inside, where a person knows better than the log: design rule 15.

extension Garage {
    /// How many cars are inside, with and without a known plate.
    public var inside: Int { stays.count + handCount.difference }

    /// The cars inside are so many more, or fewer, than open stays.
    mutating func adjust(by difference: Int, _ recorded: RecordedEvent) -> [GarageChange] {
        let was = inside
        handCount.begin(difference, among: stays.open.values, by: recorded)
        return inside == was ? [] : [.countCorrected(by: inside - was, at: recorded.occurredAt)]
    }

    /// No car is inside: all open stays are written off.
    mutating func empty(_ recorded: RecordedEvent) -> [GarageChange] {
        let closed = Set(sessions.keys)
        let adjusted = adjust(by: 0, recorded)
        let changes = sessions.values.sorted { $0.id < $1.id }.reduce(into: adjusted) { changes, session in
            changes += end(session.id, .writtenOff(at: max(recorded.occurredAt, session.enteredAt)))
        }
        handCount.begin(0, among: EmptyCollection(), closing: closed, by: recorded)
        return changes
    }

    /// What an event has changed of the count by hand.
    mutating func recount(_ changes: [GarageChange], by recorded: RecordedEvent) -> [GarageChange] {
        guard handCount.precedes(recorded) else { return [] }
        var steps: [GarageChange] = []
        for change in changes {
            steps += step { $0.take(change) }
            switch change {
            case .stayEnded(_, .left(let exit)), .stayMended(_, .left(let exit)), .exitUnmatched(let exit):
                steps += step(exit.id)
            default: break
            }
        }
        if case .passageCorrected(let corrected) = recorded.event, case .exit(let id) = corrected.passage {
            steps += step(id)
        }
        return steps
    }

    private mutating func step(_ id: ExitID) -> [GarageChange] {
        guard let exit = stays.exits[id] else { return [] }
        return step { $0.take(exit) }
    }

    /// - Parameter take: says when that was, as far as the count is concerned.
    private mutating func step(_ take: (inout HandCount) -> Instant?) -> [GarageChange] {
        let was = handCount.difference
        guard let at = take(&handCount), handCount.difference != was else { return [] }
        return [.countCorrected(by: handCount.difference - was, at: at)]
    }
}
