import Chronology

// How many cars are inside, where a person knows better than the log: design rule 15.

extension Garage {
    /// The cars inside are so many more, or fewer, than open stays.
    mutating func adjust(by difference: Int, at instant: Instant) -> [GarageChange] {
        let was = inside
        adjustment = difference
        return inside == was ? [] : [.countCorrected(by: inside - was, at: instant)]
    }

    /// No car is inside: all open stays are written off.
    mutating func empty(at instant: Instant) -> [GarageChange] {
        let adjusted = adjust(by: 0, at: instant)
        return sessions.values.sorted { $0.id < $1.id }.reduce(into: adjusted) { changes, session in
            changes += end(session.id, .writtenOff(at: max(instant, session.enteredAt)))
        }
    }
}
