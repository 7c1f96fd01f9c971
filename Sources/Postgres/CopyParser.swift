/// Cuts the chunks of a binary COPY stream into rows.
///
/// The server sends a row a chunk, the first with the header in front, but does not promise it: what is left of a
/// chunk waits for the next one.
struct CopyParser {
    enum Fault: Error {
        case noHeader, truncated, malformed
    }

    private var rest: [UInt8] = []
    private var columns: [Range<Int>?] = []
    private var hasHeader = false
    private var hasEnded = false

    /// Calls `body` for each row that is complete.
    mutating func parse(
        _ chunk: UnsafeRawBufferPointer, _ body: (borrowing CopyRow) throws -> Void
    ) throws {
        guard rest.isEmpty else {
            var joined = rest
            joined.append(contentsOf: chunk)
            rest = []
            return try joined.withUnsafeBytes { try parseWhole($0, body) }
        }
        try parseWhole(chunk, body)
    }

    /// Says that the stream is over.
    func finish() throws(Fault) {
        guard hasEnded, rest.isEmpty else { throw .truncated }
    }

    private mutating func parseWhole(
        _ chunk: UnsafeRawBufferPointer, _ body: (borrowing CopyRow) throws -> Void
    ) throws {
        var offset = 0
        if !hasHeader {
            guard let length = try Self.header(chunk) else {
                rest.append(contentsOf: chunk)
                return
            }
            hasHeader = true
            offset = length
        }
        while offset < chunk.count, !hasEnded {
            guard let next = try row(chunk, at: offset) else { break }
            if !hasEnded { try body(CopyRow(chunk: chunk, columns: columns)) }
            offset = next
        }
        if offset < chunk.count { rest.append(contentsOf: chunk[offset...]) }
    }

    /// The header's length, or nil if it has not arrived in full.
    private static func header(_ chunk: UnsafeRawBufferPointer) throws(Fault) -> Int? {
        guard chunk.count >= CopyFormat.headerLength else { return nil }
        guard chunk.starts(with: CopyFormat.signature) else { throw .noHeader }
        let length = CopyFormat.headerLength + Int(chunk.load(bigEndian: UInt32.self, at: CopyFormat.headerLength - 4))
        return chunk.count < length ? nil : length
    }

    /// Finds the columns of the row at `offset` and returns where the next one begins, or nil if it is incomplete.
    private mutating func row(_ chunk: UnsafeRawBufferPointer, at start: Int) throws(Fault) -> Int? {
        guard chunk.count - start >= 2 else { return nil }
        let count = chunk.load(bigEndian: Int16.self, at: start)
        var offset = start + 2
        if count == -1 {
            hasEnded = true
            return offset
        }
        guard count >= 0 else { throw .malformed }
        columns.removeAll(keepingCapacity: true)
        for _ in 0..<count {
            guard chunk.count - offset >= 4 else { return nil }
            let length = chunk.load(bigEndian: Int32.self, at: offset)
            offset += 4
            if length == -1 {
                columns.append(nil)
                continue
            }
            guard length >= 0 else { throw .malformed }
            guard chunk.count - offset >= length else { return nil }
            columns.append(offset..<offset + Int(length))
            offset += Int(length)
        }
        return offset
    }
}
