import Postgres

/// Ends a transaction that leaves nothing behind.
private struct Undone<Value: Sendable>: Error {
    let value: Value
}

extension PostgresConnection {
    /// Runs a body in a transaction of which nothing stays.
    func undoing<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        do {
            return try await transaction { session -> Value in throw Undone(value: try body(session)) }
        } catch let undone as Undone<Value> {
            return undone.value
        }
    }
}
