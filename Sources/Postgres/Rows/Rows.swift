/// The rows that a query answered, held in memory until the last copy of this value is gone.
///
/// A value of this type cannot leave the body that asked for it: it is not `Sendable`.
public struct Rows: RandomAccessCollection {
    let result: QueryResult

    /// The first row's position, 0.
    public var startIndex: Int { 0 }
    /// The number of rows.
    public var endIndex: Int { result.rowCount }

    /// The row at a position.
    public subscript(position: Int) -> Row {
        precondition(position >= 0 && position < result.rowCount, "there is no row \(position)")
        return Row(result: result, index: Int32(position))
    }
}

@available(*, unavailable)
extension Rows: Sendable {}
