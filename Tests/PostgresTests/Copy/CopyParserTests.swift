import Testing

@testable import Postgres

@Suite("COPY stream")
struct CopyParserTests {
    /// Two rows, (1, "ab") and (NULL, ""), as the server would send them.
    static let stream: [UInt8] = {
        var bytes = CopyFormat.signature
        bytes += [0, 0, 0, 0, 0, 0, 0, 3, 9, 9, 9]
        bytes += [0, 2, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0x61, 0x62]
        bytes += [0, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]
        return bytes + [0xFF, 0xFF]
    }()

    private func parse(_ chunks: [ArraySlice<UInt8>]) throws -> [String] {
        var parser = CopyParser()
        var rows: [String] = []
        for chunk in chunks {
            try chunk.withUnsafeBytes { chunk in
                try parser.parse(chunk) { row in
                    rows.append("\(row.optionalInt8(0).map(String.init) ?? "-") \(row.text(1))")
                }
            }
        }
        try parser.finish()
        return rows
    }

    @Test("however the stream is cut, the rows are the same")
    func cuts() throws {
        let stream = Self.stream
        for first in 0...stream.count {
            for second in first...stream.count {
                let chunks = [stream[..<first], stream[first..<second], stream[second...]]
                #expect(try parse(chunks) == ["1 ab", "- "])
            }
        }
    }

    @Test("a stream that ends early is no whole stream")
    func truncated() throws {
        for end in 0..<Self.stream.count {
            #expect(throws: CopyParser.Fault.truncated) { try parse([Self.stream[..<end]]) }
        }
    }

    @Test("a stream without the signature is refused")
    func noHeader() throws {
        var stream = Self.stream
        stream[0] = 0
        #expect(throws: CopyParser.Fault.noHeader) { try parse([stream[...]]) }
    }

    @Test("a negative length is refused")
    func malformed() throws {
        var stream = Self.stream
        stream[24] = 0x80
        #expect(throws: CopyParser.Fault.malformed) { try parse([stream[...]]) }
    }
}
