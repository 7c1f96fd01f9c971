import Logging
import Postgres
import PrivateCluster

/// The database in the private cluster, and the roles that work on it: nobody does so as its superuser.
struct PrivateDatabase {
    /// The login that owns the database and its schema.
    let owner: PostgresConfiguration
    /// The service's login.
    let service: PostgresConfiguration

    /// Makes what is missing; several processes may do so at once.
    static func make(in cluster: PrivateCluster, _ logger: Logger) async throws -> PrivateDatabase {
        let connection = try await PostgresConnection.connect(PostgresConfiguration(url: cluster.url), logger: logger)
        do {
            try await connection.run { session in
                try session.script(roles)
                let rows = try session.query("select from pg_database where datname = 'parklog'")
                if rows.isEmpty { try session.script("create database parklog owner parklog_owner") }
            }
        } catch let error as PostgresError
            where error.sqlState == .duplicateDatabase || error.sqlState == .uniqueViolation
        {
            // Another parklog was faster.
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
        return PrivateDatabase(
            owner: PostgresConfiguration(url: cluster.url(user: "parklog_owner", database: "parklog")),
            service: PostgresConfiguration(url: cluster.url(user: "parklog_app", database: "parklog")))
    }

    /// The same as in `scripts/postgres`, where passwords come with them: here the closed folder of the socket is the lock.
    private static let roles: Statement = """
        do $$
        declare
            made record;
        begin
            for made in
                select * from (values
                    ('parklog_owner', true, null), ('parklog_service', false, null), ('parklog_reporting', false, null),
                    ('parklog_plates', false, null),
                    ('parklog_app', true, 'parklog_service'), ('parklog_reports', true, 'parklog_reporting'),
                    ('parklog_backup', true, 'pg_read_all_data')
                ) as roles (name, logs_in, member_of)
            loop
                begin
                    if to_regrole(made.name) is null then
                        execute format('create role %I %s', made.name, case when made.logs_in then 'login' else 'nologin' end);
                    end if;
                    if made.member_of is not null and not pg_has_role(made.name, made.member_of, 'member') then
                        execute format('grant %I to %I', made.member_of, made.name);
                    end if;
                exception
                    -- Another parklog is making it at this moment.
                    when duplicate_object or unique_violation then null;
                end;
            end loop;
            -- What a report holds is let go of in the end, and it writes nothing.
            if (select rolconfig is null from pg_roles where rolname = 'parklog_reports') then
                begin
                    alter role parklog_reports set default_transaction_read_only = on;
                    alter role parklog_reports set statement_timeout = '5min';
                    alter role parklog_reports set idle_in_transaction_session_timeout = '5min';
                exception
                    -- Another parklog is setting the same.
                    when internal_error or unique_violation then null;
                end;
            end if;
        end
        $$
        """
}
