import Crypto
public import Postgres
public import Schema

/// Brings a database's schema up to date: runs the migrations that it lacks, puts the functions in place, and grants again
/// what a restore has lost.
///
/// A migration runs once. A function runs again where its text is another, so that a database has the functions of
/// the program that migrated it last, and no others. That may be an older program, as long as it knows all migrations;
/// whoever serves asks ``outstanding(_:)`` first.
public struct Migrator: Sendable {
    let migrations: [Migration]
    let functions: [Function]
    let privileges: [Privilege]

    /// A migrator of the whole schema.
    public init() {
        self.init(Schema.migrations, functions: Schema.functions, privileges: Schema.privileges)
    }

    /// A migrator of these steps, in this order, of these functions, and of these privileges of the two.
    public init(
        _ migrations: [Migration] = Schema.migrations, functions: [Function] = Schema.functions,
        privileges: [Privilege] = []
    ) {
        self.migrations = migrations
        self.functions = functions
        self.privileges = privileges
    }

    /// Does what is outstanding, all of it or nothing; of several processes at once, one does it and the others wait.
    ///
    /// Throws ``MigrationError``, and what the server says of a script.
    ///
    /// - Returns: the names of what was done, as ``outstanding(_:)`` gives them.
    @discardableResult
    public func migrate(_ connection: PostgresConnection) async throws -> [String] {
        try await connection.transaction { session in
            try takeTurn(session)
            try makeRoles(session)
            return try runMissing(session) + placeFunctions(session) + restorePrivileges(session)
        }
    }

    /// The names of the steps that a database lacks, of the functions that differ and of the rights that are lost; throws
    /// where it has had other steps.
    ///
    /// Needs no more rights than the service has.
    public func outstanding(_ session: PostgresSession) throws -> [String] {
        try missing(session).map(\.name) + session.changes(to: functions).map(\.name)
            + session.lost(of: privileges).map(\.name)
    }

    /// Why the service cannot work on a database, as far as whoever connects can tell; nil where nothing is in its way.
    ///
    /// - Parameter user: the service's login; whoever connects where nobody says so.
    public func obstacle(_ session: PostgresSession, for user: String? = nil) throws -> SchemaError? {
        guard try session.query("select to_regclass('public.parklog_migrations') is not null")[0].bool(0) else {
            return try session.othersTable().map { .foreign(database: $0.database, table: $0.table) } ?? .missing
        }
        let roles = try session.missing(of: roles)
        guard roles.isEmpty else { return .rolesMissing(roles) }
        let service = "parklog_service"
        let login = try session.query(
            "select name, pg_has_role(name, $1, 'member') from coalesce($2[1], session_user::text) as name",
            [.text(service), .optionalTexts([user])])[0]
        guard login.bool(1) else { return .notMember(user: login.text(0), role: service) }
        let names: [String]
        do { names = try outstanding(session) } catch let error as PostgresError
            where error.sqlState == .insufficientPrivilege
        {
            names = try session.lost(of: privileges).map(\.name)
        }
        return names.isEmpty ? nil : .outdated(names)
    }

    /// Makes the lists of what ran where they are missing, and waits until nobody else migrates.
    ///
    /// The list is the lock: an advisory one could be held by anybody who may connect.
    private func takeTurn(_ session: PostgresSession) throws {
        try session.script(
            """
            set local client_min_messages = warning;
            do $$
            begin
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
            exception
                -- Another process was making them at this moment, and has.
                when unique_violation or duplicate_table or duplicate_object then null;
            end
            $$;
            lock table public.parklog_migrations in exclusive mode;
            """)
    }

    private var roles: [String] { Set(privileges.map(\.role)).sorted() }

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

    /// Before the migrations, which grant them their rights; a restore may have had none.
    private func makeRoles(_ session: PostgresSession) throws {
        for role in try session.missing(of: roles) {
            do { try session.makeRole(role) } catch let error as PostgresError
                where error.sqlState == .insufficientPrivilege
            { throw MigrationError.roleNeeded(role) }
        }
    }

    private func restorePrivileges(_ session: PostgresSession) throws -> [String] {
        let lost = try session.lost(of: privileges)
        for privilege in lost { try privilege.restore(session) }
        return lost.map(\.name)
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
