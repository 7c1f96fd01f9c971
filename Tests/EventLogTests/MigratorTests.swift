import TestSupport
import EventLog
import Postgres
import Testing

@testable import Schema

/// Each on a database of its own, which has nothing yet.
@Suite(.needsServer, .timeLimit(.minutes(3)))
struct `The migrator` {
    @Test func `brings a fresh database up to date, and does nothing the second time`() async throws {
        try await withEmptyDatabase { connection in
            #expect(try await Migrator().migrate(connection) == wholeSchema)
            let tables = try await fingerprint(connection)
            #expect(tables.contains { $0.hasPrefix("log.events") })
            #expect(try await Migrator().migrate(connection).isEmpty)
            #expect(try await fingerprint(connection) == tables)
        }
    }

    @Test func `runs only what has not run yet, in order`() async throws {
        try await withEmptyDatabase { connection in
            let steps = [[Self.one], [Self.one, Self.two], [Self.one, Self.two]]
            var ran: [[String]] = []
            for migrations in steps { ran.append(try await Migrator(migrations, functions: []).migrate(connection)) }
            #expect(ran == [["V0001__one"], ["V0002__two"], []])
        }
    }

    @Test func `says what a database lacks, also to the service's role`() async throws {
        try await withEmptyDatabase { connection in
            try await Migrator([Self.one], functions: []).migrate(connection)
            let lacking = try await connection.run { session in
                try Migrator([Self.one, Self.two], functions: []).outstanding(session)
            }
            #expect(lacking == ["V0002__two"])
        }
        try await withEmptyDatabase { connection in
            try await Migrator().migrate(connection)
            let lacking = try await connection.run { session in
                try session.execute("set role parklog_service")
                return try Migrator().outstanding(session)
            }
            #expect(lacking.isEmpty)
        }
    }

    @Test func `runs each script once when several processes start at once`() async throws {
        let server = try #require(TestDatabase.server)
        try await TestDatabase.with(migrated: false, on: server) { database in
            let ran = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let connection = try await TestDatabase.connect(to: database)
                        let ran = try await Migrator().migrate(connection)
                        await connection.close()
                        return ran
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(ran.filter { !$0.isEmpty } == [wholeSchema])
        }
    }

    @Test func `refuses a script that changed since it ran, by name, and changes nothing`() async throws {
        try await withEmptyDatabase { connection in
            try await Migrator([Self.one, Self.two], functions: []).migrate(connection)
            let before = try await fingerprint(connection)
            // Not even white space may change.
            let altered = Migration(name: "V0001__one", bytes: Self.one.bytes + [10])
            let error = await #expect(throws: MigrationError.self) {
                try await Migrator([altered, Self.two, Self.three], functions: []).migrate(connection)
            }
            #expect(error == .altered("V0001__one"))
            #expect(error?.description.contains("V0001__one") == true)
            #expect(try await fingerprint(connection) == before)
        }
    }

    @Test func `refuses a database that a newer program has migrated, by name, and changes nothing`() async throws {
        try await withEmptyDatabase { connection in
            try await Migrator([Self.one, Self.three], functions: []).migrate(connection)
            let before = try await fingerprint(connection)
            let error = await #expect(throws: MigrationError.self) {
                try await Migrator([Self.one, Self.two], functions: []).migrate(connection)
            }
            #expect(error == .unknown("V0003__three"))
            #expect(error?.description.contains("V0003__three") == true)
            #expect(try await fingerprint(connection) == before)
        }
    }

    @Test func `leaves a database as it was where a script fails, and goes on once it is mended`() async throws {
        let broken = Migration(
            name: "V0002__two", bytes: Array("create table two (a int); insert into two values (1 / 0);".utf8))
        try await withEmptyDatabase { connection in
            let empty = try await fingerprint(connection)
            let error = await postgresError {
                try await Migrator([Self.one, broken], functions: []).migrate(connection)
            }
            #expect(error?.sqlState == SQLState(rawValue: "22012"))
            #expect(try await fingerprint(connection) == empty)
            try await Migrator([Self.one], functions: []).migrate(connection)
            let before = try await fingerprint(connection)
            await postgresError {
                try await Migrator([Self.one, broken, Self.three], functions: []).migrate(connection)
            }
            #expect(try await fingerprint(connection) == before)
            #expect(try await Migrator([Self.one, Self.two], functions: []).migrate(connection) == ["V0002__two"])
        }
    }

    @Test func `migrates many databases of one server at once, although they share the roles`() async throws {
        let server = try #require(TestDatabase.server)
        try await migrateMany(on: server)
    }

    @Test func `needs no right to create roles where they are there already`() async throws {
        try await withEmptyDatabase { connection in
            try await Migrator().migrate(connection)
        }
        try await withEmptyDatabase { connection in
            // The owner of a database, and nothing more, as on a server that others administer.
            try await connection.run { session in
                try session.script(
                    """
                    do $$ begin
                        execute format('create role %I', 'owner of ' || current_database());
                        execute format('alter database %I owner to %I',
                            current_database(), 'owner of ' || current_database());
                        execute format('set role %I', 'owner of ' || current_database());
                    end $$
                    """)
            }
            let ran: Result<[String], any Error>
            do { ran = .success(try await Migrator().migrate(connection)) } catch { ran = .failure(error) }
            try await connection.run { session in
                try session.script(
                    """
                    do $$ begin
                        set role none;
                        execute format('alter database %I owner to current_user', current_database());
                        execute format('drop owned by %I cascade', 'owner of ' || current_database());
                        execute format('drop role %I', 'owner of ' || current_database());
                    end $$
                    """)
            }
            #expect(try ran.get() == wholeSchema)
        }
    }

    @Test func `grants again what a restore without the roles has lost, no more and no less`() async throws {
        try await withEmptyDatabase { connection in
            try await Migrator().migrate(connection)
            let granted = try await grants(connection)
            #expect(granted.contains { $0.hasPrefix("log.events parklog_service SELECT") }, "\(granted)")
            try await connection.run {
                try $0.script("drop owned by parklog_service, parklog_reporting, parklog_plates")
            }
            #expect(try await grants(connection).isEmpty)

            let lost = try await connection.run { try Migrator().outstanding($0) }
            #expect(lost.count == Schema.privileges.count)
            #expect(lost.contains("the right of parklog_service to select on table log.events"))
            #expect(try await Migrator().migrate(connection) == lost)
            #expect(try await grants(connection) == granted)
            #expect(try await Migrator().migrate(connection).isEmpty)
        }
    }

    @Test func `says what is in the service's way, as far as whoever connects can tell`() async throws {
        try await withEmptyDatabase { connection in
            #expect(try await connection.run { try Migrator().obstacle($0) } == .missing)
            try await Migrator().migrate(connection)
            #expect(try await connection.run { try Migrator().obstacle($0) } == nil)
            try await connection.run { try $0.script("revoke usage on schema log from parklog_service") }
            #expect(
                try await connection.run { try Migrator().obstacle($0) }
                    == .outdated(["the right of parklog_service to usage on schema log"]))
        }
    }

    /// Everything that the two roles may do in a database, also with what is yet to be made.
    private func grants(_ connection: PostgresConnection) async throws -> [String] {
        try await connection.run { session in
            try session.query(
                """
                select concat_ws(' ', object, grantee::regrole, privilege_type) from (
                    select oid::regclass::text as object, (aclexplode(relacl)).* from pg_class
                    union all select oid::regnamespace::text, (aclexplode(nspacl)).* from pg_namespace
                    union all select oid::regproc::text, (aclexplode(proacl)).* from pg_proc
                    union all select 'new in ' || defaclnamespace::regnamespace, (aclexplode(defaclacl)).* from pg_default_acl
                ) granted
                where grantee in (select oid from pg_roles where rolname like 'parklog\\_%') order by 1
                """
            ).map { $0.text(0) }
        }
    }

    private static let one = Migration(name: "V0001__one", bytes: Array("create table one (a int);\n".utf8))
    private static let two = Migration(name: "V0002__two", bytes: Array("create table two (a int);\n".utf8))
    private static let three = Migration(name: "V0003__three", bytes: Array("create table three (a int);\n".utf8))
}

/// What a migrator does in an empty database, in this order.
let wholeSchema = Schema.migrations.map(\.name) + Schema.functions.map(\.name)

/// Migrates several databases of a server at the same time and expects that each is complete.
func migrateMany(on server: PostgresConfiguration) async throws {
    try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<8 {
            group.addTask {
                try await TestDatabase.with(migrated: false, on: server) { database in
                    let connection = try await TestDatabase.connect(to: database)
                    let ran = try await Migrator().migrate(connection)
                    await connection.close()
                    return ran
                }
            }
        }
        for try await ran in group { #expect(ran == wholeSchema) }
    }
}
