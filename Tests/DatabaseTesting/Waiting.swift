public import Postgres
public import Testing

/// Waits until something is so; the suite's time limit ends what never becomes so.
public func until(_ condition: () async throws -> Bool) async throws {
    while try await !condition() {
        try Task.checkCancellation()
        await Task.yield()
    }
}

/// The error that a call throws, which must be a `PostgresError`.
@discardableResult
public func postgresError<R>(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> R
) async -> PostgresError? {
    await #expect(throws: PostgresError.self, sourceLocation: sourceLocation) { _ = try await body() }
}
