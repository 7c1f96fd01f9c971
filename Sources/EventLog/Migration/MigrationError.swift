/// Why a database's schema could not be brought up to date. Nothing was changed.
public enum MigrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A script that ran here has changed since.
    case altered(String)
    /// A script ran here that this program does not have: it is older than the database.
    case unknown(String)
    /// A function's script leaves none of its name, or more than one.
    case misplaced(String)
    /// The server lacks a role, and whoever migrates may not make it.
    case roleNeeded(String)

    /// What is wrong, and what to do about it.
    public var description: String {
        switch self {
        case .altered(let name):
            "The migration \(name) has changed since it ran on this database; put the file back and add a new one instead."
        case .unknown(let name):
            "The database has had the migration \(name), which this parklog does not know; use a newer parklog."
        case .misplaced(let name):
            "There would not be exactly one function \(name); drop a form with other parameters in a migration."
        case .roleNeeded(let role):
            "The server lacks the role \(role), and this user may not make it: have an administrator run:"
                + " create role \(role) nologin; then run parklog migrate again."
        }
    }
}
