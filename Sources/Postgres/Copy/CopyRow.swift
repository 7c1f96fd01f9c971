/// One row of a binary `COPY … TO STDOUT`; columns are read by position, see ``ColumnReader``.
///
/// The stream names no types, so that only a column's length tells a wrong reader: an `int8` read as `timestamptz`
/// goes unnoticed. It is valid only inside the body that gets it.
public struct CopyRow: ColumnReader, ~Copyable {
    let chunk: UnsafeRawBufferPointer
    /// Where each column's bytes lie in the chunk; nil is NULL.
    let columns: [Range<Int>?]

    /// How many columns the row has.
    public var columnCount: Int { columns.count }

    /// Gives the bytes of a column without copying them, see ``ColumnReader/withColumn(_:_:)``.
    public func withColumn<R, E: Error>(
        _ index: Int, _ body: (_ bytes: UnsafeRawBufferPointer?, _ type: UInt32) throws(E) -> R
    ) throws(E) -> R {
        guard let range = columns[index] else { return try body(nil, 0) }
        return try body(UnsafeRawBufferPointer(rebasing: chunk[range]), 0)
    }

    /// Empty: the stream names no columns.
    public func columnName(_ index: Int) -> String { "" }
}
