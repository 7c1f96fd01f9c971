import Synchronization

/// Who waits for read models to take in more of a garage's log; it hears of every move, in whichever process that happens.
public final class Progress: Sendable {
    private let waiting = Mutex(Waiting())
    /// How long a lost notification can go unnoticed.
    private let poll: Duration

    /// Where read models have stopped, by garage; nil where nobody in this process keeps that up to date.
    private let stopped = Mutex<[String: [LogStop]]?>(nil)

    /// Where read models of a garage have stopped; nil where nobody here knows.
    func stops(of garage: String) -> [LogStop]? { stopped.withLock { stopped in stopped.map { $0[garage] ?? [] } } }

    /// Read models have stopped at these events, and at no others; nil where nobody knows any more.
    func know(_ stops: [LogStop]?) { stopped.withLock { $0 = stops.map { Dictionary(grouping: $0, by: \.garage) } } }

    private struct Waiting {
        var byGarage: [String: [UInt64: AsyncStream<Void>.Continuation]] = [:]
        var next: UInt64 = 0
    }

    /// Nobody waits yet.
    ///
    /// - Parameter poll: how long a lost notification can go unnoticed.
    public init(poll: Duration = .milliseconds(250)) { self.poll = poll }

    /// How many wait.
    var count: Int { waiting.withLock { $0.byGarage.values.reduce(0) { $0 + $1.count } } }

    /// Some garages' read models have moved.
    public func moved(_ garages: some Sequence<String>) {
        let found = waiting.withLock { waiting in
            garages.flatMap { garage in waiting.byGarage[garage].map { Array($0.values) } ?? [] }
        }
        for one in found { one.yield() }
    }

    /// Waits for the next of some moves, until the time is over in which one may have been missed, or until cancelled.
    func next(of moves: AsyncStream<Void>) async {
        await withTaskGroup { group in
            group.addTask { for await _ in moves { return } }
            group.addTask { [poll] in try? await Task.sleep(for: poll) }
            await group.next()
            group.cancelAll()
        }
    }

    /// The moves of a garage's read models from now on; several of them may be told as one.
    func moves(of garage: String) -> AsyncStream<Void> {
        let (moves, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = waiting.withLock { waiting in
            waiting.next += 1
            waiting.byGarage[garage, default: [:]][waiting.next] = continuation
            return waiting.next
        }
        continuation.onTermination = { [weak self] _ in self?.forget(id, garage) }
        return moves
    }

    private func forget(_ id: UInt64, _ garage: String) {
        waiting.withLock { waiting in
            waiting.byGarage[garage]?[id] = nil
            if waiting.byGarage[garage]?.isEmpty == true { waiting.byGarage[garage] = nil }
        }
    }
}
