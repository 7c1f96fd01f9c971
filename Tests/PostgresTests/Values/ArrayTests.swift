import TestSupport
import Postgres
import Testing

@Suite("Arrays", .needsServer, .database, .timeLimit(.minutes(2)))
struct ArrayTests {
    @Test("every array type unnests to its elements in order")
    func everyType() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            let rows = try session.query(
                """
                SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                [
                    .int2s([.min, .max]), .int4s([.min, .max]), .int8s([.min, .max]), .texts(["", "é"]),
                    .byteas([[], [0, 255]]), .jsons([[UInt8]("1".utf8), [UInt8]("{}".utf8)]),
                    .timestamptzs([-1, .max]), .dates([-1, .min]),
                ])
            #expect(rows.map { $0.int2(0) } == [.min, .max])
            #expect(rows.map { $0.int4(1) } == [.min, .max])
            #expect(rows.map { $0.int8(2) } == [.min, .max])
            #expect(rows.map { $0.text(3) } == ["", "é"])
            #expect(rows.map { $0.bytes(4) } == [[], [0, 255]])
            #expect(rows.map { $0.text(5) } == ["1", "{}"])
            #expect(rows.map { $0.timestamptz(6) } == [-1, .max])
            #expect(rows.map { $0.date(7) } == [-1, .min])
        }
    }

    @Test("nil elements are NULL")
    func optionals() async throws {
        let connection = try await TestDatabase.connect()
        try await connection.run { session in
            let rows = try session.query(
                "SELECT i::text, t, d, at FROM unnest($1, $2, $3, $4) AS new (i, t, d, at)",
                [
                    .optionalInt8s([nil, 1, nil]), .optionalTexts(["", nil, "x"]), .optionalByteas([nil, nil, []]),
                    .optionalTimestamptzs([0, nil, nil]),
                ])
            #expect(rows.map { $0.optionalText(0) } == [nil, "1", nil])
            #expect(rows.map { $0.optionalText(1) } == ["", nil, "x"])
            #expect(rows.map { $0.optionalBytes(2) } == [nil, nil, []])
            #expect(rows.map { $0.optionalTimestamptz(3) } == [0, nil, nil])
        }
    }

    @Test("an empty array of every type is an array without elements, not NULL")
    func empty() async throws {
        let connection = try await TestDatabase.connect()
        let arrays: [Parameter] = [
            .int2s([]), .int4s([]), .int8s([]), .texts([]), .byteas([]), .jsons([]), .timestamptzs([]), .dates([]),
            .optionalInt8s([]), .optionalTexts([]), .optionalByteas([]), .optionalTimestamptzs([]),
        ]
        try await connection.run { session in
            for array in arrays {
                try #expect(session.query("SELECT cardinality($1)", [array])[0].int4(0) == 0)
            }
        }
    }

    @Test("a hundred thousand elements are one parameter")
    func long() async throws {
        let connection = try await TestDatabase.connect()
        let sum = try await connection.run { session in
            try session.query("SELECT sum(x)::int8 FROM unnest($1) x", [.int8s(Array(1...100_000))])[0].int8(0)
        }
        #expect(sum == 5_000_050_000)
    }

    @Test("random rows survive an unnest insert and a select")
    func property() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        let connection = try await TestDatabase.connect()
        try await connection.run {
            try $0.script(
                """
                CREATE TABLE survivors (i int8, t text, n int8, d bytea, at timestamptz, day date)
                """)
        }
        for _ in 0..<20 {
            let sample = Sample(using: &random)
            let back = try await connection.transaction { session in
                try session.execute("DELETE FROM survivors")
                try session.execute(
                    "INSERT INTO survivors SELECT * FROM unnest($1, $2, $3, $4, $5, $6)", sample.parameters)
                return Sample(
                    try session.query("SELECT i, t, n::text, d, at, day FROM survivors ORDER BY i"))
            }
            #expect(back == sample, "seed \(seed)")
        }
    }
}

/// Random rows, column by column, as `unnest` takes them.
private struct Sample: Equatable {
    var numbers: [Int64] = []
    var texts: [String?] = []
    var optionals: [Int64?] = []
    var bytes: [[UInt8]?] = []
    var instants: [Int64?] = []
    var days: [Int32] = []

    init(using random: inout Seeded) {
        for number in 0..<Int.random(in: 0...200, using: &random) {
            numbers.append(Int64(number))
            texts.append(random.sometimes { Self.text(using: &$0) })
            optionals.append(random.sometimes { .random(in: .min ... .max, using: &$0) })
            bytes.append(random.sometimes { Self.bytes(Int.random(in: 0...300, using: &$0), using: &$0) })
            // The server's range: 4713 BC to the last instant that can be counted from 1970.
            instants.append(random.sometimes { .random(in: -210_000_000_000_000_000 ... .max - 1, using: &$0) })
            days.append(.random(in: -2_400_000...2_000_000_000, using: &random))
        }
    }

    init(_ rows: Rows) {
        for row in rows {
            numbers.append(row.int8(0))
            texts.append(row.optionalText(1))
            optionals.append(row.optionalText(2).flatMap(Int64.init))
            bytes.append(row.optionalBytes(3))
            instants.append(row.optionalTimestamptz(4))
            days.append(row.date(5))
        }
    }

    var parameters: [Parameter] {
        [
            .int8s(numbers), .optionalTexts(texts), .optionalInt8s(optionals), .optionalByteas(bytes),
            .optionalTimestamptzs(instants), .dates(days),
        ]
    }

    private static func text(using random: inout Seeded) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            let ranges: [ClosedRange<UInt32>] = [1...0x7F, 0x80...0x7FF, 0x800...0xD7FF, 0x1_0000...0x10_FFFF]
            let range = ranges.randomElement(using: &random) ?? 1...1
            text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: range, using: &random)) ?? "?")
        }
        return text
    }

    private static func bytes(_ count: Int, using random: inout Seeded) -> [UInt8] {
        (0..<count).map { _ in .random(in: 0...255, using: &random) }
    }
}
