import Postgres

extension Error {
    /// Whether it is about values, of an event or of a row that stands there: they would be refused again.
    var isAboutValues: Bool {
        if self is UnstorableValue || self is UnreadableRow { return true }
        // Data exceptions and violated constraints.
        guard let sqlState = (self as? PostgresError)?.sqlState else { return false }
        return sqlState.classCode == "22" || sqlState.classCode == "23"
    }
}
