import CLibpq

/// The one owner of a `PGresult`, which it clears exactly once.
final class QueryResult {
    let pointer: OpaquePointer
    let rowCount: Int
    /// The column types; the protocol describes them once for all rows.
    let types: [TypeID]

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
        rowCount = Int(PQntuples(pointer))
        types = (0..<PQnfields(pointer)).map { TypeID(rawValue: PQftype(pointer, $0)) }
    }

    deinit {
        PQclear(pointer)
    }

    /// The number of rows that the statement touched, 0 for one that counts none.
    var affected: Int {
        guard let text = PQcmdTuples(pointer) else { return 0 }
        return Int(String(cString: text)) ?? 0
    }

    func name(_ column: Int) -> String {
        PQfname(pointer, Int32(column)).map { String(cString: $0) } ?? ""
    }
}
