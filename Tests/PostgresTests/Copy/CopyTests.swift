import Postgres
import Testing

@Suite("COPY", .needsServer, .database, .timeLimit(.minutes(2)))
struct CopyTests {
    private struct Refusal: Error {}

    @Test("every type goes in and comes out as it was")
    func everyType() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            try session.script(
                """
                CREATE TABLE everything (
                    i int8, b bool, s int2, n int4, t text, d bytea, j json, u uuid, at timestamptz, day date
                )
                """)
            let count = try session.copyIn("COPY everything FROM STDIN (FORMAT binary)") { writer in
                try writer.row(columns: 10)
                writer.int8(.min)
                writer.bool(true)
                writer.int2(.max)
                writer.int4(.min)
                writer.text("é 🚗")
                writer.bytes([0, 255])
                writer.json([UInt8]("{ }".utf8))
                writer.uuid(ValueTests.uuid)
                writer.timestamptz(microseconds: -1)
                writer.date(days: -1)
                try writer.row(columns: 10)
                for _ in 0..<10 { writer.null() }
            }
            #expect(count == 2)
            var rows: [[String]] = []
            try session.copyOut("COPY everything TO STDOUT (FORMAT binary)") { rows.append(Self.everything($0)) }
            #expect(
                rows == [
                    [
                        "\(Int64.min)", "true", "\(Int16.max)", "\(Int32.min)", "é 🚗", "[0, 255]", "{ }",
                        "\(ValueTests.uuid)", "-1", "-1",
                    ], Array(repeating: "NULL", count: 10),
                ])
        }
    }

    /// All columns of a row, read by their types; an expectation cannot look at the row, which cannot be copied.
    private static func everything(_ row: borrowing CopyRow) -> [String] {
        if (0..<row.columnCount).allSatisfy({ row.isNull($0) }) {
            return Array(repeating: "NULL", count: row.columnCount)
        }
        return [
            "\(row.int8(0))", "\(row.bool(1))", "\(row.int2(2))", "\(row.int4(3))", row.text(4), "\(row.bytes(5))",
            row.withBytes(6) { String(decoding: $0, as: UTF8.self) }, "\(row.uuid(7))", "\(row.timestamptz(8))",
            "\(row.date(9))",
        ]
    }

    @Test("many rows, more than a buffer holds, keep their order")
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
            var next: Int64 = 0
            try session.copyOut("COPY (SELECT * FROM many ORDER BY i) TO STDOUT (FORMAT binary)") { row in
                guard row.int8(0) == next, row.text(1) == "event \(next)" else { throw Refusal() }
                next += 1
            }
            #expect(next == 50_000)
        }
    }

    @Test("a COPY of nothing is empty in both directions")
    func nothing() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            try session.script("CREATE TABLE nothing (i int8)")
            try #expect(session.copyIn("COPY nothing FROM STDIN (FORMAT binary)") { _ in } == 0)
            try session.copyOut("COPY nothing TO STDOUT (FORMAT binary)") { _ in Issue.record("a row out of nothing") }
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

    @Test("a reader that throws in the middle leaves a usable connection, also inside a transaction")
    func abortedOut() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            var read = 0
            #expect(throws: Refusal.self) {
                try session.copyOut("COPY (SELECT generate_series(1, 100000000)) TO STDOUT (FORMAT binary)") { _ in
                    read += 1
                    if read == 10 { throw Refusal() }
                }
            }
            #expect(read == 10)
            try #expect(session.query("SELECT 1").count == 1)
            // The server has sent all of this one long before it is stopped.
            #expect(throws: Refusal.self) {
                try session.copyOut("COPY (SELECT 1) TO STDOUT (FORMAT binary)") { _ in throw Refusal() }
            }
            try #expect(session.query("SELECT 1").count == 1)
        }
        await #expect(throws: Refusal.self) {
            try await connection.transaction { session in
                try session.copyOut("COPY (SELECT generate_series(1, 100000000)) TO STDOUT (FORMAT binary)") { _ in
                    throw Refusal()
                }
            }
        }
        #expect(try await connection.run { try $0.query("SELECT 1").count } == 1)
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

    @Test("a statement that is no binary COPY in that direction is refused")
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
            let error = #expect(throws: PostgresError.self) {
                try session.copyOut("COPY other TO STDOUT (FORMAT text)") { _ in }
            }
            #expect(error?.code == .unexpectedResult)
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
