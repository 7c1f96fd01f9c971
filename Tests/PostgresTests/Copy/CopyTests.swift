import TestSupport
import Postgres
import Testing

@Suite("COPY", .needsServer, .database, .timeLimit(.minutes(2)))
struct CopyTests {
    private struct Refusal: Error {}

    @Test("every type goes in as it is")
    func everyType() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            try session.script(
                "CREATE TABLE everything (i int8, s int2, t text, d bytea, j json, at timestamptz)")
            let count = try session.copyIn("COPY everything FROM STDIN (FORMAT binary)") { writer in
                try writer.row(columns: 6)
                writer.int8(.min)
                writer.int2(.max)
                writer.text("é 🚗")
                writer.bytes([0, 255])
                writer.json([UInt8]("{ }".utf8))
                writer.timestamptz(microseconds: -1)
                try writer.row(columns: 6)
                for _ in 0..<6 { writer.null() }
            }
            #expect(count == 2)
            let row = try session.query("SELECT * FROM everything WHERE i IS NOT NULL")[0]
            #expect(row.int8(0) == .min)
            #expect(row.int2(1) == .max)
            #expect(row.text(2) == "é 🚗")
            #expect(row.bytes(3) == [0, 255])
            #expect(row.text(4) == "{ }")
            #expect(row.timestamptz(5) == -1)
            try #expect(session.query("SELECT FROM everything WHERE everything IS NULL").count == 1)
        }
    }

    @Test("many rows, more than a buffer holds, are all there and as they were written")
    func manyRows() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            try session.script("CREATE TABLE many (i int8, t text)")
            let count = try session.copyIn("COPY many FROM STDIN (FORMAT binary)") { writer in
                for number in 0..<50_000 as Range<Int64> {
                    try writer.row(columns: 2)
                    writer.int8(number)
                    writer.text("event \(number)")
                }
            }
            #expect(count == 50_000)
            let intact = try session.query("SELECT count(DISTINCT i) FROM many WHERE t = 'event ' || i")[0].int8(0)
            #expect(intact == 50_000)
        }
    }

    @Test("a COPY of nothing adds nothing")
    func nothing() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            try session.script("CREATE TABLE nothing (i int8)")
            try #expect(session.copyIn("COPY nothing FROM STDIN (FORMAT binary)") { _ in } == 0)
            try #expect(session.query("SELECT * FROM nothing").isEmpty)
        }
    }

    @Test("a writer that throws leaves nothing behind and a usable connection")
    func abortedIn() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            try session.script("CREATE TABLE aborted (i int8)")
            #expect(throws: Refusal.self) {
                try session.copyIn("COPY aborted FROM STDIN (FORMAT binary)") { writer in
                    for number in 0..<100_000 as Range<Int64> {
                        try writer.row(columns: 1)
                        writer.int8(number)
                    }
                    throw Refusal()
                }
            }
            try #expect(session.query("SELECT * FROM aborted").isEmpty)
        }
    }

    @Test("a row with too few or too many values is refused", arguments: [1, 3])
    func wrongCount(_ values: Int) async throws {
        let connection = try await TestDatabase.connect()
        let error = await postgresError {
            try await connection.run { session in
                try session.script("CREATE TEMPORARY TABLE pairs (a int8, b int8)")
                _ = try session.copyIn("COPY pairs FROM STDIN (FORMAT binary)") { writer in
                    try writer.row(columns: 2)
                    for _ in 0..<values { writer.int8(1) }
                }
            }
        }
        #expect(error?.code == .copyAborted)
        #expect(try await connection.run { try $0.query("SELECT * FROM pairs").isEmpty })
    }

    @Test("a text with a NUL is refused on the client")
    func nul() async throws {
        let connection = try await TestDatabase.connect()
        let error = await postgresError {
            try await connection.run { session in
                try session.script("CREATE TEMPORARY TABLE texts (t text)")
                _ = try session.copyIn("COPY texts FROM STDIN (FORMAT binary)") { writer in
                    try writer.row(columns: 1)
                    writer.text("a\0b")
                }
            }
        }
        #expect(error?.code == .invalidParameter)
    }

    @Test("what the server refuses is its own error, also when it comes while rows are still written")
    func refusedByServer() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { try $0.script("CREATE TABLE checked (i int8 CONSTRAINT small CHECK (i < 10))") }
        for rows in [20, 1_000_000] as [Int64] {
            let error = await postgresError {
                try await connection.run { session in
                    _ = try session.copyIn("COPY checked FROM STDIN (FORMAT binary)") { writer in
                        for number in 0..<rows {
                            try writer.row(columns: 1)
                            writer.int8(number)
                        }
                    }
                }
            }
            #expect(error?.code == .server(.checkViolation))
            #expect(error?.constraint == "small")
        }
        #expect(try await connection.run { try $0.query("SELECT * FROM checked").isEmpty })
    }

    @Test("a statement that is no binary COPY into a table is refused")
    func noCopy() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            try session.script("CREATE TABLE other (i int8)")
            let statements: [Statement] = [
                "SELECT 1", "COPY other TO STDOUT (FORMAT binary)", "COPY other FROM STDIN (FORMAT text)",
            ]
            for statement in statements {
                let error = #expect(throws: PostgresError.self) { try session.copyIn(statement) { _ in } }
                #expect(error?.code == .unexpectedResult)
            }
            try #expect(session.query("SELECT 1").count == 1)
        }
    }

    @Test("a statement inside a COPY's body is refused and the COPY goes on")
    func busy() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            try session.script("CREATE TABLE undisturbed (i int8)")
            let count = try session.copyIn("COPY undisturbed FROM STDIN (FORMAT binary)") { writer in
                let error = #expect(throws: PostgresError.self) { try session.query("SELECT 1") }
                #expect(error?.code == .connectionBusy)
                try writer.row(columns: 1)
                writer.int8(1)
            }
            #expect(count == 1)
        }
    }
}
