@testable import CSV
@testable import Hosting
import TestSupport
import Testing

/// The dialects of CSV that stays come in.
struct CSVRowsTests {
    private func rows(_ text: String) -> [[String]] { CSVRows(Array(text.utf8)).map(\.fields) }

    private func lines(_ text: String) -> [Int] { CSVRows(Array(text.utf8)).map(\.line) }

    @Test func `fields may stand in quotes, with commas, quotes and line ends in them`() {
        let text = "a,\"b,c\",\"say \"\"x\"\"\"\nd,\"\",\"e\nf\""
        #expect(rows(text) == [["a", "b,c", "say \"x\""], ["d", "", "e\nf"]])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `lines end in any of three ways`(_ end: String) {
        #expect(rows("a,b\(end)c,d\(end)") == [["a", "b"], ["c", "d"]])
        #expect(rows("a,b\(end)c,d") == [["a", "b"], ["c", "d"]])
    }

    @Test func `a text has the same rows however it is cut`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        let letters = ["a", "b", ",", ",", "\"", "\"", "\"\"", "\n", "\r\n", "\r", "é", " "]
        for round in 0..<2_000 {
            var text = Array(
                (0..<Int.random(in: 0...60, using: &random)).map { _ in letters.randomElement(using: &random)! }
                    .joined().utf8)
            if round % 5 == 0 { text = [0xEF, 0xBB, 0xBF] + text }
            let whole = CSVRows(text).map { ($0.line, $0.fields) }
            var (pieces, cut, start): (CSVPieces, [(Int, [String])], Int) = (CSVPieces(), [], 0)
            while start < text.count {
                let end = min(text.count, start + Int.random(in: 1...7, using: &random))
                cut += pieces.take(Array(text[start..<end])).map { ($0.line, $0.fields) }
                start = end
            }
            cut += pieces.take([]).map { ($0.line, $0.fields) }
            #expect(
                cut.elementsEqual(whole, by: ==),
                "seed \(seed), round \(round): \(String(decoding: text, as: UTF8.self))")
        }
    }

    @Test func `a byte order mark is no part of the first field`() {
        #expect(CSVRows([0xEF, 0xBB, 0xBF] + Array("a,b".utf8)).map(\.fields) == [["a", "b"]])
    }

    @Test func `blank lines are no rows, and count as lines`() {
        #expect(rows("\n\na,b\r\n\r\nc,d\n\n") == [["a", "b"], ["c", "d"]])
        #expect(lines("\n\na,b\r\n\r\nc,d\n\n") == [3, 5])
    }

    @Test func `a row is at the line it begins on`() {
        #expect(lines("a\n\"b\nb\"\nc") == [1, 2, 4])
    }

    @Test func `what stands behind a closing quote neither ends the row nor is lost`() {
        #expect(rows("\"a\"x,b\nc,d") == [["ax", "b"], ["c", "d"]])
        #expect(lines("\"a\"x,b\nc,d") == [1, 2])
    }

    @Test func `a file without an end of its quotes is read to its end`() {
        #expect(rows("a,b\n\"c,d\ne,f") == [["a", "b"], ["c,d\ne,f"]])
        #expect(rows("") == [])
    }
}
