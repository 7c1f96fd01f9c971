/// Who is served at a desk and who waits: a number of places, a line before them, and nobody beyond.
struct DeskLine: Sendable {
    /// So many are served at the same time.
    let places: Int
    /// So many may wait.
    let room: Int

    /// How many are served.
    private(set) var served = 0
    /// Who waits, by number, first come, first served.
    private(set) var waiting: [UInt64] = []

    init(places: Int, room: Int) {
        precondition(places > 0 && room >= 0, "a desk serves somebody")
        (self.places, self.room) = (places, room)
    }

    /// What somebody finds who comes.
    enum Welcome: Hashable { case served, waits, turnedAway }

    /// Somebody comes, under a number of their own.
    mutating func come(_ number: UInt64) -> Welcome {
        // Nobody overtakes those who wait.
        if served < places, waiting.isEmpty {
            served += 1
            return .served
        }
        guard waiting.count < room else { return .turnedAway }
        waiting.append(number)
        return .waits
    }

    /// Somebody who was served goes.
    ///
    /// - Returns: who is served instead; nil where nobody waits.
    mutating func go() -> UInt64? {
        precondition(served > 0, "nobody was served")
        guard !waiting.isEmpty else {
            served -= 1
            return nil
        }
        return waiting.removeFirst()
    }

    /// Somebody who waits does so no longer.
    ///
    /// - Returns: whether they had been waiting.
    mutating func giveUp(_ number: UInt64) -> Bool {
        guard let place = waiting.firstIndex(of: number) else { return false }
        waiting.remove(at: place)
        return true
    }
}
