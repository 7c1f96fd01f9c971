// Values that are kept as the text that they were.

extension JSONReader {
    /// A value of any kind as the text that it is.
    public mutating func text() throws(JSONError) -> [UInt8] {
        _ = peek()
        let start = position
        try skip()
        return Array(bytes[start..<position])
    }

    /// A text without the blanks between its values.
    public static func compact(_ json: [UInt8]) -> [UInt8] {
        var (compact, isString, isEscaped): ([UInt8], Bool, Bool) = ([], false, false)
        compact.reserveCapacity(json.count)
        for byte in json {
            if !isString, " \t\r\n".utf8.contains(byte) { continue }
            compact.append(byte)
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = isString
            } else if byte == UInt8(ascii: "\"") {
                isString.toggle()
            }
        }
        return compact
    }
}
