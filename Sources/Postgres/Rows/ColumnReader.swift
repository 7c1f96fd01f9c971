/// A row of binary values that are read by position.
///
/// Reading a column as a type that it does not have, or a NULL through a reader that has no nil, is a fault of the
/// program and ends the process with the column's name and type, in release builds too; it never yields a wrong value.
public protocol ColumnReader: ~Copyable {
    /// How many columns the row has.
    var columnCount: Int { get }

    /// Gives the bytes of a column without copying them; nil bytes are NULL.
    ///
    /// The pointer is good only within `body`. The type is the server's number for it, 0 where the stream names none.
    func withColumn<R, E: Error>(
        _ index: Int, _ body: (_ bytes: UnsafeRawBufferPointer?, _ type: UInt32) throws(E) -> R
    ) throws(E) -> R

    /// The column's name, for messages.
    func columnName(_ index: Int) -> String
}

extension ColumnReader where Self: ~Copyable {
    /// Whether the column is NULL.
    public func isNull(_ index: Int) -> Bool { withColumn(index) { bytes, _ in bytes == nil } }

    /// A `bool`.
    public func bool(_ index: Int) -> Bool {
        value(index, "bool", .bool, size: 1) { $0[0] != 0 }
    }

    /// An `int2`.
    public func int2(_ index: Int) -> Int16 {
        value(index, "int2", .int2, size: 2) { $0.load(bigEndian: Int16.self) }
    }

    /// An `int4`.
    public func int4(_ index: Int) -> Int32 {
        value(index, "int4", .int4, size: 4) { $0.load(bigEndian: Int32.self) }
    }

    /// An `int8`.
    public func int8(_ index: Int) -> Int64 {
        value(index, "int8", .int8, size: 8) { $0.load(bigEndian: Int64.self) }
    }

    /// An `int8`, or nil for NULL.
    public func optionalInt8(_ index: Int) -> Int64? {
        optional(index, "int8", .int8, size: 8) { $0.load(bigEndian: Int64.self) }
    }

    /// An `int4`, or nil for NULL.
    public func optionalInt4(_ index: Int) -> Int32? {
        optional(index, "int4", .int4, size: 4) { $0.load(bigEndian: Int32.self) }
    }

    /// A `bool`, or nil for NULL.
    public func optionalBool(_ index: Int) -> Bool? {
        optional(index, "bool", .bool, size: 1) { $0[0] != 0 }
    }

    /// A `text`, `varchar`, `char(n)`, `name`, `json` or untyped literal.
    public func text(_ index: Int) -> String { notNull(index, "text", optionalText(index)) }

    /// A `text` or its like, or nil for NULL.
    public func optionalText(_ index: Int) -> String? {
        withColumn(index) { bytes, type in
            switch TypeID(rawValue: type) {
            case .text, .varchar, .bpchar, .name, .json, .unknown, .unspecified: break
            default: mismatch(index, "text", type, bytes?.count)
            }
            return bytes.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// A column's bytes as the server sent them, whatever its type.
    public func bytes(_ index: Int) -> [UInt8] { notNull(index, "bytes", optionalBytes(index)) }

    /// A column's bytes as the server sent them, whatever its type, or nil for NULL.
    public func optionalBytes(_ index: Int) -> [UInt8]? {
        withColumn(index) { bytes, _ in bytes.map { [UInt8]($0) } }
    }

    /// A column's bytes without copying them; the pointer is good only within `body`.
    public func withBytes<R, E: Error>(
        _ index: Int, _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try withColumn(index) { bytes, _ throws(E) in
            guard let bytes else { nullColumn(index, "bytes") }
            return try body(bytes)
        }
    }

    /// A `uuid`, 16 bytes.
    public func uuid(_ index: Int) -> [UInt8] {
        value(index, "uuid", .uuid, size: 16) { [UInt8]($0) }
    }

    /// A `uuid`, 16 bytes, or nil for NULL.
    public func optionalUUID(_ index: Int) -> [UInt8]? {
        optional(index, "uuid", .uuid, size: 16) { [UInt8]($0) }
    }

    /// A `timestamptz` in microseconds since 1970-01-01 UTC; `infinity` and `-infinity` are the extremes.
    public func timestamptz(_ index: Int) -> Int64 { notNull(index, "timestamptz", optionalTimestamptz(index)) }

    /// A `timestamptz` in microseconds since 1970-01-01 UTC, or nil for NULL.
    public func optionalTimestamptz(_ index: Int) -> Int64? {
        optional(index, "timestamptz", .timestamptz, size: 8) { bytes in
            guard let value = PostgresEpoch.unix(microseconds: bytes.load(bigEndian: Int64.self)) else {
                fatalError("column \(index) \(columnName(index)) is after the year 294246")
            }
            return value
        }
    }

    /// A `date` in days since 1970-01-01; `infinity` and `-infinity` are the extremes.
    public func date(_ index: Int) -> Int32 { notNull(index, "date", optionalDate(index)) }

    /// A `date` in days since 1970-01-01, or nil for NULL.
    public func optionalDate(_ index: Int) -> Int32? {
        optional(index, "date", .date, size: 4) { bytes in
            guard let value = PostgresEpoch.unix(days: bytes.load(bigEndian: Int32.self)) else {
                fatalError("column \(index) \(columnName(index)) is a date that cannot be counted from 1970")
            }
            return value
        }
    }
}

extension ColumnReader where Self: ~Copyable {
    @inline(__always)
    private func value<R>(
        _ index: Int, _ reader: StaticString, _ expected: TypeID, size: Int, _ decode: (UnsafeRawBufferPointer) -> R
    ) -> R {
        withColumn(index) { bytes, type in
            guard let bytes else { nullColumn(index, reader) }
            guard fits(type, expected), bytes.count == size else { mismatch(index, reader, type, bytes.count) }
            return decode(bytes)
        }
    }

    @inline(__always)
    private func optional<R>(
        _ index: Int, _ reader: StaticString, _ expected: TypeID, size: Int, _ decode: (UnsafeRawBufferPointer) -> R
    ) -> R? {
        withColumn(index) { bytes, type in
            // A NULL of another type is the same fault as a value of another type.
            guard fits(type, expected), bytes == nil || bytes!.count == size else {
                mismatch(index, reader, type, bytes?.count)
            }
            return bytes.map(decode)
        }
    }

    @inline(__always)
    private func fits(_ type: UInt32, _ expected: TypeID) -> Bool {
        type == expected.rawValue || type == TypeID.unspecified.rawValue
    }

    private func notNull<R>(_ index: Int, _ reader: StaticString, _ value: R?) -> R {
        guard let value else { nullColumn(index, reader) }
        return value
    }

    private func nullColumn(_ index: Int, _ reader: StaticString) -> Never {
        fatalError("column \(index) \(columnName(index)) is NULL and was read as \(reader)")
    }

    private func mismatch(_ index: Int, _ reader: StaticString, _ type: UInt32, _ size: Int?) -> Never {
        fatalError(
            "column \(index) \(columnName(index)) of type \(type) with \(size ?? 0) bytes was read as \(reader)")
    }
}
