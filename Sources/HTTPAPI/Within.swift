/// Runs a body and waits for it no longer than a limit. It is cancelled then, and nobody waits until it notices.
///
/// - Returns: nil where it did not end in time.
func within<Value: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
    let (outcomes, outcome) = AsyncStream<Result<Value, any Error>?>.makeStream()
    let work = Task {
        do { outcome.yield(.success(try await body())) } catch { outcome.yield(.failure(error)) }
    }
    let alarm = Task {
        try await Task.sleep(for: limit)
        outcome.yield(nil)
    }
    defer {
        work.cancel()
        alarm.cancel()
    }
    for await first in outcomes { return try first?.get() }
    return nil
}
