/// Writes compact JSON into one growing buffer: fields in the order given, so the same value gives the same bytes.
public struct JSONWriter {
    /// The text so far, UTF-8.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty text.
    public init(reserving capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// One whole object.
    public static func object(_ fields: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(fields)
        return writer.bytes
    }

    /// An object as the next value.
    public mutating func object(_ fields: (inout JSONWriter) -> Void) {
        enclosed("{", "}", fields)
    }

    /// An array as the next value; the closure writes its elements.
    public mutating func array(_ elements: (inout JSONWriter) -> Void) {
        enclosed("[", "]", elements)
    }

    /// A list of values as an array.
    @inlinable
    public mutating func array<Element>(
        _ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void
    ) {
        array { writer in for element in elements { write(&writer, element) } }
    }

    /// A field's name; its value must follow.
    public mutating func name(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A text as the next value.
    public mutating func string(_ text: String) {
        separate()
        quote(text)
    }

    /// A whole number as the next value.
    @inlinable
    public mutating func number(_ number: some BinaryInteger) { literal(number.description) }

    /// `true` or `false` as the next value.
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    /// `null` as the next value.
    public mutating func null() { literal("null") }

    @usableFromInline
    mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    /// A text that is JSON already, as the next value.
    public mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
    }

    /// A field with a text; left out where there is none.
    public mutating func field(_ name: String, _ text: String?) {
        guard let text else { return }
        self.name(name)
        string(text)
    }

    /// A field with what a value prints as; left out where there is none.
    @inlinable
    public mutating func field(_ name: String, _ value: (some CustomStringConvertible)?) {
        field(name, value?.description)
    }

    /// A field with a number; left out where there is none.
    @inlinable
    public mutating func field(_ name: String, number: (some BinaryInteger)?) {
        guard let number else { return }
        self.name(name)
        self.number(number)
    }

    /// A field that is written only where it is true.
    public mutating func flag(_ name: String, _ value: Bool) {
        guard value else { return }
        self.name(name)
        bool(true)
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func enclosed(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ inside: (inout JSONWriter) -> Void
    ) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        inside(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        var text = text
        let isPlain = text.withUTF8 { utf8 in
            guard utf8.allSatisfy({ $0 >= 32 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) else {
                return false
            }
            bytes.append(contentsOf: utf8)
            return true
        }
        if isPlain { return }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<32:
                let digits = Array("0123456789abcdef".utf8)
                bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
    }
}
