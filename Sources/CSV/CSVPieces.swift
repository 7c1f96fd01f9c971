/// Cuts a CSV text that arrives in pieces into rows, and holds no more of it than a piece and the row that is not complete yet.
///
/// It looks at every byte once, and understands quotes as ``CSVRows`` does.
public struct CSVPieces: Sendable {
    private var rest: [UInt8] = []
    private var line = 1
    private var isFirst = true
    /// Where in a field the bytes looked at so far have ended.
    private var place = Place.start
    /// How many bytes of the rest have been looked at.
    private var seen = 0
    private var follows13 = false

    private enum Place {
        case start, bare, quoted
        /// Behind a quote in quotes: it ends the field, or is half of one that stands for a quote.
        case closing
    }

    /// A text of which nothing has arrived.
    public init() {}

    /// The rows that are complete with a further piece; an empty piece says that the text has ended.
    public mutating func take(_ piece: [UInt8]) -> [CSVRows.Row] {
        rest += piece
        var end = endOfRows()
        if piece.isEmpty { end = rest.count }
        guard end > 0 else { return [] }
        var rows = CSVRows(Array(rest[..<end]), firstLine: line, isBeginning: isFirst)
        var complete: [CSVRows.Row] = []
        while let row = rows.next() { complete.append(row) }
        (line, isFirst) = (rows.line, false)
        rest.removeFirst(end)
        seen -= end
        return complete
    }

    /// Behind the last line that has ended; 0 where none has.
    private mutating func endOfRows() -> Int {
        var end = 0
        while seen < rest.count {
            let byte = rest[seen]
            // Only now is it known that no line feed follows.
            if follows13, byte != 10 { end = seen }
            follows13 = false
            switch (place, byte) {
            case (.quoted, UInt8(ascii: "\"")): place = .closing
            case (.quoted, _): break
            case (.start, UInt8(ascii: "\"")), (.closing, UInt8(ascii: "\"")): place = .quoted
            case (_, UInt8(ascii: ",")): place = .start
            case (_, 10): (place, end) = (.start, seen + 1)
            case (_, 13): (place, follows13) = (.start, true)
            // A byte order mark is no part of the first field.
            case (.start, 0xEF) where isFirst && seen == 0, (.start, 0xBB) where isFirst && seen == 1,
                (.start, 0xBF) where isFirst && seen == 2:
                break
            default: place = .bare
            }
            seen += 1
        }
        return end
    }
}
