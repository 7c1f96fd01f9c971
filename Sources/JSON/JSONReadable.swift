/// A value that JSON texts spell in one way.
public protocol JSONReadable {
    /// Reads the value that stands next, or says what it must be.
    static func read(_ reader: inout JSONReader) throws(JSONError) -> Self
}

extension JSONReadable where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// Reads one of the names of the cases.
    @inlinable
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> Self {
        try reader.choice(Self.self)
    }
}

extension Bool: JSONReadable {
    /// Reads `true` or `false`.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> Bool { try reader.bool() }
}

extension String: JSONReadable {
    /// Reads a text.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> String { try reader.string() }
}

extension Int: JSONReadable {
    /// Reads a count: a whole number from 0 to a thousand million.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> Int { try reader.count() }
}

extension Int64: JSONReadable {
    /// Reads a whole number of 64 bits.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> Int64 { try reader.int64() }
}

extension JSONReader {
    /// Reads a text and makes a value of it, or says what it must be.
    @inlinable
    public mutating func value<Value>(_ kind: @autoclosure () -> String, _ make: (String) -> Value?) throws(JSONError)
        -> Value
    {
        let text = try string()
        guard let value = make(text) else { throw JSONError("must be \(kind()), not \"\(JSONError.shortened(text))\"") }
        return value
    }

    /// Reads one of the names of some cases.
    @inlinable
    public mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ type: Value.Type
    ) throws(JSONError) -> Value where Value.RawValue == String {
        try value("one of " + Value.allCases.map(\.rawValue).joined(separator: ", ")) { Value(rawValue: $0) }
    }

    /// Reads a whole number from 0 to a thousand million.
    public mutating func count() throws(JSONError) -> Int {
        let count = try int64()
        guard (0...1_000_000_000).contains(count) else { throw JSONError("must be from 0 to 1000000000") }
        return Int(count)
    }
}
