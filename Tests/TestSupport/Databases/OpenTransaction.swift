import Dispatch
public import Postgres

/// Runs a body while another transaction is open and idle, having done some statements; they are rolled back after it.
///
/// The connection must have nothing else to do meanwhile.
public func withOpenTransaction<R>(
    on connection: PostgresConnection, _ statements: @escaping @Sendable (PostgresSession) throws -> Void,
    _ body: () async throws -> R
) async throws -> R {
    let release = DispatchSemaphore(value: 0)
    let (reached, reach) = AsyncStream.makeStream(of: Void.self)
    let holder = Task {
        defer { reach.finish() }
        try await connection.transaction { session in
            try statements(session)
            reach.yield()
            // It blocks the connection's own thread and no other.
            release.wait()
            throw RolledBack()
        }
    }
    var steps = reached.makeAsyncIterator()
    if await steps.next() == nil { try await holder.value }
    let outcome: Result<R, any Error>
    do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
    release.signal()
    _ = await holder.result
    return try outcome.get()
}

private struct RolledBack: Error {}
