import TestSupport
import EventLog
import Parking
import JSON
import Hosting
import Postgres
import Projections
import Testing

/// Where plates are kept: in the vault and nowhere else.
@Suite(.needsServer, .migratedDatabase, .timeLimit(.minutes(2)))
struct PrivacyTests {
    @Test func `no table but the vault has a plate's characters`() async throws {
        try await TestDatabase.withPool { pool in
            try await withHosts(on: PostgresEventLog(pool)) { hosts in
                let site = Site(hosts)
                try await site.configure(2, #""guestSpots": 1"#)
                try await site.reserve("QX-ZJ 777", id: "order-1")
                _ = await failure { () throws(CommandError) in try await site.reserve("QX-ZJ 777", id: "order-2") }
                let permit = #"{"plate": "QX-ZJ 777", "kind": "pass", "groups": ["staff"]}"#
                try await site.send(.grantPermit, permit, id: "permit-1")
                _ = await failure { () throws(CommandError) in
                    try await site.send(.grantPermit, permit, id: "permit-2")
                }
                try await site.drive("QX-ZJ 777")
                try await site.seen("QX-ZJ 777", id: "seen-1")
                try await site.send(.exit, #"{"plate": "QX-ZJ 777", "gate": "out"}"#, id: "exit-1")
                try await site.leave("QX-ZJ 777")
                try await site.leave("QX-ZJ 778")
            }
            let connection = try await TestDatabase.connect()
            _ = try await Projections.Rebuild.install(connection, codec: .tests)
            let tables = try await connection.run { session in
                try session.script(PrivacyTests.mentions)
                let rows = try session.query(
                    "select place, rows, hits from public.mentions('QXZJ777') order by place")
                return rows.map { (place: $0.text(0), rows: $0.int8(1), hits: $0.int8(2)) }
            }
            await connection.close()
            #expect(tables.filter { $0.hits > 0 }.map(\.place) == ["log.plates"])
            // What was scanned is not empty, or finding nothing would say nothing.
            for place in [
                "log.events", "log.commands", "allowlist.reservations", "allowlist.permits", "session_charges.sessions",
                "exceptions.exceptions",
            ] {
                #expect(tables.first { $0.place == place }?.rows ?? 0 > 0, "\(place)")
            }
        }
    }

    /// Counts the rows of every table that name a text, with or without blanks and hyphens, in letters or in bytes.
    private static let mentions: Statement = """
        create function public.mentions(wanted text) returns table (place text, rows bigint, hits bigint)
        language plpgsql as $$
        declare
            found record;
        begin
            for found in
                select format('%I.%I', table_schema, table_name) as name from information_schema.tables
                where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
            loop
                place := found.name;
                execute format(
                    'select count(*), count(*) filter (where regexp_replace(upper(t::text), ''[^A-Z0-9]'', '''', ''g'')
                        like any (array[$1, $2])) from %s t', found.name)
                into rows, hits
                using '%' || wanted || '%', '%' || upper(encode(convert_to(wanted, 'UTF8'), 'hex')) || '%';
                return next;
            end loop;
        end
        $$
        """
}
