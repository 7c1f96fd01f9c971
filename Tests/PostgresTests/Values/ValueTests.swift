import TestSupport
import Postgres
import Testing

@Suite("Values", .needsServer, .database, .timeLimit(.minutes(2)))
struct ValueTests {
    @Test("booleans and integers come back as they went, extremes included")
    func integers() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            for value in [true, false] {
                try #expect(session.query("SELECT $1", [.bool(value)])[0].bool(0) == value)
            }
            for value in [0, 1, -1, Int16.min, .max] {
                try #expect(session.query("SELECT $1", [.int2(value)])[0].int2(0) == value)
            }
            for value in [0, 1, -1, Int32.min, .max] {
                try #expect(session.query("SELECT $1", [.int4(value)])[0].int4(0) == value)
            }
            for value in [0, 1, -1, Int64.min, .max] {
                try #expect(session.query("SELECT $1", [.int8(value)])[0].int8(0) == value)
            }
        }
    }

    @Test(
        "texts come back as they went, whatever the script",
        arguments: ["", "a", "zürich 駐車場 🚗", "' \" \\ ; --", "\u{1}\n\r\t", String(repeating: "é", count: 100_000)])
    func texts(_ value: String) async throws {
        let connection = try await TestDatabase.connect()
        let back = try await connection.run { session in
            let json = [UInt8](#"{"a": 1}"#.utf8)
            let row = try session.query("SELECT $1, $1::varchar, $2", [.text(value), .json(json)])[0]
            #expect(row.text(2) == #"{"a": 1}"#)
            return [row.text(0), row.text(1)]
        }
        #expect(back == [value, value])
    }

    @Test("a name and an untyped literal are read as text")
    func otherTexts() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            let row = try session.query("SELECT 'a'::name, 'b', 'c'::char(3)")[0]
            #expect(row.text(0) == "a")
            #expect(row.text(1) == "b")
            #expect(row.text(2) == "c  ")
        }
    }

    @Test("bytes come back as they went, NULs and all 256 values included")
    func bytes() async throws {
        let connection = try await TestDatabase.connect()
        for value in [[], [0], [UInt8](0...255), [UInt8](repeating: 7, count: 3_000_000)] {
            let back = try await connection.run { try $0.query("SELECT $1", [.bytea(value)])[0].bytes(0) }
            #expect(back == value)
        }
    }

    @Test("a JSON text keeps its very bytes")
    func json() async throws {
        let connection = try await TestDatabase.connect()
        let value = [UInt8](#"{"b" : 1.10,   "a":null, "a":"é"}"#.utf8)
        let back = try await connection.run { try $0.query("SELECT $1", [.json(value)])[0].bytes(0) }
        #expect(back == value)
    }

    @Test(
        "an instant means the same to the server, also before 1970 and before 2000",
        arguments: [
            (0, "1970-01-01 00:00:00"), (-1, "1969-12-31 23:59:59.999999"),
            (946_684_799_999_999, "1999-12-31 23:59:59.999999"), (946_684_800_000_000, "2000-01-01 00:00:00"),
            (1_709_210_096_123_456, "2024-02-29 12:34:56.123456"), (-62_135_596_800_000_000, "0001-01-01 00:00:00"),
            (.max, "infinity"), (.min, "-infinity"),
        ] as [(Int64, String)])
    func instants(_ microseconds: Int64, _ text: String) async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            let row = try session.query(
                "SELECT $1, $1::text, $2::timestamptz",
                [.timestamptz(microseconds: microseconds), .text(text)])[0]
            #expect(row.timestamptz(0) == microseconds)
            #expect(row.timestamptz(2) == microseconds)
            // The session's zone is UTC, whatever the server's.
            #expect(row.text(1) == (text.hasSuffix("infinity") ? text : text + "+00"))
        }
    }

    @Test(
        "a date means the same to the server, also before 1970 and before 2000",
        arguments: [
            (0, "1970-01-01"), (-1, "1969-12-31"), (10_956, "1999-12-31"), (10_957, "2000-01-01"),
            (19_782, "2024-02-29"), (-719_162, "0001-01-01"), (.max, "infinity"), (.min, "-infinity"),
        ] as [(Int32, String)])
    func dates(_ days: Int32, _ text: String) async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            let row = try session.query("SELECT $1, $1::text, $2::date", [.date(days: days), .text(text)])[0]
            #expect(row.date(0) == days)
            #expect(row.date(2) == days)
            #expect(row.text(1) == text)
        }
    }

    @Test("an instant too early for the server is refused by one side or the other, never bent")
    func instantsOutOfRange() async throws {
        let connection = try await TestDatabase.connect()
        for (microseconds, code) in [
            (Int64.min + 1, PostgresError.Code.invalidParameter),
            (Int64.min / 2, .server(SQLState(rawValue: "22008"))),
        ] {
            let error = await postgresError {
                try await connection.run { try $0.execute("SELECT $1", [.timestamptz(microseconds: microseconds)]) }
            }
            #expect(error?.code == code)
        }
    }

    @Test("NULL comes back as nil from every optional reader")
    func nulls() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            let row = try session.query("SELECT NULL::text, NULL::bytea, NULL::timestamptz")[0]
            #expect(row.optionalText(0) == nil)
            #expect(row.optionalBytes(1) == nil)
            #expect(row.optionalTimestamptz(2) == nil)
        }
    }

    @Test("a value that cannot be sent is refused before anything is sent, and named without its content")
    func unsendable() async throws {
        let connection = try await TestDatabase.connect()
        let parameters: [[Parameter]] = [
            [.text("SECRET\0")], [.texts(["ok", "SECRET\0"])], [.optionalTexts([nil, "SECRET\0"])],
            [.json([UInt8]("SECRET\0".utf8))], [.date(days: .min + 1)], Array(repeating: .int2(0), count: 65_536),
        ]
        for list in parameters {
            let error = await postgresError { try await connection.run { try $0.execute("SELECT 1", list) } }
            #expect(error?.code == .invalidParameter)
            #expect(error?.statement == "SELECT 1")
            #expect(error.map { "\($0)".contains("SECRET") } == false)
        }
        #expect(try await connection.run { try $0.query("SELECT 1")[0].int4(0) } == 1)
    }
}
