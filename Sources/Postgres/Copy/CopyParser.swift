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
            let used = try joined.withUnsafeBytes { try rows(of: $0, body) }
            rest = Array(joined[used...])
            return
        }
        let used = try rows(of: chunk, body)
        if used < chunk.count { rest.append(contentsOf: chunk[used...]) }
    }

    /// Says that the stream is over.
    func finish() throws(Fault) {
        guard hasEnded, rest.isEmpty else { throw .truncated }
    }

    /// Calls `body` for the rows that are complete and returns how much of the chunk they and the header took.
    private mutating func rows(
        of chunk: UnsafeRawBufferPointer, _ body: (borrowing CopyRow) throws -> Void
    ) throws -> Int {
        var offset = 0
        if !hasHeader {
            guard let length = try Self.header(chunk) else { return 0 }
            hasHeader = true
            offset = length
        }
        while offset < chunk.count, !hasEnded {
            guard let next = try row(chunk, at: offset) else { break }
            if !hasEnded {
                let row = CopyRow(chunk: chunk, columns: columns)
                try body(row)
            }
            offset = next
        }
        return offset
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
