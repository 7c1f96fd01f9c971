/// A cursor over a JSON text (RFC 8259) that reads what its caller expects next.
///
/// Written by hand because the codec decides how fast a rebuild is: reading fields straight into values costs a tenth of
/// decoding through `Codable`. It is strict: every field must be wanted, none may come twice, texts must be valid UTF-8 without
/// NUL, numbers must be whole, however they are spelled.
public struct JSONReader {
    /// The text, and behind it what was put there later.
    private(set) var bytes: [UInt8]
    /// Where the next value begins.
    @usableFromInline var position = 0
    private var depth = 0

    /// Objects and arrays may lie this deep in each other.
    public static let deepest = 32

    /// A reader at the start of a text.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads one whole text: a value, and nothing behind it.
    @inlinable
    public static func read<Value>(
        _ bytes: [UInt8], _ value: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        var reader = JSONReader(bytes)
        let result = try value(&reader)
        guard reader.peek() == nil else { throw JSONError("goes on behind its end", kind: .syntax) }
        return result
    }

    /// Reads an object, giving each field's name to the closure, which must read its value.
    public mutating func object(
        _ field: (inout JSONReader, String) throws(JSONError) -> Void
    ) throws(JSONError) {
        try open("{", "an object")
        defer { depth -= 1 }
        if accept("}") { return }
        var names: [String] = []
        names.reserveCapacity(8)
        repeat {
            guard peek() == UInt8(ascii: "\"") else { throw JSONError("needs a field name in quotes", kind: .syntax) }
            let name = try string()
            guard !names.contains(name) else {
                throw JSONError("stands twice in its object", path: JSONError.shortened(name), kind: .syntax)
            }
            names.append(name)
            guard names.count <= 256 else { throw JSONError("has too many fields") }
            guard accept(":") else {
                throw JSONError("needs a colon and a value", path: JSONError.shortened(name), kind: .syntax)
            }
            do { try field(&self, name) } catch { throw error.within(JSONError.shortened(name)) }
        } while accept(",")
        guard accept("}") else { throw JSONError("is an object without its end", kind: .syntax) }
    }

    /// Reads an object whose fields have these names; where the closure says of one that it is not a field here, the error lists
    /// them.
    public mutating func object(
        _ known: [String], _ field: (inout JSONReader, String) throws(JSONError) -> Void
    ) throws(JSONError) {
        try object { (reader: inout JSONReader, name) throws(JSONError) in
            do throws(JSONError) { try field(&reader, name) } catch {
                throw error == JSONError.unknownField ? .unknownField(besides: known) : error
            }
        }
    }

    /// Reads an array, calling the closure at each element, which it must read.
    public mutating func array(
        most: Int = 10_000, _ element: (inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try open("[", "a list")
        defer { depth -= 1 }
        if accept("]") { return }
        var index = 0
        repeat {
            guard index < most else { throw JSONError("must have at most \(most) elements") }
            do { try element(&self) } catch { throw error.within("[\(index)]") }
            index += 1
        } while accept(",")
        guard accept("]") else { throw JSONError("is a list without its end", kind: .syntax) }
    }

    /// Reads a list into an array of values.
    public mutating func list<Element>(
        most: Int = 10_000, _ element: (inout JSONReader) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        var elements: [Element] = []
        try array(most: most) { (reader: inout JSONReader) throws(JSONError) in elements.append(try element(&reader)) }
        return elements
    }

    /// Takes a `null` where there is one.
    public mutating func null() -> Bool { word("null") }

    /// Reads `true` or `false`.
    public mutating func bool() throws(JSONError) -> Bool {
        if word("true") { return true }
        guard word("false") else { throw JSONError("must be true or false") }
        return false
    }

    /// Reads a text.
    public mutating func string() throws(JSONError) -> String {
        guard accept("\"") else { throw JSONError("must be a text in quotes") }
        let start = position
        var seen: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            seen |= byte
            switch byte {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return seen < 0x80 ? plainText(from: start) : try text(bytes[start..<position])
            case UInt8(ascii: "\\"):
                return try escapedString(from: start)
            case 0..<32: throw JSONError("has a control character that is not escaped", kind: .syntax)
            default: position += 1
            }
        }
        throw JSONError("is a text without its end", kind: .syntax)
    }

    /// Puts a text behind all others, and says where it stands.
    mutating func append(_ json: String) -> Int {
        bytes += Array(json.utf8)
        return bytes.count - json.utf8.count
    }

    // MARK: Characters

    /// The next byte that is not white space.
    @usableFromInline
    mutating func peek() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return bytes[position]
            }
        }
        return nil
    }

    /// Takes a character where it is the next that is not white space.
    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Takes a character where it stands right here.
    mutating func next(is character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func open(_ bracket: Unicode.Scalar, _ kind: String) throws(JSONError) {
        guard accept(bracket) else { throw JSONError("must be \(kind)") }
        depth += 1
        guard depth <= JSONReader.deepest else { throw JSONError("is nested too deep") }
    }

    /// Takes a word where it stands next.
    mutating func word(_ word: StaticString) -> Bool {
        guard peek() != nil, bytes.count - position >= word.utf8CodeUnitCount else { return false }
        for index in 0..<word.utf8CodeUnitCount where bytes[position + index] != word.utf8Start[index] { return false }
        position += word.utf8CodeUnitCount
        return true
    }

    /// Nearly all texts are ASCII, in which nothing can be wrong.
    private func plainText(from start: Int) -> String {
        bytes.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[start..<position]), as: UTF8.self)
        }
    }

    private func text(_ slice: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw JSONError("is not valid UTF-8", kind: .encoding)
        }
        return text
    }

    /// The slow way, from the first escape on.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var buffer = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(buffer[...])
            case 0..<32: throw JSONError("has a control character that is not escaped", kind: .syntax)
            case UInt8(ascii: "\\"): buffer.append(contentsOf: try escape())
            default: buffer.append(byte)
            }
        }
        throw JSONError("is a text without its end", kind: .syntax)
    }

    private mutating func escape() throws(JSONError) -> [UInt8] {
        guard position < bytes.count else { throw JSONError("is a text without its end", kind: .syntax) }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw JSONError("has an escape that JSON does not know", kind: .syntax)
        }
    }

    private mutating func unicodeEscape() throws(JSONError) -> [UInt8] {
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code) {
            guard next(is: "\\"), next(is: "u") else { throw JSONError("has half a surrogate pair", kind: .syntax) }
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw JSONError("has half a surrogate pair", kind: .syntax) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard code != 0 else { throw JSONError("must not contain the character NUL") }
        guard let scalar = Unicode.Scalar(code) else { throw JSONError("has half a surrogate pair", kind: .syntax) }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw JSONError("has an escape without its end", kind: .syntax) }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            switch byte {
            case 48...57: value = value << 4 | UInt32(byte - 48)
            case 65...70: value = value << 4 | UInt32(byte - 55)
            case 97...102: value = value << 4 | UInt32(byte - 87)
            default: throw JSONError("has an escape that JSON does not know", kind: .syntax)
            }
        }
        position += 4
        return value
    }
}
