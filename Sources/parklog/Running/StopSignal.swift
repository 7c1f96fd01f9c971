import Synchronization

/// What Ctrl-C means at the moment: mostly to cancel what runs, to a server to drain first.
final class StopSignal: Sendable {
    private let action = Mutex<(@Sendable () async -> Void)?>(nil)

    /// From now on a signal does this instead of cancelling.
    func onStop(_ action: @escaping @Sendable () async -> Void) {
        self.action.withLock { $0 = action }
    }

    /// Does what a signal means; false where it means to cancel.
    func fire() async -> Bool {
        guard let action = action.withLock({ $0 }) else { return false }
        await action()
        return true
    }
}
