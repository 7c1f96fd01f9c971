import NIOCore

extension HTTPContext {
    /// Runs a body that is cancelled when the client no longer waits for the answer; ends when the body has.
    ///
    /// A client that closes the connection on its own side alone is taken for one that has left: until something is sent to it,
    /// nothing tells the two apart. Throws what the body throws, and ``ClientLeft``.
    func whileAwaited<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let (departures, departure) = AsyncStream<Void>.makeStream()
        tellDeparture(departure)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in departures {}
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let value = first else { throw ClientLeft() }
            return value
        }
    }
}

/// The client has left before it had its answer.
struct ClientLeft: Error {}
