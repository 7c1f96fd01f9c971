import JSON
import Testing

/// The reader against Foundation's, which it must never be more lenient than.
///
/// It is stricter on purpose: no NUL, no field twice, no number that is not whole or beyond 64 bits, no byte order mark
/// before the text, no nesting beyond 32, no more than 256 fields and 10 000 elements. And it keeps a U+FEFF within
/// a text, which Foundation drops where it is not escaped.
@Suite struct FuzzTests {
    private func forAll(_ count: Int, _ check: (inout RandomDocument, Comment) throws -> Void) rethrows {
        let seed = UInt64.random(in: 0 ... .max)
        var draw = RandomDocument(seed)
        for index in 0..<count { try check(&draw, "seed \(seed), document \(index)") }
    }

    private func agrees(_ bytes: [UInt8], _ value: JSONValue) -> Bool {
        let (theirs, ours) = (JSONValue(foundation: bytes)?.withoutByteOrderMarks, value.withoutByteOrderMarks)
        if theirs == ours { return true }
        // Foundation counts with what has a fraction or an exponent in binary, where long numbers are not exact.
        guard bytes.contains(where: { "eE.".utf8.contains($0) }) else { return false }
        return theirs?.withoutLongNumbers == ours.withoutLongNumbers
    }

    @Test func `a valid document has the value that was written, and Foundation's`() {
        forAll(1_500) { draw, comment in
            let (json, value) = draw.document()
            let bytes = Array(json.utf8)
            #expect((try? JSONValue(reading: bytes)) == value, comment)
            #expect(agrees(bytes, value), comment)
        }
    }

    @Test(arguments: [
        "0", "-1", "9223372036854775807", "-9223372036854775808", "-2233720368225477580", "1000000000000000000",
        "-1000000000000000000", "999999999999999999",
    ])
    func `a number at the ends of 64 bits is what Foundation reads`(digits: String) throws {
        let bytes = Array(digits.utf8)
        let value = try JSONValue(reading: bytes)
        #expect(value == .number(try #require(Int64(digits))))
        #expect(agrees(bytes, value))
    }

    @Test func `a whole number is the same, however it is spelled`() {
        forAll(2_000) { draw, comment in
            let (json, value) = draw.spelledNumber()
            #expect((try? JSONValue(reading: Array(json.utf8))) == .number(value), comment)
            // Foundation counts with what has a fraction or an exponent in binary, where long numbers are not exact.
            if value.magnitude < 1 << 53 { #expect(agrees(Array(json.utf8), .number(value)), "\(json)") }
        }
    }

    @Test func `a spoiled document is refused, or read as Foundation reads it`() {
        var (accepted, refused) = (0, 0)
        forAll(6_000) { draw, comment in
            let bytes = draw.spoiled(draw.document().json)
            guard let value = try? JSONValue(reading: bytes) else {
                refused += 1
                return
            }
            accepted += 1
            #expect(agrees(bytes, value), comment)
        }
        #expect(accepted > 100 && refused > 100, "the run must meet both: \(accepted) accepted, \(refused) refused")
    }

    @Test func `bytes at random never make the reader stumble`() {
        forAll(5_000) { draw, comment in
            let length = Int.random(in: 0...40, using: &draw.random)
            let alphabet = Array("{}[]\":,\\u0123456789abdefnrtl-.eE \n\u{0}".utf8) + [0x80, 0xC3, 0xED, 0xFF]
            let bytes = (0..<length).map { _ in alphabet.randomElement(using: &draw.random)! }
            if let value = try? JSONValue(reading: bytes) { #expect(agrees(bytes, value), comment) }
        }
    }

    @Test func `what the writer writes, both read`() {
        forAll(1_000) { draw, comment in
            let value = draw.document().value
            var writer = JSONWriter()
            writer.value(value)
            #expect((try? JSONValue(reading: writer.bytes)) == value, comment)
            #expect(agrees(writer.bytes, value), comment)
        }
    }
}

extension JSONValue {
    fileprivate var withoutLongNumbers: JSONValue {
        switch self {
        case .number(let number) where number.magnitude >= 1 << 53: .number(0)
        case .array(let elements): .array(elements.map(\.withoutLongNumbers))
        case .object(let fields): .object(fields.mapValues(\.withoutLongNumbers))
        case .null, .bool, .number, .text: self
        }
    }
}

extension JSONWriter {
    fileprivate mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let bool): self.bool(bool)
        case .number(let number): self.number(number)
        case .text(let scalars): string(String(String.UnicodeScalarView(scalars)))
        case .array(let elements): array(elements) { $0.value($1) }
        case .object(let fields):
            object { json in
                for (name, value) in fields {
                    json.name(String(String.UnicodeScalarView(name)))
                    json.value(value)
                }
            }
        }
    }
}
