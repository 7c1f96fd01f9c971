import Crypto
public import Postgres
public import Schema

/// Why a database's schema could not be brought up to date. Nothing was changed.
public enum MigrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A script that ran here has changed since.
    case altered(String)
    /// A script ran here that this program does not have: it is older than the database.
    case unknown(String)

    /// What is wrong, and what to do about it.
    public var description: String {
        switch self {
        case .altered(let name):
            "The migration \(name) has changed since it ran on this database; put the file back and add a new one instead."
        case .unknown(let name):
            "The database has had the migration \(name), which this parklog does not know; use a newer parklog."
        }
    }
}

/// Brings a database's schema up to date.
public struct Migrator: Sendable {
    let migrations: [Migration]

    /// A migrator of these steps, in this order.
    public init(_ migrations: [Migration] = Schema.migrations) {
        self.migrations = migrations
    }

    /// Runs what has not run yet, all of it or nothing; of several processes at once, one does it and the others wait.
    ///
    /// - Returns: the names of the steps that ran.
    @discardableResult
    public func migrate(_ connection: PostgresConnection) async throws -> [String] {
        try await connection.transaction { session in
            // Any constant will do, as long as it is the same for ever.
            try session.execute("select pg_advisory_xact_lock($1)", [.int8(0x7061_726B_6C6F_67)])
            try session.script(
                """
                set local client_min_messages = warning;
                create table if not exists public.parklog_migrations (
                    name       text        not null primary key,
                    digest     bytea       not null,
                    applied_at timestamptz not null default now()
                );
                """)
            return try apply(session)
        }
    }

    /// The names of the steps that a database lacks; throws where it has had others.
    ///
    /// Needs no more rights than the service has.
    public func outstanding(_ session: PostgresSession) throws -> [String] {
        try missing(session).map(\.name)
    }

    private func missing(_ session: PostgresSession) throws -> [Migration] {
        let rows = try session.query("select name, digest from public.parklog_migrations order by name")
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.name, $0) })
        for row in rows {
            guard let migration = known[row.text(0)] else { throw MigrationError.unknown(row.text(0)) }
            guard migration.digest == row.bytes(1) else { throw MigrationError.altered(migration.name) }
        }
        let done = Set(rows.map { $0.text(0) })
        return migrations.filter { !done.contains($0.name) }
    }

    private func apply(_ session: PostgresSession) throws -> [String] {
        let missing = try missing(session)
        for migration in missing {
            try session.script(migration.script)
            try session.execute(
                "insert into public.parklog_migrations (name, digest) values ($1, $2)",
                [.text(migration.name), .bytea(migration.digest)])
        }
        return missing.map(\.name)
    }
}

extension Migration {
    var digest: [UInt8] { Array(SHA256.hash(data: bytes)) }
}
