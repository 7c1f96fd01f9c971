import Foundation
import Logging
import Postgres
import Testing

/// A database of a suite's own, made before its first test and dropped after its last.
///
/// The server is named by `PARKLOG_TEST_DATABASE_URL`; without it the suites that need one are skipped.
struct TestDatabase: SuiteTrait, TestScoping {
    static let silent = Logger(label: "postgres-tests") { _ in SwiftLogNoOpLogHandler() }

    @TaskLocal private static var current: PostgresConfiguration?

    static var url: String? { ProcessInfo.processInfo.environment["PARKLOG_TEST_DATABASE_URL"] }

    /// The server itself, for tests that run in a process of their own.
    static var server: PostgresConfiguration? { url.map { PostgresConfiguration(url: $0) } }

    /// The suite's database.
    static var configuration: PostgresConfiguration {
        get throws { try #require(current, "the suite lacks .database") }
    }

    /// A new connection to the suite's database.
    static func connect(logger: Logger = silent) async throws -> PostgresConnection {
        try await PostgresConnection.connect(configuration, logger: logger)
    }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let server = try #require(Self.server)
        let name = "test_" + String(UInt64.random(in: 0 ... .max), radix: 36)
        try await Self.administrate(server, "CREATE DATABASE ", name)
        let outcome: (any Error)?
        do {
            try await Self.$current.withValue(server.database(name)) { try await function() }
            outcome = nil
        } catch {
            outcome = error
        }
        try await Self.administrate(server, "DROP DATABASE ", name, " WITH (FORCE)")
        if let outcome { throw outcome }
    }

    /// Databases cannot be named by parameters; the one place that puts a statement together is this one.
    private static func administrate(
        _ server: PostgresConfiguration, _ before: String, _ name: String, _ after: String = ""
    ) async throws {
        let connection = try await PostgresConnection.connect(server, logger: silent)
        let statement = Statement(embedded: [UInt8]((before + name + after).utf8))
        try await connection.run { try $0.script(statement) }
        await connection.close()
    }
}

extension Trait where Self == TestDatabase {
    /// Gives the suite a database of its own.
    static var database: TestDatabase { TestDatabase() }
}

extension Trait where Self == ConditionTrait {
    /// Skips what needs a server where there is none.
    static var needsServer: ConditionTrait {
        .enabled(if: TestDatabase.url != nil, "PARKLOG_TEST_DATABASE_URL names no server")
    }
}

/// Waits until something is so; the suite's time limit ends what never becomes so.
func until(_ condition: () async throws -> Bool) async throws {
    while try await !condition() {
        try Task.checkCancellation()
        await Task.yield()
    }
}

/// The error that a call throws, which must be a `PostgresError`.
func postgresError<R>(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> R
) async -> PostgresError? {
    await #expect(throws: PostgresError.self, sourceLocation: sourceLocation) { _ = try await body() }
}
