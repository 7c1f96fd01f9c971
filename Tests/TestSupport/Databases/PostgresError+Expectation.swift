public import Postgres
public import Testing

/// The error that a call throws, which must be a `PostgresError`.
@discardableResult
public func postgresError<R>(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> R
) async -> PostgresError? {
    await #expect(throws: PostgresError.self, sourceLocation: sourceLocation) { _ = try await body() }
}
