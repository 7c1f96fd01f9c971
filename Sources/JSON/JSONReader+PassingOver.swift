// Values that nobody reads here.

extension JSONReader {
    /// Passes over a value of any kind, which somebody reads another time: what a number looks like is not checked.
    public mutating func skip() throws(JSONError) {
        switch peek() {
        case UInt8(ascii: "{"): try object { (reader: inout JSONReader, _) throws(JSONError) in try reader.skip() }
        case UInt8(ascii: "["): try array { (reader: inout JSONReader) throws(JSONError) in try reader.skip() }
        case UInt8(ascii: "\""): _ = try string()
        default: try skipScalar()
        }
    }

    private mutating func skipScalar() throws(JSONError) {
        switch peek() {
        case UInt8(ascii: "\""): try skipString()
        case .some(UInt8(ascii: "-")), .some(48...57):
            while position < bytes.count, "+-.0123456789Ee".utf8.contains(bytes[position]) { position += 1 }
        default:
            guard word("true") || word("false") || word("null") else {
                throw JSONError("is not a JSON value", kind: .syntax)
            }
        }
    }

    private mutating func skipString() throws(JSONError) {
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return }
            // Whatever is escaped is no end.
            if byte == UInt8(ascii: "\\") { position += 1 }
        }
        throw JSONError("is a text without its end", kind: .syntax)
    }

    /// Passes over a value of any depth, of which nothing is kept but where it ends: who reads it later says what is wrong
    /// in it.
    mutating func passOver() throws(JSONError) {
        var open: [UInt8] = []
        repeat {
            try skipBeginning(&open)
            // Behind a value comes the next one of what it lies in, or the end of that.
            while let bracket = open.last, !accept(",") {
                guard accept(bracket == UInt8(ascii: "{") ? "}" : "]") else {
                    throw JSONError(
                        "is \(bracket == UInt8(ascii: "{") ? "an object" : "a list") without its end", kind: .syntax)
                }
                open.removeLast()
            }
            if open.last == UInt8(ascii: "{") { try skipName() }
        } while !open.isEmpty
    }

    /// Passes over a value that lies in nothing else, or over the bracket that opens one with something in it.
    private mutating func skipBeginning(_ open: inout [UInt8]) throws(JSONError) {
        while true {
            switch peek() {
            case UInt8(ascii: "{"):
                position += 1
                if accept("}") { return }
                open.append(UInt8(ascii: "{"))
                try skipName()
            case UInt8(ascii: "["):
                position += 1
                if accept("]") { return }
                open.append(UInt8(ascii: "["))
            default: return try skipScalar()
            }
        }
    }

    private mutating func skipName() throws(JSONError) {
        guard peek() == UInt8(ascii: "\"") else { throw JSONError("needs a field name in quotes", kind: .syntax) }
        try skipString()
        guard accept(":") else { throw JSONError("needs a colon and a value", kind: .syntax) }
    }
}
