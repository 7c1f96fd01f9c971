import Postgres

/// Why a database cannot be used as it is. Nothing was changed.
public enum SchemaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing of the schema is there.
    case missing
    /// Nothing of the schema is there, but tables of something else.
    case foreign(database: String, table: String)
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
        case .foreign(let database, let table):
            "The database \(database) is not Parklog's, for it has the table \(table): let DATABASE_URL name Parklog's, or make"
                + " an empty one (create database parklog) and run parklog migrate."
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

extension PostgresSession {
    /// A table that neither the server nor one of its extensions made, and the database's name; nil where there is none.
    func othersTable() throws -> (database: String, table: String)? {
        try query(
            """
            select current_database()::text, format('%s.%s', nspname, relname)
            from pg_class join pg_namespace on pg_namespace.oid = relnamespace
            where relkind in ('r', 'p') and nspname !~ '^pg_' and nspname <> 'information_schema' and not exists (
                select from pg_depend
                where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e'
            )
            order by 2 limit 1
            """
        ).first.map { ($0.text(0), $0.text(1)) }
    }
}
