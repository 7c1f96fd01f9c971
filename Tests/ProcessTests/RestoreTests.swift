import EventLog
import Foundation
import Postgres
import TestSupport
import Testing

/// A dump by PostgreSQL's own tools, in a cluster that has never heard of Parklog.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)), .serialized)
struct RestoreTests {
    /// The database that was dumped, and the files beside it.
    private struct Dumped {
        let database: Database
        let files: Files

        var dump: String { files.path("parklog.sql") }

        func run(_ arguments: String..., on other: Database? = nil) async throws -> (
            code: Int32, output: String, errors: String
        ) {
            try await Program.run(
                arguments, database: (other ?? database).url,
                environment: ["PARKLOG_HEAD_KEY": files.path("head-key.json")])
        }

        func enter(_ car: Int, on other: Database? = nil) async throws {
            let sent = try await run(
                "command", "gate-open", "-g", "mitte", #"{"gate": "in", "plate": "B-RS \#(car)"}"#, on: other)
            try #require(sent.code == 0, "\(sent)")
        }

        /// What is printed is written into a file; its path.
        func keep(_ name: String, _ arguments: String...) async throws -> String {
            let run = try await Program.run(
                arguments, database: database.url, environment: ["PARKLOG_HEAD_KEY": files.path("head-key.json")])
            try #require(run.code == 0, "\(run)")
            return try files.write(name, run.output)
        }
    }

    /// A garage in a database that was dumped behind its third car.
    private func withDump(_ body: (Dumped) async throws -> Void) async throws {
        try #require(ThrowawayServer.isAvailable)
        try await Database.with { database in
            try await Files.with { files in
                let dumped = Dumped(database: database, files: files)
                let settings = """
                    {"name": "Mitte", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": 50, "admission": "open",
                     "gates": [{"id": "in", "lane": "in"}, {"id": "out", "lane": "out"}]}
                    """
                let configured = try await dumped.run("command", "configure-garage", "-g", "mitte", settings)
                try #require(configured.code == 0, "\(configured)")
                for car in 1...3 { try await dumped.enter(car) }
                let rebuilt = try await dumped.run("rebuild")
                try #require(rebuilt.code == 0, "\(rebuilt)")
                let url = try #require(Database.ownerURL(of: database.url))
                try #require(try Self.tool("pg_dump", "--dbname", url, "--file", dumped.dump) == 0)
                try await body(dumped)
            }
        }
    }

    /// Takes the dump into a server's own database, as its superuser would: what cannot be granted to nobody is passed over.
    ///
    /// - Parameter withRoles: whether the server has the roles that the dump names, its owner's too.
    private func restore(
        _ dumped: Dumped, into server: ThrowawayServer, withRoles: Bool
    ) async throws -> Database {
        try await change(server, "create role parklog_test_app login")
        var url = server.configuration.url + "&dbname=postgres"
        if withRoles {
            let source = try await TestDatabase.connect(to: dumped.database.configuration)
            let owner = try await source.run { try $0.query("select current_user::text")[0].text(0) }
            await source.close()
            url += "&user=\(owner)"
            let roles = ["parklog_service", "parklog_reporting", "parklog_plates"]
            for statement in roles.map({ "create role \($0) nologin" }) + [
                "grant parklog_service to parklog_test_app", "create role \(owner) login",
                "alter database postgres owner to \(owner)",
            ] { try await change(server, Statement(embedded: Array(statement.utf8))) }
        }
        _ = try Self.tool("psql", "-X", "-q", "-f", dumped.dump, server.configuration.url)
        return Database(
            url: url + "&user=parklog_test_app", configuration: PostgresConfiguration(url: url))
    }

    private func change(_ server: ThrowawayServer, _ script: Statement) async throws {
        let owner = try await TestDatabase.connect(to: server.configuration)
        try await owner.run { try $0.script(script) }
        await owner.close()
    }

    private static func tool(_ arguments: String...) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Everything is as it was, goes on, and is served.
    private func expectWhole(_ dumped: Dumped, _ restored: Database, _ events: [StoredEvent]) async throws {
        #expect(try await restored.events() == events)
        let migrated = try await dumped.run("migrate", on: restored)
        #expect(migrated.output == "The database is up to date.\n", "\(migrated)")
        let verified = try await dumped.run("verify", on: restored)
        #expect(verified.code == 0, "\(verified)")
        let shown = try await dumped.run("show", "occupancy", "-g", "mitte", "--format", "json", on: restored)
        #expect(shown.code == 0 && shown.output.contains(#""inside":3"#), "\(shown)")
    }

    @Test func `without the roles it is said what is missing, and migrate makes up for it`() async throws {
        try await withDump { dumped in
            let events = try await dumped.database.events()
            try await ThrowawayServer.with { server in
                let restored = try await restore(dumped, into: server, withRoles: false)
                for arguments in [
                    ["show", "occupancy", "-g", "mitte"], ["serve", "--port", "0"],
                    ["command", "exit", "-g", "mitte", #"{"gate": "out", "plate": "B-RS 1"}"#],
                ] {
                    let run = try await Program.run(arguments, database: restored.url)
                    #expect(run.code == 69 && run.output.isEmpty, "\(arguments) \(run)")
                    #expect(run.errors.contains("The server lacks the roles "), "\(arguments) \(run)")
                    #expect(run.errors.contains("run parklog migrate"), "\(arguments) \(run)")
                }
                let migrated = try await dumped.run("migrate", on: restored)
                #expect(migrated.code == 0, "\(migrated)")
                #expect(
                    migrated.output.contains("the right of parklog_service to usage on schema log"), "\(migrated)")
                // Whose login the service is, nobody but an administrator says.
                let refused = try await dumped.run("show", "occupancy", "-g", "mitte", on: restored)
                #expect(refused.code == 69, "\(refused)")
                #expect(refused.errors.contains("grant parklog_service to parklog_test_app"), "\(refused)")
                try await change(server, "grant parklog_service to parklog_test_app")
                try await expectWhole(dumped, restored, events)
            }
        }
    }

    @Test func `with the roles it goes on at once, and a service is ready`() async throws {
        try await withDump { dumped in
            let events = try await dumped.database.events()
            try await ThrowawayServer.with { server in
                let restored = try await restore(dumped, into: server, withRoles: true)
                try await expectWhole(dumped, restored, events)
                let service = try await Service.start(database: restored.url)
                try await until { try await service.get("/health/ready").status == 200 }
                let left = try await service.command("exit", #"{"gate": "out", "plate": "B-RS 1"}"#)
                #expect(left.status == 200, "\(left)")
                await service.stop()
            }
        }
    }

    @Test func `a dump that is older than the signed heads fits itself, and is named by them for good`() async throws {
        try await withDump { dumped in
            for car in 4...6 { try await dumped.enter(car) }
            let heads = try await dumped.keep("heads.json", "head")
            let keys = try await dumped.keep("keys.json", "head", "--keys")
            try await ThrowawayServer.with { server in
                let restored = try await restore(dumped, into: server, withRoles: true)
                #expect(try await dumped.run("verify", on: restored).code == 0)
                let lost = try await dumped.run("verify", "--against", heads, "--keys", keys, on: restored)
                #expect(lost.code == 65 && lost.output.contains("head-forsaken"), "\(lost)")
                #expect(lost.output.contains("it has lost what came behind"), "\(lost)")
                // Without the public key nobody can tell.
                let unknown = try await dumped.run("verify", "--against", heads, on: restored)
                #expect(unknown.code == 65 && unknown.errors.contains("--keys"), "\(unknown)")
                // It grows beyond them, along another way.
                for car in 7...10 { try await dumped.enter(car, on: restored) }
                let other = try await dumped.run("verify", "--chain", "--against", heads, "--keys", keys, on: restored)
                #expect(other.code == 65 && other.output.contains("the log was written anew"), "\(other)")
            }
        }
    }
}
