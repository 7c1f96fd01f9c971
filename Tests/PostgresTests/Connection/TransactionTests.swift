import TestSupport
import Testing

@testable import Postgres

@Suite("Transactions", .needsServer, .database, .timeLimit(.minutes(2)))
struct TransactionTests {
    private struct Refusal: Error {}

    private func connect(_ setUp: Statement) async throws -> PostgresConnection {
        let connection = try await TestDatabase.connect()
        try await connection.run { try $0.script(setUp) }
        return connection
    }

    @Test("what a body did is there after it returned")
    func commits() async throws {
        let connection = try await connect("CREATE TABLE committed (a int8)")
        let touched = try await connection.transaction {
            try $0.execute("INSERT INTO committed VALUES (1), (2)")
        }
        #expect(touched == 2)
        #expect(try await connection.run { try $0.query("SELECT * FROM committed").count } == 2)
    }

    @Test("nothing of a body is there after it threw, and its own error comes out")
    func rollsBack() async throws {
        let connection = try await connect("CREATE TABLE undone (a int8)")
        await #expect(throws: Refusal.self) {
            try await connection.transaction { session in
                try session.execute("INSERT INTO undone VALUES (1)")
                throw Refusal()
            }
        }
        #expect(try await connection.run { try $0.query("SELECT * FROM undone").isEmpty })
    }

    @Test("a body that swallows a failed statement does not look committed")
    func swallowedFailure() async throws {
        let connection = try await connect("CREATE TABLE swallowed (a int8)")
        let error = await postgresError {
            try await connection.transaction { session in
                try session.execute("INSERT INTO swallowed VALUES (1)")
                _ = try? session.execute("SELECT 1/0")
            }
        }
        #expect(error?.code == .transactionFailed)
        #expect(try await connection.run { try $0.query("SELECT * FROM swallowed").isEmpty })
    }

    @Test("a body that ends its transaction itself is told so")
    func endedByBody() async throws {
        let connection = try await TestDatabase.connect()
        let error = await postgresError { try await connection.transaction { try $0.script("COMMIT") } }
        #expect(error?.code == .transactionFailed)
    }

    @Test("a transaction left open outside of one is rolled back and reported")
    func leftOpen() async throws {
        let connection = try await connect("CREATE TABLE leftover (a int8)")
        let error = await postgresError {
            try await connection.run { try $0.script("BEGIN; INSERT INTO leftover VALUES (1)") }
        }
        #expect(error?.code == .transactionLeftOpen)
        #expect(try await connection.run { try $0.query("SELECT * FROM leftover").isEmpty })
    }

    @Test("a constraint that is checked at COMMIT fails the transaction")
    func deferredConstraint() async throws {
        let connection = try await connect(
            "CREATE TABLE late (a int8 CONSTRAINT once UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        let error = await postgresError {
            try await connection.transaction { try $0.execute("INSERT INTO late VALUES (1), (1)") }
        }
        #expect(error?.code == .server(.uniqueViolation))
        #expect(error?.constraint == "once")
        #expect(!connection.isBroken)
    }

    @Test("a connection lost during COMMIT leaves the outcome unknown")
    func lostCommit() async throws {
        let connection = try await connect(
            """
            CREATE TABLE fatal (a int8);
            CREATE FUNCTION end_process() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON fatal
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_process();
            """)
        let error = await postgresError {
            try await connection.transaction { try $0.execute("INSERT INTO fatal VALUES (1)") }
        }
        #expect(error?.code == .commitOutcomeUnknown)
        #expect(connection.isBroken)
    }

    @Test("a transaction is read committed, whatever the server's default")
    func isolation() async throws {
        let connection = try await connect("SET default_transaction_isolation = 'serializable'")
        let level = try await connection.transaction {
            try $0.query("SELECT current_setting('transaction_isolation')")[0].text(0)
        }
        #expect(level == "read committed")
    }
}
