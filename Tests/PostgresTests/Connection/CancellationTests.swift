import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite("Cancellation", .needsServer, .database, .timeLimit(.minutes(2)))
struct CancellationTests {
    /// Waits until somebody sleeps on the server in this suite's database under that name.
    private func untilSleeping(_ name: String) async throws {
        let observer = try await TestDatabase.connect()
        try await until {
            try await observer.run { session in
                try session.query(
                    "SELECT FROM pg_stat_activity WHERE application_name = $1 AND wait_event = 'PgSleep'",
                    [.text(name)]
                ).count == 1
            }
        }
    }

    private func connect(_ name: String) async throws -> PostgresConnection {
        var configuration = try TestDatabase.configuration
        configuration.applicationName = name
        return try await PostgresConnection.connect(configuration, logger: TestDatabase.silent)
    }

    @Test("a cancelled task cancels its statement, and the connection goes on")
    func cancelledTask() async throws {
        let connection = try await connect("cancelled task")
        let task = Task { try await connection.run { try $0.execute("SELECT pg_sleep(3600)") } }
        try await untilSleeping("cancelled task")
        task.cancel()
        let error = await postgresError { _ = try await task.value }
        #expect(error?.code == .cancelled)
        #expect(error?.sqlState == .queryCanceled)
        #expect(!connection.isBroken)
        #expect(try await connection.run { try $0.query("SELECT 1")[0].int4(0) } == 1)
    }

    @Test("a cancelled transaction is rolled back, also when the body swallows the error")
    func cancelledTransaction() async throws {
        let connection = try await connect("cancelled transaction")
        try await connection.run { try $0.script("CREATE TABLE abandoned (a int8)") }
        let task = Task {
            try await connection.transaction { session in
                try session.execute("INSERT INTO abandoned VALUES (1)")
                try session.execute("SAVEPOINT before")
                _ = try? session.execute("SELECT pg_sleep(3600)")
                try session.execute("ROLLBACK TO SAVEPOINT before")
            }
        }
        try await untilSleeping("cancelled transaction")
        task.cancel()
        let error = await postgresError { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(try await connection.run { try $0.query("SELECT * FROM abandoned").isEmpty })
    }

    @Test("a server that is frozen holds a cancelled task no longer than the farewell, and loses the connection")
    func frozenServer() async throws {
        var configuration = try TestDatabase.configuration
        configuration.applicationName = "frozen server"
        configuration.farewell = .milliseconds(100)
        let connection = try await PostgresConnection.connect(configuration, logger: TestDatabase.silent)
        let backend = try await connection.run { try $0.query("SELECT pg_backend_pid()")[0].int4(0) }
        let task = Task { try await connection.run { try $0.execute("SELECT pg_sleep(3600)") } }
        try await untilSleeping("frozen server")
        try #require(kill(backend, SIGSTOP) == 0)
        defer { kill(backend, SIGCONT) }
        task.cancel()
        let error = await postgresError { _ = try await task.value }
        #expect(error?.code == .connectionLost)
        #expect(error?.leavesOutcomeOpen == true)
        #expect(error?.message == PostgresError.silence)
        #expect(connection.isBroken)
        await connection.close()
    }

    @Test("a cancelled statement that the server ends within the farewell keeps its connection")
    func farewell() async throws {
        var configuration = try TestDatabase.configuration
        configuration.applicationName = "farewell"
        configuration.farewell = .seconds(100)
        let connection = try await PostgresConnection.connect(configuration, logger: TestDatabase.silent)
        let task = Task { try await connection.run { try $0.execute("SELECT pg_sleep(3600)") } }
        try await untilSleeping("farewell")
        task.cancel()
        let error = await postgresError { _ = try await task.value }
        #expect(error?.code == .cancelled)
        #expect(error?.leavesOutcomeOpen == false)
        #expect(try await connection.run { try $0.query("SELECT 1")[0].int4(0) } == 1)
        await connection.close()
    }

    @Test("a task that is cancelled before its turn sends nothing")
    func cancelledBefore() async throws {
        let connection = try await TestDatabase.connect()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await connection.run { _ in Issue.record("the body ran") }
        }
        let error = await postgresError { try await task.value }
        #expect(error?.code == .cancelled)
    }

    @Test("a cancel request never hits the next body, whenever it comes")
    func neverTheNext() async throws {
        let connection = try await TestDatabase.connect()
        for round in 0..<300 {
            let task = Task {
                try await connection.transaction { session in
                    for _ in 0..<3 { try session.execute("SELECT pg_sleep(0.0005)") }
                }
            }
            for _ in 0..<(round % 60) { await Task.yield() }
            task.cancel()
            // Whether the task was faster is open; that this one succeeds is not.
            let next = try await connection.run { try $0.query("SELECT 1")[0].int4(0) }
            #expect(next == 1)
            do {
                try await task.value
            } catch let error as PostgresError {
                #expect(error.code == .cancelled)
            }
        }
        #expect(!connection.isBroken)
    }

    @Test("a COPY under way is cancelled, and nothing of it is kept")
    func cancelledCopy() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { try $0.script("CREATE TABLE copied (a int8)") }
        let (writes, wrote) = AsyncStream.makeStream(of: Void.self)
        let writing = Task {
            try await connection.run { session in
                try session.copyIn("COPY copied FROM STDIN (FORMAT binary)") { writer in
                    while true {
                        try writer.row(columns: 1)
                        writer.int8(1)
                        wrote.yield()
                    }
                }
            }
        }
        for await _ in writes { break }
        writing.cancel()
        let error = await postgresError { _ = try await writing.value }
        #expect(error?.code == .cancelled)
        #expect(try await connection.run { try $0.query("SELECT * FROM copied").isEmpty })
    }
}
