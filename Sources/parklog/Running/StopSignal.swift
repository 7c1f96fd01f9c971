import Synchronization

/// What Ctrl-C means at the moment: mostly to cancel what runs, to a server to drain first.
final class StopSignal: Sendable {
    private let action = Mutex<(@Sendable () async -> Void)?>(nil)

    /// From now on a signal does this instead of cancelling.
    func onStop(_ action: @escaping @Sendable () async -> Void) {
        self.action.withLock { $0 = action }
    }

    /// Does what a signal means; false where it means to cancel, as the second one always does.
    func fire() async -> Bool {
        let action = action.withLock { action in
            defer { action = nil }
            return action
        }
        guard let action else { return false }
        await action()
        return true
    }
}
