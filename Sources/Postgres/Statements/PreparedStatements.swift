/// What one connection's server process has prepared so far.
struct PreparedStatements {
    private var names: [Statement: [[TypeID]: String]] = [:]
    private var count = 0

    /// The name under which a statement was prepared for parameters of these types.
    func name(_ statement: Statement, _ types: [TypeID]) -> String? {
        names[statement]?[types]
    }

    /// A name that the connection has not used yet.
    mutating func nextName() -> String {
        count += 1
        return "s\(count)"
    }

    mutating func insert(_ statement: Statement, _ types: [TypeID], name: String) {
        names[statement, default: [:]][types] = name
    }

    /// Forgets a statement whose plan the server no longer accepts.
    mutating func remove(_ statement: Statement) {
        names[statement] = nil
    }
}
