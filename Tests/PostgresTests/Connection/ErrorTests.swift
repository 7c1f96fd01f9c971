import TestSupport
import Testing

@testable import Postgres

@Suite("Errors", .needsServer, .database, .timeLimit(.minutes(2)))
struct ErrorTests {
    @Test("a violated constraint is named, with its state, and its values stay out of the description")
    func constraint() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { try $0.script("CREATE TABLE plates (plate text CONSTRAINT one_plate UNIQUE)") }
        let error = await postgresError {
            try await connection.run { session in
                for _ in 0..<2 { try session.execute("INSERT INTO plates VALUES ($1)", [.text("ZH 123456")]) }
            }
        }
        #expect(error?.code == .server(.uniqueViolation))
        #expect(error?.sqlState == .uniqueViolation)
        #expect(error?.constraint == "one_plate")
        #expect(error?.statement == "INSERT INTO plates VALUES ($1)")
        #expect(error?.detail?.contains("ZH 123456") == true)
        #expect(error.map { "\($0)".contains("ZH 123456") } == false)
    }

    @Test("a data exception quotes the value, so its message stays out of the description")
    func dataException() async throws {
        let connection = try await TestDatabase.connect()
        let error = await postgresError {
            try await connection.run { try $0.execute("SELECT $1::int4", [.text("ZH 123456")]) }
        }
        #expect(error?.sqlState?.classCode == "22")
        #expect(error?.message.contains("ZH 123456") == true)
        #expect(error.map { "\($0)".contains("ZH 123456") } == false)
    }

    @Test("the connection stays usable after a refused statement")
    func usableAfterwards() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            #expect(throws: PostgresError.self) { try session.query("SELECT * FROM nowhere") }
            #expect(throws: PostgresError.self) { try session.query("SELEKT") }
            try #expect(session.query("SELECT 1")[0].int4(0) == 1)
        }
        let error = await postgresError { try await connection.run { try $0.execute("SELECT * FROM nowhere") } }
        #expect(error?.code == .server(.undefinedTable))
        #expect(!connection.isBroken)
    }

    @Test("a server that is not there is a failed connection")
    func noServer() async throws {
        let nowhere = PostgresConfiguration(url: "postgresql:///postgres?host=/nonexistent")
        let error = await postgresError {
            _ = try await PostgresConnection.connect(nowhere, logger: TestDatabase.silent)
        }
        #expect(error?.code == .connectionFailed)
    }

    @Test(
        "a malformed URL is a failed connection, and the password that broke it is not repeated",
        arguments: ["postgresql://user:SECRET/x@host/", "postgresql://user:SECRET%zz@host/", "host=a SECRET"])
    func malformed(_ url: String) async throws {
        let configuration = PostgresConfiguration(url: url)
        let error = await postgresError {
            _ = try await PostgresConnection.connect(configuration, logger: TestDatabase.silent)
        }
        #expect(error?.code == .connectionFailed)
        #expect(error?.message.contains("SECRET") == false)
        #expect(!"\(configuration)".contains("SECRET"))
        #expect(!String(reflecting: configuration).contains("SECRET"))
    }

    @Test("a connection that the server ends is lost, says why, and is broken")
    func lost() async throws {
        let connection = try await TestDatabase.connect()
        let error = await postgresError {
            try await connection.run { try $0.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
        }
        #expect(error?.code == .connectionLost)
        #expect(error?.sqlState == .adminShutdown)
        #expect(connection.isBroken)
    }

    @Test("a closed connection refuses work")
    func closed() async throws {
        let connection = try await TestDatabase.connect()
        await connection.close()
        let error = await postgresError { try await connection.run { try $0.execute("SELECT 1") } }
        #expect(error?.code == .closed)
    }

    @Test("the configured statement timeout is the server's doing, not a cancellation")
    func statementTimeout() async throws {
        var configuration = try TestDatabase.configuration
        configuration.statementTimeoutMilliseconds = 20
        let connection = try await PostgresConnection.connect(configuration, logger: TestDatabase.silent)
        let error = await postgresError { try await connection.run { try $0.execute("SELECT pg_sleep(3600)") } }
        #expect(error?.code == .server(.queryCanceled))
    }

    @Test("a connection tells its name, speaks UTF-8 and lives in UTC")
    func settings() async throws {
        var configuration = try TestDatabase.configuration
        configuration.applicationName = "a garage's"
        let connection = try await PostgresConnection.connect(configuration, logger: TestDatabase.silent)
        let settings = try await connection.run { session in
            try ["application_name", "client_encoding", "TimeZone"].map { name in
                try session.query("SELECT current_setting($1)", [.text(name)])[0].text(0)
            }
        }
        #expect(settings == ["a garage's", "UTF8", "UTC"])
    }

    @Test("a statement whose table has changed since is prepared anew")
    func changedTable() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { try $0.script("CREATE TABLE changing (a int8); INSERT INTO changing VALUES (1)") }
        let added = try await connection.run { session in
            _ = try session.query("SELECT * FROM changing")
            try session.script("ALTER TABLE changing ADD b text DEFAULT 'new'")
            return try session.query("SELECT * FROM changing")[0].text(1)
        }
        #expect(added == "new")
        try await connection.run { session in
            try session.script("DEALLOCATE ALL")
            try #expect(session.query("SELECT * FROM changing").count == 1)
        }
    }

    @Test("a COPY where none is expected is refused and ended")
    func unexpectedCopy() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            try session.script("CREATE TABLE target (a int8)")
            for statement in ["COPY target FROM STDIN", "COPY target TO STDOUT"] as [Statement] {
                let error = #expect(throws: PostgresError.self) { try session.script(statement) }
                #expect(error?.code == .unexpectedResult)
            }
            try #expect(session.query("SELECT * FROM target").isEmpty)
        }
    }
}
