import CLibpq

/// Writes the rows of a binary `COPY … FROM STDIN`.
///
/// Begin each row with ``row(columns:)`` and write exactly that many values, in the columns' order and of exactly
/// their types: the server converts nothing here. A fault in a value or in their number is thrown by the next
/// ``row(columns:)``, or at the end, and nothing of the COPY is kept.
public struct CopyWriter: ~Copyable {
    /// `PGCOPY`, then bytes that a transfer as text would damage.
    private static let signature: [UInt8] = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
    private static let flushedAt = 64 * 1024

    private let wire: Wire
    private let statement: String
    private var buffer: [UInt8]
    /// How many values the row under way still needs; below zero if it got too many.
    private var missing = 0
    private var failure: PostgresError?

    init(wire: Wire, statement: String) {
        self.wire = wire
        self.statement = statement
        buffer = []
        buffer.reserveCapacity(Self.flushedAt * 2)
        buffer.append(contentsOf: Self.signature)
        // No flags, and no extension of the header.
        buffer.append(bigEndian: Int32(0))
        buffer.append(bigEndian: Int32(0))
    }

    /// Begins a row of that many values.
    ///
    /// Throws ``PostgresError/Code/copyAborted`` if the row before got too few or too many,
    /// ``PostgresError/Code/invalidParameter`` if one of its values cannot be sent, and what the server says.
    public mutating func row(columns: Int) throws(PostgresError) {
        try finishRow()
        guard columns >= 0, columns <= Int(Int16.max) else {
            throw PostgresError(.copyAborted, "a row cannot have \(columns) columns", statement: statement)
        }
        if buffer.count >= Self.flushedAt { try flush() }
        buffer.append(bigEndian: Int16(columns))
        missing = columns
    }

    /// Writes NULL.
    public mutating func null() {
        missing -= 1
        Field.null(to: &buffer)
    }

    /// Writes an `int2`.
    public mutating func int2(_ value: Int16) {
        missing -= 1
        Field.integer(value, to: &buffer)
    }

    /// Writes an `int8`.
    public mutating func int8(_ value: Int64) {
        missing -= 1
        Field.integer(value, to: &buffer)
    }

    /// Writes a `text` or `varchar`, which must not hold a NUL.
    public mutating func text(_ value: String) {
        write { buffer throws(PostgresError) in try Field.text(value, to: &buffer) }
    }

    /// Writes a `bytea`.
    public mutating func bytes(_ value: [UInt8]) {
        write { buffer throws(PostgresError) in try Field.bytes(value, to: &buffer) }
    }

    /// Writes a `json` as UTF-8; the server checks it.
    public mutating func json(_ value: [UInt8]) {
        write { buffer throws(PostgresError) in try Field.json(value, to: &buffer) }
    }

    /// Writes a `timestamptz`, microseconds since 1970-01-01 UTC; the extremes are the infinities.
    public mutating func timestamptz(microseconds: Int64) {
        write { buffer throws(PostgresError) in try Field.timestamptz(microseconds, to: &buffer) }
    }

    /// Sends what is left, with the mark of the end.
    mutating func finish() throws(PostgresError) {
        try finishRow()
        buffer.append(bigEndian: Int16(-1))
        try flush()
    }

    private mutating func finishRow() throws(PostgresError) {
        if let failure { throw failure }
        guard missing == 0 else {
            let fault = missing > 0 ? "\(missing) values too few" : "\(-missing) values too many"
            throw PostgresError(.copyAborted, "a row got \(fault)", statement: statement)
        }
    }

    private mutating func flush() throws(PostgresError) {
        if wire.canceller.isCancelled {
            throw PostgresError(.cancelled, "the task was cancelled during a COPY", statement: statement)
        }
        try wire.putCopyData(buffer, statement)
        buffer.removeAll(keepingCapacity: true)
    }

    /// The first fault is kept for the next row: a throwing call for every value would make rows unreadable.
    private mutating func write(_ append: (inout [UInt8]) throws(PostgresError) -> Void) {
        missing -= 1
        do throws(PostgresError) {
            try append(&buffer)
        } catch {
            var error = error
            error.statement = statement
            failure = failure ?? error
        }
    }
}
