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

/// Places of which no peer has more than its share.
final class SharedPlaces: Sendable {
    private let taken = Mutex((all: 0, of: [[UInt8]: Int]()))
    private let count: Int
    private let share: Int

    /// - Parameter share: how many one peer may have.
    init(_ count: Int, share: Int) { (self.count, self.share) = (count, share) }

    /// Takes a place for a peer; false where all are taken, or as many by that peer as it may have.
    ///
    /// - Parameter peer: nil for one that may take all, as a proxy does in the name of many.
    func take(for peer: [UInt8]?) -> Bool {
        taken.withLock { taken in
            guard taken.all < count else { return false }
            if let peer {
                guard taken.of[peer, default: 0] < share else { return false }
                taken.of[peer, default: 0] += 1
            }
            taken.all += 1
            return true
        }
    }

    /// Gives a place back that was taken for a peer.
    func giveBack(of peer: [UInt8]?) {
        taken.withLock { taken in
            precondition(taken.all > 0, "nobody took the place")
            taken.all -= 1
            guard let peer, let had = taken.of[peer] else { return }
            taken.of[peer] = had == 1 ? nil : had - 1
        }
    }
}
