/// A value that JSON texts spell in one way, for its writer.
public protocol JSONWritable {
    /// Writes the value as the next one.
    func write(_ json: inout JSONWriter)
}

extension JSONWritable where Self: RawRepresentable, RawValue == String {
    /// Writes the name of the case.
    public func write(_ json: inout JSONWriter) { json.string(rawValue) }
}

extension Int: JSONWritable {
    /// Writes the number.
    public func write(_ json: inout JSONWriter) { json.number(self) }
}

extension String: JSONWritable {
    /// Writes the text.
    public func write(_ json: inout JSONWriter) { json.string(self) }
}
