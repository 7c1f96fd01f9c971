import CLibpq

/// One row of a query's answer; columns are read by position.
///
/// Reading a column as a type that it does not have, or a NULL through a reader that has no nil, is a fault of the
/// program and ends the process with the column's name and type, in release builds too; it never yields a wrong value.
public struct Row {
    let result: QueryResult
    let index: Int32

    /// Gives the bytes of a column without copying them; nil bytes are NULL.
    ///
    /// The pointer is good only within `body`.
    func withColumn<R>(_ column: Int, _ body: (_ bytes: UnsafeRawBufferPointer?, _ type: TypeID) -> R) -> R {
        precondition(column >= 0 && column < result.types.count, "there is no column \(column)")
        let type = result.types[column]
        let number = Int32(column)
        // The bytes lie inside the result, which must outlive the body.
        defer { withExtendedLifetime(result) {} }
        if PQgetisnull(result.pointer, index, number) != 0 {
            return body(nil, type)
        }
        let count = Int(PQgetlength(result.pointer, index, number))
        let start = PQgetvalue(result.pointer, index, number)
        return body(UnsafeRawBufferPointer(start: start, count: count), type)
    }

    /// The column's name.
    public func columnName(_ column: Int) -> String { result.name(column) }
}

@available(*, unavailable)
extension Row: Sendable {}
