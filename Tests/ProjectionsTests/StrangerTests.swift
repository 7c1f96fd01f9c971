import TestSupport
import EventLog
import Postgres
import Projections
import Testing

/// What somebody may do who is let into the database for other reasons.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct StrangerTests {
    @Test func `whoever holds every advisory lock that parklog ever took holds nobody up`() async throws {
        try await withReadModels { database in
            try await withConnection(to: database.role("parklog_reporting")) { stranger in
                try await stranger.run { session in
                    let names = readModels.map { $0.name }
                    _ = try session.query(
                        """
                        select pg_advisory_lock(x'7061726b6c6f67'::bigint), (
                            select count(pg_advisory_lock(kind, hashtext(name)))
                            from unnest(array[7100, 7101]) as kind, unnest($1::text[]) as name)
                        """, [.texts(names + [names.joined(separator: " ")])])
                }
                try await withConnection(to: database) { owner in
                    try await owner.run { try $0.script("drop function projection.swap") }
                    #expect(try await Migrator().migrate(owner) == ["projection.swap"])
                    try await database.following {
                        try await withHosts(on: database) { hosts in
                            let site = Site(hosts, "mitte")
                            try await site.configure(10)
                            try await site.enter("M-AB 1")
                        }
                        try await until { try await owner.inside("mitte") == 1 }
                        #expect(try await Projections.Rebuild(codec: .tests).run(owner) >= 2)
                        #expect(try await owner.inside("mitte") == 1)
                    }
                }
            }
        }
    }

    @Test func `a reporting job can lock no table, and no view so that a writer would wait`() async throws {
        try await withReadModels { database in
            try await withConnection(to: database.role("parklog_reporting")) { stranger in
                // An error names what could be locked.
                try await stranger.run { session in
                    try session.script(
                        """
                        do $$
                        declare
                            made record;
                        begin
                            for made in
                                select pg_class.oid::regclass as name, relkind = 'v' as is_view
                                from pg_class join pg_namespace on pg_namespace.oid = relnamespace
                                where relkind in ('r', 'v') and nspname !~ '^pg_' and nspname <> 'information_schema'
                            loop
                                begin
                                    execute format('lock table %s in %s mode nowait', made.name,
                                        case when made.is_view then 'row share' else 'access share' end);
                                    raise exception 'it could lock %', made.name;
                                exception
                                    when insufficient_privilege then null;
                                end;
                            end loop;
                        end
                        $$
                        """)
                }
            }
        }
    }

    @Test func `the service can lock no table so that an append or a rebuild would wait`() async throws {
        try await withReadModels { database in
            try await withConnection(to: database.role("parklog_service")) { service in
                try await service.run { session in
                    try session.script(
                        """
                        do $$
                        declare
                            made record;
                        begin
                            for made in
                                select oid::regclass as name from pg_class
                                where relkind = 'r' and (relnamespace = 'log'::regnamespace
                                    or oid in ('public.parklog_migrations'::regclass, 'projection.rebuilding'::regclass))
                            loop
                                begin
                                    execute format('lock table %s in row share mode nowait', made.name);
                                    raise exception 'it could lock %', made.name;
                                exception
                                    when insufficient_privilege then null;
                                end;
                            end loop;
                        end
                        $$
                        """)
                }
            }
        }
    }
}
