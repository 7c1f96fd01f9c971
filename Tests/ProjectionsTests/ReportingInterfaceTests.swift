import Foundation
import Postgres
import TestSupport
import Testing

/// The views for reporting jobs as an interface: every column is documented, and none goes or becomes another.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct ReportingInterfaceTests {
    @Test func `every view and every column says what it is`() async throws {
        let silent = try await texts(
            """
            select concat_ws('.', nspname, relname, attname) from pg_class made
            join pg_namespace on pg_namespace.oid = relnamespace
            cross join lateral (
                select 0, null::name union all
                select attnum, attname from pg_attribute where attrelid = made.oid and attnum > 0 and not attisdropped
            ) as part (place, attname)
            where nspname in ('reporting', 'reporting_plates') and relkind = 'v'
                and coalesce(length(
                    case place when 0 then obj_description(made.oid) else col_description(made.oid, place) end), 0) < 5
            """)
        #expect(silent == [])
    }

    @Test func `a view that asks the log itself says that it leaves out what is archived`() async throws {
        let asking = try await texts(
            """
            with recursive asking (view) as (
                select ev_class from pg_rewrite join pg_depend on pg_depend.objid = pg_rewrite.oid
                where classid = 'pg_rewrite'::regclass and refobjid = 'log.events'::regclass
                union
                select ev_class from pg_rewrite join pg_depend on pg_depend.objid = pg_rewrite.oid
                    join asking on refobjid = view and ev_class <> view
                where classid = 'pg_rewrite'::regclass
            )
            select concat_ws(' ', relname, case when obj_description(view) not like '%rchived events%' then 'is silent' end)
            from pg_class join asking on view = pg_class.oid
            where relnamespace = 'reporting'::regnamespace order by 1
            """)
        #expect(
            asking == [
                "admissions", "openings", "rate_book_history", "sales", "settings_history", "sold", "stays", "waivers",
            ])
    }

    /// `Tests/Snapshots/reporting.txt`, a line for every column.
    private static let stored = URL(filePath: #filePath).appending(path: "../../Snapshots/reporting.txt").standardized

    @Test func `columns are added, and none goes, moves or becomes of another type`() async throws {
        let columns = try await texts(
            """
            select nspname || '.' || relname || '.' || attname || ' ' || format_type(atttypid, atttypmod)
            from pg_attribute join pg_class on pg_class.oid = attrelid join pg_namespace on pg_namespace.oid = relnamespace
            where nspname in ('reporting', 'reporting_plates') and relkind = 'v' and attnum > 0
            order by nspname collate "C", relname collate "C", attnum
            """)
        if ProcessInfo.processInfo.environment["PARKLOG_STORE_COLUMNS"] != nil {
            try Data((columns.joined(separator: "\n") + "\n").utf8).write(to: Self.stored)
        }
        let stored = String(decoding: try Data(contentsOf: Self.stored), as: UTF8.self).split(separator: "\n")
            .map(String.init)
        let places = stored.map { columns.firstIndex(of: $0) }
        let gone = zip(stored, places).filter { $1 == nil }.map(\.0)
        #expect(gone == [], "reporting jobs ask for these columns: keep them as they are")
        let known = places.compactMap(\.self)
        #expect(known == known.sorted(), "new columns stand behind the old ones")
        #expect(
            Set(columns).subtracting(stored) == [],
            "these are new: PARKLOG_STORE_COLUMNS=1 swift test --filter ReportingInterfaceTests adds them to the list")
    }

    @Test func `beside every instant stand its local day and time`() async throws {
        let lonely = try await texts(
            """
            select relname || '.' || attname from pg_attribute instant join pg_class on pg_class.oid = attrelid
            where relnamespace = 'reporting'::regnamespace and atttypid = 'timestamptz'::regtype and (
                select count(*) from pg_attribute beside
                where beside.attrelid = instant.attrelid and (atttypid, attname::text) in (
                    ('date'::regtype, regexp_replace(instant.attname, '_at$', '') || '_day'), ('date'::regtype, 'day'),
                    ('date'::regtype, instant.attname || '_day'),
                    ('timestamp'::regtype, regexp_replace(instant.attname, '_at$', '') || '_local'),
                    ('timestamp'::regtype, instant.attname || '_local'))
            ) < 2
            """)
        #expect(lonely == [])
    }

    @Test func `who reads reports reads views and nothing else, and plates only where that is granted as well`()
        async throws
    {
        try await withReadModels { database in
            try await withConnection(to: database) { connection in
                let readable = { (role: String) in
                    try await connection.run { session in
                        try session.query(
                            """
                            select distinct nspname::text || case when nspname like 'reporting%' then '' else '.' || relname end
                            from pg_class join pg_namespace on pg_namespace.oid = relnamespace
                            where nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
                                and relkind in ('r', 'v', 'm', 'p', 'f')
                                and has_schema_privilege($1, relnamespace, 'usage')
                                and has_any_column_privilege($1, pg_class.oid, 'select, insert, update, references')
                            order by 1
                            """, [.text(role)]
                        ).map { $0.text(0) }
                    }
                }
                let (views, plates) = (try await readable("parklog_reporting"), try await readable("parklog_plates"))
                #expect(views == ["reporting"])
                #expect(plates == ["reporting_plates"])
            }
            try await withConnection(to: database.role("parklog_plates")) { connection in
                try await connection.run { _ = try $0.query("select * from reporting_plates.plates") }
                let error = await postgresError {
                    try await connection.run { _ = try $0.query("select * from log.plates") }
                }
                #expect(error?.sqlState == .insufficientPrivilege)
            }
        }
    }

    private func texts(_ statement: Statement) async throws -> [String] {
        try await withReadModels { database in
            try await withConnection(to: database) { connection in
                try await connection.run { try $0.query(statement).map { $0.text(0) } }
            }
        }
    }
}
