import TestSupport
import Postgres
import Testing

/// Reading a column as what it is not ends the process: there is no right value to go on with.
@Suite("Misreading", .needsServer, .timeLimit(.minutes(2)))
struct MisreadingTests {
    @Test("a column of another type")
    func wrongType() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let server = try #require(TestDatabase.server)
            let connection = try await PostgresConnection.connect(server, logger: TestDatabase.silent)
            _ = try await connection.run { try $0.query("SELECT 1::int8 AS answer")[0].timestamptz(0) }
        }
        let message = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(message.contains("column 0 answer of type 20 with 8 bytes was read as timestamptz"))
    }

    @Test("a NULL of another type through an optional reader")
    func wrongNull() async {
        await #expect(processExitsWith: .failure) {
            let server = try #require(TestDatabase.server)
            let connection = try await PostgresConnection.connect(server, logger: TestDatabase.silent)
            _ = try await connection.run { try $0.query("SELECT NULL::text")[0].optionalTimestamptz(0) }
        }
    }

    @Test("a NULL through a reader that has no nil")
    func null() async {
        await #expect(processExitsWith: .failure) {
            let server = try #require(TestDatabase.server)
            let connection = try await PostgresConnection.connect(server, logger: TestDatabase.silent)
            _ = try await connection.run { try $0.query("SELECT NULL::int8")[0].int8(0) }
        }
    }
}
