extension JSONReader {
    /// An object's text with another text in place of that of a field of its own; nil where it has no such field, or that is no text.
    ///
    /// - Parameter make: makes the new text of the old one.
    public static func replacing(
        _ name: String, of object: [UInt8], with make: (String) -> String?
    ) throws(JSONError) -> [UInt8]? {
        var reader = JSONReader(object)
        var (place, new): (Range<Int>, String?) = (0..<0, nil)
        try reader.object { (reader: inout JSONReader, field) throws(JSONError) in
            guard field == name, reader.peek() == UInt8(ascii: "\"") else { return try reader.passOver() }
            let start = reader.position
            new = make(try reader.string())
            place = start..<reader.position
        }
        guard let new else { return nil }
        var json = JSONWriter(reserving: new.utf8.count + 2)
        json.string(new)
        return object[..<place.lowerBound] + json.bytes + object[place.upperBound...]
    }
}
