import NIOCore

/// Deadlines of one connection that are mostly met: setting one and meeting it cost next to nothing.
///
/// The event loop has one task at most for all of them. It looks, when the first that was set would be due, which of them are left.
final class Alarm {
    private var dues: CircularBuffer<NIODeadline> = []
    private var task: Scheduled<Void>?
    private let time: TimeAmount
    private let loop: any EventLoop
    private let ring: () -> Void

    /// - Parameters:
    ///   - time: how long each deadline is.
    ///   - ring: called when one was not met; the others are then forgotten.
    init(_ time: TimeAmount, on loop: any EventLoop, ring: @escaping () -> Void) {
        self.time = time
        self.loop = loop
        self.ring = ring
    }

    /// Sets a deadline from now on.
    func set() {
        let due = loop.now + time
        dues.append(due)
        if task == nil { look(at: due) }
    }

    /// The first of those that were set is met.
    func meet() { _ = dues.popFirst() }

    /// Forgets all that were set.
    func forget() { dues.removeAll(keepingCapacity: true) }

    /// Forgets them for good.
    func stop() {
        forget()
        task?.cancel()
    }

    private func look(at due: NIODeadline) {
        task = loop.assumeIsolated().scheduleTask(deadline: due) { [self] in
            task = nil
            guard let first = dues.first else { return }
            guard first <= loop.now else { return look(at: first) }
            forget()
            ring()
        }
    }
}
