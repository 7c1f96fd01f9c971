/// Why a database cannot be used as it is. Nothing was changed.
public enum SchemaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing of the schema is there.
    case missing
    /// The server lacks roles that the schema's rights are granted to.
    case rolesMissing([String])
    /// Whoever connects may not act as the service's role.
    case notMember(user: String, role: String)
    /// It lacks what this program needs, by name.
    case outdated([String])

    /// What is wrong, and what to do about it.
    public var description: String {
        switch self {
        case .missing: "The database has no schema yet: run parklog migrate."
        case .rolesMissing(let roles):
            "The server lacks the roles \(roles.joined(separator: ", ")), as after a restore without them: run parklog"
                + " migrate, which makes them and grants them their rights again."
        case .notMember(let user, let role):
            "The database's user \(user) may not act as \(role): have an administrator run: grant \(role) to \(user)"
        case .outdated(let names):
            "The database lacks \(Self.some(of: names)): run parklog migrate, then start again."
        }
    }

    /// As many as a sentence bears; a lost role has lost dozens of rights.
    private static func some(of names: [String]) -> String {
        let more = names.count - 4
        return names.prefix(4).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
