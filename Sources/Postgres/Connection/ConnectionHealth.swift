import Synchronization

/// Whether a connection is still fit for use, readable from any thread.
final class ConnectionHealth: Sendable {
    private let broken = Atomic<Bool>(false)

    var isBroken: Bool { broken.load(ordering: .acquiring) }

    /// There is no way back: a broken connection is replaced.
    func markBroken() {
        broken.store(true, ordering: .releasing)
    }
}
