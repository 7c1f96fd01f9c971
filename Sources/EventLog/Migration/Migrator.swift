import Crypto
public import Postgres
public import Schema

/// Brings a database's schema up to date: runs the migrations that it lacks, then puts the functions in place.
///
/// A migration runs once. A function runs again where its text is another, so that a database has the functions of
/// the program that migrated it last, and no others. That may be an older program, as long as it knows all migrations;
/// whoever serves asks ``outstanding(_:)`` first.
public struct Migrator: Sendable {
    let migrations: [Migration]
    let functions: [Function]

    /// A migrator of these steps, in this order, and of these functions.
    public init(_ migrations: [Migration] = Schema.migrations, functions: [Function] = Schema.functions) {
        self.migrations = migrations
        self.functions = functions
    }

    /// Does what is outstanding, all of it or nothing; of several processes at once, one does it and the others wait.
    ///
    /// Throws ``MigrationError``, and what the server says of a script.
    ///
    /// - Returns: the names of what was done, as ``outstanding(_:)`` gives them.
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
                create table if not exists public.parklog_functions (
                    name       text        not null primary key,
                    digest     bytea       not null,
                    applied_at timestamptz not null default now()
                );
                """)
            return try runMissing(session) + placeFunctions(session)
        }
    }

    /// The names of the steps that a database lacks and of the functions that differ; throws where it has had other
    /// steps.
    ///
    /// Needs no more rights than the service has.
    public func outstanding(_ session: PostgresSession) throws -> [String] {
        try missing(session).map(\.name) + session.changes(to: functions).map(\.name)
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

    private func runMissing(_ session: PostgresSession) throws -> [String] {
        let missing = try missing(session)
        for migration in missing {
            try session.script(migration.script)
            try session.execute(
                "insert into public.parklog_migrations (name, digest) values ($1, $2)",
                [.text(migration.name), .bytea(migration.digest)])
        }
        return missing.map(\.name)
    }

    /// After the migrations: a function's text names the tables as they are now.
    private func placeFunctions(_ session: PostgresSession) throws -> [String] {
        let changes = try session.changes(to: functions)
        for change in changes { try change.make(session) }
        if let left = try session.changes(to: functions).first { throw MigrationError.misplaced(left.name) }
        return changes.map(\.name)
    }
}

extension Migration {
    fileprivate var digest: [UInt8] { Array(SHA256.hash(data: bytes)) }
}
