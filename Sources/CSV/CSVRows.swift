/// The rows of a CSV text (RFC 4180), each with the line it begins on, so that a faulty one can be found.
public struct CSVRows: Sequence, IteratorProtocol {
    /// One row.
    public struct Row {
        /// The line that it begins on, counted from 1.
        public let line: Int
        /// Its fields.
        public let fields: [String]
    }

    private let bytes: [UInt8]
    private var position: Int
    /// The line that the next row begins on.
    private(set) var line: Int

    /// The rows of a text.
    public init(_ bytes: [UInt8]) { self.init(bytes, firstLine: 1, isBeginning: true) }

    /// The rows of a part of a text.
    init(_ bytes: [UInt8], firstLine: Int, isBeginning: Bool) {
        self.bytes = bytes
        line = firstLine
        // A byte order mark is no part of the first field.
        position = isBeginning && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next row that is not empty.
    public mutating func next() -> Row? {
        while position < bytes.count {
            let start = line
            let fields = row()
            if fields != [""] { return Row(line: start, fields: fields) }
        }
        return nil
    }

    private mutating func row() -> [String] {
        var fields: [String] = []
        while true {
            fields.append(field())
            guard position < bytes.count else { return fields }
            let byte = bytes[position]
            position += 1
            guard byte == UInt8(ascii: ",") else {
                if byte == 13, position < bytes.count, bytes[position] == 10 { position += 1 }
                line += 1
                return fields
            }
        }
    }

    private mutating func field() -> String {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            return unquoted()
        }
        position += 1
        var field: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { break }
                position += 1
            }
            if byte == 10 { line += 1 }
            field.append(byte)
        }
        // What stands behind the closing quote is not CSV; it is kept, so that the row shows that it is faulty.
        return String(decoding: field, as: UTF8.self) + unquoted()
    }

    private mutating func unquoted() -> String {
        let start = position
        while position < bytes.count, ![UInt8(ascii: ","), 10, 13].contains(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }
}

extension String {
    /// The text without blanks around it.
    public var blanksOff: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
