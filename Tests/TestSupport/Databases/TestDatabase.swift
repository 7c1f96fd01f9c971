import EventLog
import Foundation
public import Logging
public import Postgres
public import Testing

/// A database of a suite's own, made before its first test and dropped after its last.
///
/// The server is named by `PARKLOG_TEST_DATABASE_URL`, whose user must be a superuser; without it the suites that need
/// one are skipped:
/// ```swift
/// @Suite(.needsServer, .migratedDatabase, .timeLimit(.minutes(5)))
/// struct OccupancyTests { … try await TestDatabase.withPool { pool in … } }
/// ```
/// All suites of a test run share the server and its connections, so give back what you take.
public struct TestDatabase: SuiteTrait, TestScoping {
    /// Whether the database has the schema.
    let isMigrated: Bool
    /// Whether whoever connects is the service's role.
    let isTheServices: Bool

    @TaskLocal private static var current: PostgresConfiguration?

    /// A logger that keeps the server's notices out of the tests' output.
    public static let silent = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    /// The server; nil where the environment names none.
    public static var server: PostgresConfiguration? {
        ProcessInfo.processInfo.environment["PARKLOG_TEST_DATABASE_URL"].map { PostgresConfiguration(url: $0) }
    }

    /// The suite's database.
    public static var configuration: PostgresConfiguration {
        get throws { try #require(current, "the suite has neither .database nor .migratedDatabase") }
    }

    /// A new connection to the suite's database; the name is the one that `pg_stat_activity` shows.
    public static func connect(_ name: String = "parklog-tests") async throws -> PostgresConnection {
        var configuration = try configuration
        configuration.applicationName = name
        return try await connect(to: configuration)
    }

    /// A new connection to any database; waits while the suites beside this one have taken all connections.
    public static func connect(to configuration: PostgresConfiguration) async throws -> PostgresConnection {
        while true {
            do {
                return try await PostgresConnection.connect(configuration, logger: silent)
            } catch {
                // The protocol's code for it is not handed on while connecting.
                guard error.message.contains("too many clients") || error.message.contains("connection slots") else {
                    throw error
                }
                try Task.checkCancellation()
                await Task.yield()
            }
        }
    }

    /// Lends a pool on the suite's database and closes it.
    public static func withPool<R>(
        size: Int = 4, _ name: String = "parklog-tests", _ body: (PostgresPool) async throws -> R
    ) async throws -> R {
        var configuration = try configuration
        configuration.applicationName = name
        return try await withPool(on: configuration, size: size, body)
    }

    /// Lends a pool on any database and closes it.
    ///
    /// - Parameter patience: how long a borrower waits: long, as a busy machine is late and not broken, but for a test of
    ///   what happens when it ends.
    public static func withPool<R>(
        on configuration: PostgresConfiguration, size: Int, patience: Duration = .seconds(60),
        _ body: (PostgresPool) async throws -> R
    ) async throws -> R {
        let pool = PostgresPool(configuration, size: size, deadline: patience, logger: silent)
        let outcome = await result { try await body(pool) }
        await pool.close()
        return try outcome.get()
    }

    /// Lends a further database, with a random name, and drops it.
    public static func with<R>(
        migrated: Bool, on server: PostgresConfiguration, _ body: (PostgresConfiguration) async throws -> R
    ) async throws -> R {
        let name = "test_" + String(UInt64.random(in: 0 ... .max), radix: 36)
        try await administrate(server, "create database ", name)
        let database = server.database(name)
        let outcome = await result {
            if migrated { try await migrate(database) }
            return try await body(database)
        }
        try await administrate(server, "drop database ", name, " with (force)")
        return try outcome.get()
    }

    /// Gives a suite its database; called by the testing library.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let server = try #require(Self.server)
        try await Self.with(migrated: isMigrated, on: server) { database in
            if isTheServices { try await Self.script(on: database, Self.giveToService) }
            try await Self.$current.withValue(database) { try await function() }
        }
    }

    private static func migrate(_ database: PostgresConfiguration) async throws {
        let connection = try await connect(to: database)
        let outcome = await result { try await Migrator().migrate(connection) }
        await connection.close()
        _ = try outcome.get()
    }

    private static let giveToService: Statement = """
        do $$ begin
            execute format('alter database %I set role to parklog_service', current_database());
        end $$
        """

    /// Databases cannot be named by parameters; the one place that puts a statement together is this one.
    private static func administrate(
        _ server: PostgresConfiguration, _ before: String, _ name: String, _ after: String = ""
    ) async throws {
        try await script(on: server, Statement(embedded: [UInt8]((before + name + after).utf8)))
    }

    private static func script(on configuration: PostgresConfiguration, _ statement: Statement) async throws {
        let connection = try await connect(to: configuration)
        let outcome = await result { try await connection.run { try $0.script(statement) } }
        await connection.close()
        try outcome.get()
    }

    /// What has to be cleaned up after is caught first.
    private static func result<R>(_ body: () async throws -> R) async -> Result<R, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}

extension Trait where Self == TestDatabase {
    /// Gives the suite an empty database of its own.
    public static var database: TestDatabase { TestDatabase(isMigrated: false, isTheServices: false) }
    /// Gives the suite a database of its own that has the schema.
    public static var migratedDatabase: TestDatabase { TestDatabase(isMigrated: true, isTheServices: false) }
    /// Gives the suite a database that has the schema, and in which whoever connects is `parklog_service`; a session is
    /// the superuser again after `set role none`.
    public static var serviceDatabase: TestDatabase { TestDatabase(isMigrated: true, isTheServices: true) }
}

extension Trait where Self == ConditionTrait {
    /// Skips what needs a server where there is none.
    public static var needsServer: ConditionTrait {
        .enabled(if: TestDatabase.server != nil, "PARKLOG_TEST_DATABASE_URL names no server")
    }
}
