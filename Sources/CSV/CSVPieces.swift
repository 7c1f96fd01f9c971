/// Cuts a CSV text that arrives in pieces into rows, and holds no more of it than a piece and the row that is not complete yet.
public struct CSVPieces: Sendable {
    private var rest: [UInt8] = []
    private var line = 1
    private var isFirst = true

    /// A text of which nothing has arrived.
    public init() {}

    /// The rows that are complete with a further piece; an empty piece says that the text has ended.
    public mutating func take(_ piece: [UInt8]) -> [CSVRows.Row] {
        rest += piece
        let end = piece.isEmpty ? rest.count : endOfRows
        guard end > 0 else { return [] }
        var rows = CSVRows(Array(rest[..<end]), firstLine: line, isBeginning: isFirst)
        var complete: [CSVRows.Row] = []
        while let row = rows.next() { complete.append(row) }
        (line, isFirst) = (rows.line, false)
        rest.removeFirst(end)
        return complete
    }

    /// Behind the last line break that lies in no quotes. A carriage return may be half of one, so it is none by itself.
    private var endOfRows: Int {
        var (end, isQuoted) = (0, false)
        for (index, byte) in rest.enumerated() {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == 10, !isQuoted { end = index + 1 }
        }
        return end
    }
}
