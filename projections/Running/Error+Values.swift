import Postgres

extension Error {
    /// Whether the server refused values: it would refuse them again.
    var isAboutValues: Bool {
        // Data exceptions and violated constraints.
        guard let sqlState = (self as? PostgresError)?.sqlState else { return false }
        return sqlState.classCode == "22" || sqlState.classCode == "23"
    }
}
