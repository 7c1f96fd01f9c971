import Synchronization

/// Where those are served who can wait, so that the gates never do: a few at the same time, a few more in line, and the next is
/// told to come again.
public final class Desk: Sendable {
    /// What is asked at a desk.
    public enum Kind: String, CaseIterable, Sendable {
        /// What stays would cost.
        case quotes
        /// How a garage was: its log is read from the beginning.
        case history
        /// Lists, as the read models have them.
        case lists
    }

    /// How a desk stands.
    public struct Load: Hashable, Sendable {
        /// How many are served.
        public let served: Int
        /// How many wait.
        public let waiting: Int
    }

    private struct State {
        var line: DeskLine
        var number: UInt64 = 0
        /// Those in line, each told whether it is served.
        var waiting: [UInt64: CheckedContinuation<Welcome, Never>] = [:]
    }

    private enum Welcome { case served, turnedAway, gaveUp }

    /// What is asked here.
    public let kind: Kind
    private let state: Mutex<State>

    /// A desk.
    ///
    /// - Parameters:
    ///   - places: so many are served at the same time.
    ///   - room: so many may wait.
    public init(_ kind: Kind, places: Int, room: Int) {
        self.kind = kind
        state = Mutex(State(line: DeskLine(places: places, room: room)))
    }

    /// How it stands.
    public var load: Load {
        state.withLock { Load(served: $0.line.served, waiting: $0.line.waiting.count) }
    }

    /// Serves somebody, once it is their turn; their place is free again when the body has ended.
    ///
    /// Throws ``DeskFull`` where there is no room to wait, and `CancellationError` where the task is cancelled while it waits.
    public func serve<Value>(_ body: () async throws -> Value) async throws -> Value {
        try await takePlace()
        defer { giveBack() }
        return try await body()
    }

    private func takePlace() async throws {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        let welcome = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let welcome = state.withLock { state -> Welcome? in
                    // A cancellation is seen here, or finds who waits.
                    if Task.isCancelled { return .gaveUp }
                    switch state.line.come(number) {
                    case .served: return .served
                    case .turnedAway: return .turnedAway
                    case .waits:
                        state.waiting[number] = waiter
                        return nil
                    }
                }
                if let welcome { waiter.resume(returning: welcome) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.line.giveUp(number) ? state.waiting.removeValue(forKey: number) : nil
            }
            waiter?.resume(returning: .gaveUp)
        }
        switch welcome {
        case .served: return
        case .turnedAway: throw DeskFull(kind: kind)
        case .gaveUp: throw CancellationError()
        }
    }

    private func giveBack() {
        let next = state.withLock { state in
            state.line.go().flatMap { state.waiting.removeValue(forKey: $0) }
        }
        next?.resume(returning: .served)
    }
}

/// A desk has no room for another one to wait.
public struct DeskFull: Error, Hashable, Sendable {
    /// What was asked there.
    public let kind: Desk.Kind

    /// A desk is full.
    public init(kind: Desk.Kind) {
        self.kind = kind
    }
}
