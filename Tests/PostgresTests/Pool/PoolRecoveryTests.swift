import TestSupport
import Testing

@testable import Postgres

/// Beside the other pool tests rather than among them, because it locks its whole database.
@Suite("Pool recovery", .needsServer, .database, .timeLimit(.minutes(2)))
struct PoolRecoveryTests {
    @Test("while no connection can be made, deadlines hold; afterwards the pool recovers by itself")
    func recovery() async throws {
        let configuration = try TestDatabase.configuration
        let name = try #require(configuration.databaseName)
        let server = try #require(TestDatabase.server)
        let pool = PostgresPool(configuration, size: 2, logger: TestDatabase.silent)
        let outside = try await PostgresConnection.connect(server, logger: TestDatabase.silent)
        let backend = try await pool.run { try $0.query("SELECT pg_backend_pid()")[0].int4(0) }
        try await outside.run { session in
            try session.execute(
                "UPDATE pg_database SET datallowconn = false WHERE datname = $1", [.text(name)])
            try session.execute("SELECT pg_terminate_backend($1, 60000)", [.int4(backend)])
        }
        let patient = Task { try await pool.run(deadline: .seconds(60)) { try $0.query("SELECT 1").count } }
        // On a busy machine a deadline may pass before the first attempt to connect has failed.
        var error: PostgresError?
        repeat {
            error = await postgresError { try await pool.run(deadline: .milliseconds(200)) { _ in } }
            try #require(error?.code == .poolTimeout)
        } while error?.message.contains("not currently accepting connections") != true
        try await outside.run { session in
            try session.execute("UPDATE pg_database SET datallowconn = true WHERE datname = $1", [.text(name)])
        }
        #expect(try await patient.value == 1)
        await pool.close()
    }
}
