/// What one connection's server process has prepared so far.
struct PreparedStatements {
    private struct Variant {
        let name: String
        let types: [TypeID]
    }

    private var variants: [Statement: [Variant]] = [:]
    private var count = 0

    /// The name under which a statement was prepared for parameters of these types.
    ///
    /// A NULL fits whatever the statement was prepared for, so that nullable parameters do not multiply the plans.
    func name(_ statement: Statement, _ types: [TypeID]) -> String? {
        variants[statement]?.first { variant in
            variant.types.count == types.count
                && zip(variant.types, types).allSatisfy { $1 == .unspecified || $0 == $1 }
        }?.name
    }

    /// A name that the connection has not used yet.
    mutating func nextName() -> String {
        count += 1
        return "s\(count)"
    }

    mutating func insert(_ statement: Statement, _ types: [TypeID], name: String) {
        variants[statement, default: []].append(Variant(name: name, types: types))
    }

    /// Forgets a statement whose plan the server no longer accepts.
    mutating func remove(_ statement: Statement) {
        variants[statement] = nil
    }
}
