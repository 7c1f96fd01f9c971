/// How long a command waits for the database, from when it asks.
public struct Patience: Hashable, Sendable {
    /// From when a command asks until it is answered, however the database is.
    public var total: Duration

    /// Patience for so long in all.
    public init(_ total: Duration = .seconds(2)) {
        self.total = total
    }

    /// How long before that a statement is cancelled. A database that answers at all says in that time what has become of it; of
    /// one that does not, nobody waits for more.
    public var farewell: Duration { total / 8 }

    /// Until when the database may answer of its own accord.
    public var forAnswers: Duration { total - farewell }

    /// A command that is told sooner than its append could begin and be answered is told for certain that nothing was stored:
    /// a turn does not begin that has less time than this, and no append that has less than half of it.
    var forAppend: Duration { total / 4 }
}

/// Runs a body and cancels it at a deadline; then it ends by itself, if with an error.
///
/// - Parameter meanwhile: called every so often until then.
/// - Throws: ``Late`` where the body was not begun.
func cancelling<Value: Sendable>(
    at deadline: ContinuousClock.Instant, every pause: Duration = .seconds(60),
    meanwhile: @escaping @Sendable () -> Void = {}, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    guard ContinuousClock.now < deadline, !Task.isCancelled else { throw Late() }
    return try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            while !Task.isCancelled, case let now = ContinuousClock.now, now < deadline {
                try? await Task.sleep(until: min(deadline, now.advanced(by: pause)))
                meanwhile()
            }
            return nil
        }
        defer { group.cancelAll() }
        while let first = try await group.next() {
            if let value = first { return value }
            group.cancelAll()
        }
        throw Late()
    }
}

/// The time was over before the database was asked.
struct Late: Error, CustomStringConvertible {
    var description: String { "the command's time was over before the database was asked" }
}
