import TestSupport
import Foundation
import Postgres
import Testing

/// What a service refuses to start with, although the schema is in order; each refusal says what to do.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct StartTests {
    private static func expectRefused(
        _ sentences: String..., by url: String, environment: [String: String] = [:]
    ) async throws {
        let run = try await Program.run(["serve", "--port", "0"], database: url, environment: environment)
        #expect(run.code == 69, "\(run.errors)")
        for sentence in sentences { #expect(run.errors.contains(sentence), "\(run.errors)") }
        #expect(run.output.isEmpty, "\(run.output)")
    }

    private static func change(_ database: Database, _ statement: Statement) async throws {
        let connection = try await TestDatabase.connect(to: database.configuration)
        try await connection.run { try $0.script(statement) }
        await connection.close()
    }

    @Test func `a superuser, whatever role it takes on`() async throws {
        try await Database.with { database in
            let owner = try #require(Database.ownerURL(of: database.url))
            try await Self.expectRefused("is a superuser", "MIGRATION_DATABASE_URL", by: owner)
        }
    }

    @Test func `a login that may write the log by itself, such as its owner`() async throws {
        try #require(ThrowawayServer.isAvailable)
        try await ThrowawayServer.with { server in
            let database = try await Database(server.configuration, server.configuration).migrated()
            let login = { (name: String) in database.url.replacing("parklog_test_app", with: name) }
            try await Self.change(
                database,
                """
                create role owner login in role parklog_service;
                alter schema log owner to owner;
                alter table log.events owner to owner;
                create role writer login in role parklog_service;
                grant update (hash), delete on log.streams to writer;
                alter role parklog_service superuser;
                """)
            try await Self.expectRefused("is a superuser", by: database.url)
            try await Self.change(database, "alter role parklog_service nosuperuser")
            for name in ["owner", "writer"] {
                try await Self.expectRefused("The database's user \(name) may write the log", by: login(name))
            }
            let service = try await Service.start(database: database.url)
            #expect(await service.stop() == 0)
        }
    }

    @Test func `a database that is set to be only read`() async throws {
        try await Database.with { database in
            try await Self.change(
                database,
                """
                do $$ begin
                    execute format('alter database %I set default_transaction_read_only to on', current_database());
                end $$
                """)
            try await Self.expectRefused("The database is read-only", "default_transaction_read_only", by: database.url)
        }
    }

    @Test func `a standby`() async throws {
        try #require(ThrowawayServer.isAvailable)
        try await ThrowawayServer.with { server in
            let database = try await Database(server.configuration, server.configuration).migrated()
            try await server.becomeStandby()
            try await Self.expectRefused(
                "The database is a standby", "let DATABASE_URL name the primary", by: database.url)
        }
    }

    @Test(arguments: ["fsync", "full_page_writes", "synchronous_commit"])
    func `a server that would lose what it has acknowledged`(_ setting: String) async throws {
        try #require(ThrowawayServer.isAvailable)
        try await ThrowawayServer.with(settings: "\(setting) = off") { server in
            let database = try await Database(server.configuration, server.configuration).migrated()
            try await Self.expectRefused("\(setting) = off", "have that set to on", by: database.url)
        }
    }

    @Test func `a clock that is behind what the log took last, unless told that it is right`() async throws {
        try await Database.with { database in
            let head: Statement = """
                insert into log.streams values ('early', 1, decode(repeat('00', 32), 'hex'), now() + interval '30 s'),
                    ('ahead', 1, decode(repeat('00', 32), 'hex'), now() + interval '1 h')
                """
            try await Self.change(database, head)
            try await Self.expectRefused("clock is", "the garage ahead", "--accept-clock", by: database.url)
            let told = try await Service.start(
                ["serve", "--insecure-loopback", "--accept-clock"], database: database.url)
            #expect(await told.stop() == 0)
            try await Self.change(database, "delete from log.streams where garage_id = 'ahead'")
            let right = try await Service.start(database: database.url)
            #expect(await right.stop() == 0)
        }
    }

    @Test func `a database that is somebody else's`() async throws {
        let server = try #require(TestDatabase.server)
        try await TestDatabase.with(migrated: false, on: server) { configuration in
            let database = try await Database(server, configuration)
            try await Self.change(database, "create table invoices (number int)")
            try await Self.expectRefused("is not Parklog's, for it has the table public.invoices", by: database.url)
        }
    }

    @Test func `and without the owner's login nobody migrates, rebuilds or imports`() async throws {
        try await Database.with { database in
            for arguments in [
                ["rebuild"], ["import", "-g", "new", "--time-zone", "Europe/Berlin", "-"],
            ] {
                let run = try await Program.run(
                    arguments, database: database.url, input: "entry,exit\n2025-01-01 08:00:00,2025-01-01 09:00:00\n",
                    environment: ["MIGRATION_DATABASE_URL": database.url])
                #expect(run.code == 69, "\(arguments): \(run.errors)")
                #expect(run.errors.contains("into MIGRATION_DATABASE_URL"), "\(arguments): \(run.errors)")
                #expect(run.errors.contains("permission denied"), "\(arguments): \(run.errors)")
            }
        }
    }
}
