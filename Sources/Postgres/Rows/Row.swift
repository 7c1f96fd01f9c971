import CLibpq

/// One row of a query's answer; columns are read by position, see ``ColumnReader``.
public struct Row: ColumnReader {
    let result: QueryResult
    let index: Int32

    /// How many columns the row has.
    public var columnCount: Int { result.types.count }

    /// Gives the bytes of a column without copying them, see ``ColumnReader/withColumn(_:_:)``.
    public func withColumn<R, E: Error>(
        _ index: Int, _ body: (_ bytes: UnsafeRawBufferPointer?, _ type: UInt32) throws(E) -> R
    ) throws(E) -> R {
        precondition(index >= 0 && index < result.types.count, "there is no column \(index)")
        let type = result.types[index]
        let column = Int32(index)
        // The bytes lie inside the result, which must outlive the body.
        defer { withExtendedLifetime(result) {} }
        if PQgetisnull(result.pointer, self.index, column) != 0 {
            return try body(nil, type)
        }
        let count = Int(PQgetlength(result.pointer, self.index, column))
        let start = PQgetvalue(result.pointer, self.index, column)
        return try body(UnsafeRawBufferPointer(start: start, count: count), type)
    }

    /// The column's name.
    public func columnName(_ index: Int) -> String { result.name(index) }
}

@available(*, unavailable)
extension Row: Sendable {}
