import Synchronization

/// What many ask of the log at the same time, asked together: what comes while it answers goes with the next ones.
///
/// There is no timer and no task of its own. Whoever finds nobody at work takes what waits along; when that is done and others have
/// come meanwhile, the first of them does the same. So who is alone is served at once, and under load as many share a round trip
/// as came during the last one.
final class Together<Asked: Sendable, Answer: Sendable>: Sendable {
    /// Asks the log.
    ///
    /// - Returns: an answer for each, in the same order.
    typealias Ask = @Sendable ([Asked]) async throws -> [Answer]

    private let ask: Ask
    private let weight: @Sendable (Asked) -> Int
    private let most: Int
    private let least: Duration
    private let state = Mutex(State())

    private struct State {
        var isAtWork = false
        var waiting: [Waiting] = []

        /// Takes out those that are asked next, the first ones first.
        mutating func takeWaiting(upTo most: Int, _ weight: (Asked) -> Int) -> [Waiting] {
            var (sum, taken) = (0, 0)
            for next in waiting {
                sum += weight(next.asked)
                guard sum <= most else { break }
                taken += 1
            }
            defer { waiting.removeFirst(taken) }
            return Array(waiting.prefix(taken))
        }
    }

    private struct Waiting {
        let asked: Asked
        let deadline: ContinuousClock.Instant
        let turn: CheckedContinuation<Turn, Never>
    }

    /// What somebody who waited does next.
    private enum Turn: Sendable {
        /// It has its answer.
        case answered(Result<Answer, any Error>)
        /// It takes along what waits.
        case lead
    }

    /// - Parameters:
    ///   - most: how much is asked at a time, about: more would make the first of them wait for the last.
    ///   - weight: how much of that one is.
    ///   - least: whoever has less time than this is told that it is too late, and cuts no other's short.
    init(
        upTo most: Int, weight: @escaping @Sendable (Asked) -> Int, least: Duration = .zero, ask: @escaping Ask
    ) {
        self.most = most
        self.least = least
        self.weight = weight
        self.ask = ask
    }

    /// How many wait for those that are asked.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Asks, together with what else waits; throws what the log throws, and ``Late``.
    ///
    /// - Parameter deadline: until when the log may answer.
    func answer(_ asked: Asked, until deadline: ContinuousClock.Instant) async throws -> Answer {
        if case .answered(let answer) = await turn(asked, deadline) { return try answer.get() }
        sendLateAway()
        guard deadline > .now.advanced(by: least) else {
            passOn()
            throw Late()
        }
        let others = state.withLock { $0.takeWaiting(upTo: most - weight(asked), weight) }
        let answers: Result<[Answer], any Error>
        do {
            // Until the time of the first is over; the log says in that case what has become of them, and they ask again.
            let deadline = others.reduce(deadline) { min($0, $1.deadline) }
            answers = .success(
                try await cancelling(at: deadline, every: .milliseconds(100), meanwhile: sendLateAway) { [ask] in
                    try await ask([asked] + others.map(\.asked))
                })
        } catch {
            answers = .failure(error)
        }
        for (place, other) in others.enumerated() {
            other.turn.resume(returning: .answered(answers.map { $0[place + 1] }))
        }
        passOn()
        return try answers.get()[0]
    }

    private func turn(_ asked: Asked, _ deadline: ContinuousClock.Instant) async -> Turn {
        await withCheckedContinuation { turn in
            let leads = state.withLock { state in
                guard state.isAtWork else {
                    state.isAtWork = true
                    return true
                }
                state.waiting.append(Waiting(asked: asked, deadline: deadline, turn: turn))
                return false
            }
            if leads { turn.resume(returning: .lead) }
        }
    }

    private func passOn() {
        let next = state.withLock { state -> Waiting? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.isAtWork = false
            return nil
        }
        next?.turn.resume(returning: .lead)
    }

    /// Nobody waits longer for those at work than for the log itself.
    private func sendLateAway() {
        let line = ContinuousClock.now.advanced(by: least)
        let late = state.withLock { state in
            let late = state.waiting.filter { $0.deadline <= line }
            state.waiting.removeAll { $0.deadline <= line }
            return late
        }
        for waiting in late { waiting.turn.resume(returning: .answered(.failure(Late()))) }
    }
}
