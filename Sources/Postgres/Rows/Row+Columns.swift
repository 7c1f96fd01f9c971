extension Row {
    /// A `bool`.
    public func bool(_ column: Int) -> Bool {
        value(column, "bool", .bool, size: 1) { $0[0] != 0 }
    }

    /// An `int2`.
    public func int2(_ column: Int) -> Int16 {
        value(column, "int2", .int2, size: 2) { $0.load(bigEndian: Int16.self) }
    }

    /// An `int4`.
    public func int4(_ column: Int) -> Int32 {
        value(column, "int4", .int4, size: 4) { $0.load(bigEndian: Int32.self) }
    }

    /// An `int8`.
    public func int8(_ column: Int) -> Int64 {
        value(column, "int8", .int8, size: 8) { $0.load(bigEndian: Int64.self) }
    }

    /// An `int8`, or nil for NULL.
    public func optionalInt8(_ column: Int) -> Int64? {
        optional(column, "int8", .int8, size: 8) { $0.load(bigEndian: Int64.self) }
    }

    /// A `text`, `varchar`, `char(n)`, `name`, `json` or untyped literal.
    public func text(_ column: Int) -> String { notNull(column, "text", optionalText(column)) }

    /// A `text` or its like, or nil for NULL.
    public func optionalText(_ column: Int) -> String? {
        withColumn(column) { bytes, type in
            switch type {
            case .text, .varchar, .bpchar, .name, .json, .unknown: break
            default: mismatch(column, "text", type, bytes?.count)
            }
            return bytes.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// A column's bytes as the server sent them, whatever its type.
    public func bytes(_ column: Int) -> [UInt8] { notNull(column, "bytes", optionalBytes(column)) }

    /// A column's bytes as the server sent them, whatever its type, or nil for NULL.
    public func optionalBytes(_ column: Int) -> [UInt8]? {
        withColumn(column) { bytes, _ in bytes.map { [UInt8]($0) } }
    }

    /// A `timestamptz` in microseconds since 1970-01-01 UTC; `infinity` and `-infinity` are the extremes, and
    /// what is later than they can tell counts as the first.
    public func timestamptz(_ column: Int) -> Int64 { notNull(column, "timestamptz", optionalTimestamptz(column)) }

    /// A `timestamptz` in microseconds since 1970-01-01 UTC, or nil for NULL.
    public func optionalTimestamptz(_ column: Int) -> Int64? {
        optional(column, "timestamptz", .timestamptz, size: 8) {
            PostgresEpoch.unix(microseconds: $0.load(bigEndian: Int64.self))
        }
    }

    /// A `date` in days since 1970-01-01; `infinity` and `-infinity` are the extremes.
    public func date(_ column: Int) -> Int32 {
        value(column, "date", .date, size: 4) { bytes in
            guard let value = PostgresEpoch.unix(days: bytes.load(bigEndian: Int32.self)) else {
                fatalError("\(name(column)) is a date that cannot be counted from 1970")
            }
            return value
        }
    }
}

// What ends the process here is a fault of the program, as the row says: a statement and its reader stand together in the source, and
// the times in the tables were written by it.
extension Row {
    @inline(__always)
    private func value<R>(
        _ column: Int, _ reader: StaticString, _ expected: TypeID, size: Int, _ decode: (UnsafeRawBufferPointer) -> R
    ) -> R {
        notNull(column, reader, optional(column, reader, expected, size: size, decode))
    }

    @inline(__always)
    private func optional<R>(
        _ column: Int, _ reader: StaticString, _ expected: TypeID, size: Int, _ decode: (UnsafeRawBufferPointer) -> R
    ) -> R? {
        withColumn(column) { bytes, type in
            // A NULL of another type is the same fault as a value of another type.
            guard type == expected, bytes == nil || bytes!.count == size else {
                mismatch(column, reader, type, bytes?.count)
            }
            return bytes.map(decode)
        }
    }

    private func notNull<R>(_ column: Int, _ reader: StaticString, _ value: R?) -> R {
        guard let value else { fatalError("\(name(column)) is NULL and was read as \(reader)") }
        return value
    }

    private func mismatch(_ column: Int, _ reader: StaticString, _ type: TypeID, _ size: Int?) -> Never {
        fatalError("\(name(column)) of type \(type.rawValue) with \(size ?? 0) bytes was read as \(reader)")
    }

    private func name(_ column: Int) -> String { "column \(column) \(result.name(column))" }
}
