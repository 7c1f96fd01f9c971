/// Waits until something is so; the suite's time limit ends what never becomes so.
///
/// It looks again at once for a while, and then more seldom: what is waited for needs the machine, too.
public func until(_ condition: () async throws -> Bool) async throws {
    var looks = 0
    while try await !condition() {
        try Task.checkCancellation()
        looks += 1
        if looks < 1_000 { await Task.yield() } else { try await Task.sleep(for: .milliseconds(2)) }
    }
}

/// Waits for nothing but the cancellation of its task, as who is never answered.
public func untilCancelled() async {
    let (nothing, end) = AsyncStream<Never>.makeStream()
    for await _ in nothing {}
    end.finish()
}
