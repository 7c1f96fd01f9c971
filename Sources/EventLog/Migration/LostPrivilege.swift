import Postgres
import Schema

/// Something that a role of this database should be able to do, and cannot.
struct LostPrivilege {
    let privilege: Privilege

    /// What it is called in a message.
    var name: String {
        "the right of \(privilege.role) to \(privilege.right) on \(privilege.kind.rawValue) \(privilege.name)"
    }

    /// Grants it again.
    func restore(_ session: PostgresSession) throws {
        try session.execute(
            """
            select set_config('parklog.role', $1, true), set_config('parklog.right', $2, true),
                set_config('parklog.kind', $3, true), set_config('parklog.name', $4, true)
            """,
            [
                .text(privilege.role), .text(privilege.right), .text(privilege.kind.rawValue), .text(privilege.name),
            ])
        // Names and rights are those of the list, which is compiled into the binary.
        try session.script(
            """
            do $$
            declare
                kind text := current_setting('parklog.kind');
            begin
                execute format(
                    case kind
                        when 'tables to come in schema' then
                            'alter default privileges in schema %3$s grant %2$s on tables to %4$I'
                        else 'grant %2$s on %1$s %3$s to %4$I'
                    end,
                    kind, current_setting('parklog.right'), current_setting('parklog.name'),
                    current_setting('parklog.role'));
            end
            $$
            """)
    }
}

extension PostgresSession {
    /// Which of these privileges are lost; what is not there yet has none to lose.
    func lost(of privileges: [Privilege]) throws -> [LostPrivilege] {
        try query(
            """
            with listed as (
                select place, role, "right", kind,
                    case when kind not in ('table', 'function') then to_regnamespace(name)::oid end as schema,
                    case kind when 'table' then to_regclass(name)::oid when 'function' then to_regproc(name)::oid end as id
                from unnest($1::text[], $2::text[], $3::text[], $4::text[])
                    with ordinality as listed (role, "right", kind, name, place)
            )
            select place from listed
            where case
                when coalesce(id, schema) is null then false
                when to_regrole(role) is null then true
                when kind = 'schema' then not has_schema_privilege(role, schema, "right")
                when kind = 'table' then not has_table_privilege(role, id, "right")
                when kind = 'function' then not has_function_privilege(role, id, "right")
                else not exists (
                    select from pg_default_acl made, aclexplode(made.defaclacl) granted
                    where made.defaclnamespace = schema and made.defaclobjtype = 'r'
                        and granted.grantee = to_regrole(role) and lower(granted.privilege_type) = "right"
                )
            end
            order by place
            """,
            [
                .texts(privileges.map(\.role)), .texts(privileges.map(\.right)),
                .texts(privileges.map(\.kind.rawValue)), .texts(privileges.map(\.name)),
            ]
        ).map { LostPrivilege(privilege: privileges[Int($0.int8(0)) - 1]) }
    }

    /// Which of these roles the server does not have.
    func missing(of roles: [String]) throws -> [String] {
        try query("select role from unnest($1::text[]) as role where to_regrole(role) is null", [.texts(roles)])
            .map { $0.text(0) }
    }

    /// Makes a role that nobody can log in as.
    func makeRole(_ name: String) throws {
        try execute("select set_config('parklog.role', $1, true)", [.text(name)])
        try script(
            """
            do $$
            begin
                execute format('create role %I nologin', current_setting('parklog.role'));
            exception
                -- Another database's migration is making it at this moment.
                when duplicate_object or unique_violation then null;
            end
            $$
            """)
    }
}
