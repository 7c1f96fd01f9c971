import Synchronization

/// A number of places, of which each may be taken once: connections, large bodies.
final class Places: Sendable {
    private let taken = Mutex(0)
    private let count: Int

    init(_ count: Int) {
        self.count = count
    }

    /// Takes a place; false where all are taken.
    func take() -> Bool {
        taken.withLock { taken in
            guard taken < count else { return false }
            taken += 1
            return true
        }
    }

    /// Gives a place back that was taken.
    func giveBack() {
        taken.withLock { taken in
            precondition(taken > 0, "nobody took the place")
            taken -= 1
        }
    }
}
