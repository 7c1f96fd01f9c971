import TestSupport
import Testing

@testable import Postgres

/// What is wrong with the database is told by its name.
@Suite("Trouble")
struct TroubleTests {
    private static let named: [(SQLState, DatabaseTrouble.Kind, String)] = [
        (.diskFull, .refuses, "disk is full"), (.outOfMemory, .refuses, "no memory left"),
        (.ioError, .refuses, "cannot read or write a file"), (.readOnlyTransaction, .refuses, "takes no writes"),
        (.insufficientPrivilege, .refuses, "does not let the service's role"),
        (.undefinedTable, .refuses, "lacks the schema"), (.tooManyConnections, .away, "no connection left"),
        (.cannotConnectNow, .away, "starting up"), (.adminShutdown, .away, "shutting down"),
        (.crashShutdown, .away, "crashed"), (.queryCanceled, .away, "in time"),
        (SQLState(rawValue: "40001"), .away, "others did at the same time"),
        (SQLState(rawValue: "40P01"), .away, "others did at the same time"),
        (SQLState(rawValue: "55P03"), .away, "others did at the same time"),
        (SQLState(rawValue: "XX001"), .refuses, "XX001"),
    ]

    @Test(arguments: named)
    func `what the server says is told by name`(
        _ state: SQLState, _ kind: DatabaseTrouble.Kind, _ words: String
    ) {
        let trouble = DatabaseTrouble(PostgresError(.server(state), "…", sqlState: state))
        #expect(trouble.kind == kind)
        #expect(trouble.sentence.contains(words), "\(trouble.sentence)")
        #expect(!PostgresError(.server(state), "…", sqlState: state).leavesOutcomeOpen)
    }

    @Test func `a server that lets nobody in says why, whatever its language`() {
        let words = #"connection to server on socket "/s" failed: FATAL:  57P03: the database system is starting up"#
        let (message, state) = PostgresError.greeting(words)
        #expect(state == .cannotConnectNow)
        #expect(message.hasSuffix("failed: FATAL:  the database system is starting up"))
        #expect(PostgresError.greeting("could not connect: Connection refused").state == nil)
    }

    @Test func `a server that is not there cannot be reached`() async throws {
        let nowhere = PostgresConfiguration(url: "postgresql:///postgres?host=/tmp/nowhere")
        let error = try #require(
            await postgresError { try await PostgresConnection.connect(nowhere, logger: TestDatabase.silent) })
        #expect(DatabaseTrouble(error).sentence == "The database cannot be reached.")
        #expect(!error.leavesOutcomeOpen)
    }

    @Test(.needsServer, .timeLimit(.minutes(2)))
    func `a database that is not there is told by its code, which the server sends in its greeting`() async throws {
        let missing = try #require(TestDatabase.server).database("nobody_made_this")
        let error = await postgresError { try await PostgresConnection.connect(missing, logger: TestDatabase.silent) }
        #expect(error?.sqlState == SQLState(rawValue: "3D000"))
        #expect(error?.message.contains("3D000") == false)
    }
}
