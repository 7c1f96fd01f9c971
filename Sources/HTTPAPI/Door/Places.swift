import Synchronization

/// A number of places, of which each may be taken once: connections, streams, large bodies.
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

/// A place that is given back when nobody holds it any more.
final class Place: Sendable {
    private let places: Places

    /// Takes a place; nil where all are taken.
    init?(of places: Places) {
        guard places.take() else { return nil }
        self.places = places
    }

    deinit { places.giveBack() }
}
