import TestSupport
import Postgres
import Testing

/// Lends a connection to a database of its own that has nothing yet.
func withEmptyDatabase(_ body: (PostgresConnection) async throws -> Void) async throws {
    let server = try #require(TestDatabase.server)
    try await TestDatabase.with(migrated: false, on: server) { database in
        let connection = try await TestDatabase.connect(to: database)
        try await body(connection)
        await connection.close()
    }
}

/// Every table, function and schema of the database, with the functions' texts, and what ran.
func fingerprint(_ connection: PostgresConnection) async throws -> [String] {
    try await connection.run { session in
        var found = try session.query(
            """
            select relnamespace::regnamespace || '.' || relname || ' ' || relkind::text
                || ' ' || coalesce(relacl::text, '')
            from pg_class where relnamespace > 16000 or relnamespace = 'public'::regnamespace
            union all
            select 'function ' || oid::regprocedure || ' ' || coalesce(proacl::text, '') || ' ' || prosrc
            from pg_proc where pronamespace > 16000
            union all select 'schema ' || nspname from pg_namespace order by 1
            """
        ).map { $0.text(0) }
        if found.contains(where: { $0.hasPrefix("public.parklog_migrations ") }) {
            found += try session.query(
                """
                select name || ' ' || digest || ' ' || applied_at from parklog_migrations
                union all select name || ' ' || digest || ' ' || applied_at from parklog_functions order by 1
                """
            ).map { $0.text(0) }
        }
        return found
    }
}
