import TestSupport
import Foundation
import Postgres
import Testing

/// What the program does with a database whose schema is not its own.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct SchemaTests {
    private static let stays = "entry,exit\n2025-01-01 08:00:00,2025-01-01 09:00:00\n"

    private static func commands(_ card: String) -> [[String]] {
        [
            ["command", "plate-seen", "-g", "mitte", #"{"plate": "A 1", "gate": "entry"}"#],
            ["import", "-g", "new", "--time-zone", "Europe/Berlin", "-"], ["publish", card, "-g", "mitte"],
            ["rebuild"], ["replay", "-g", "mitte"], ["show", "occupancy", "-g", "mitte"],
            ["explain", "2", "-g", "mitte"], ["quote", "-g", "mitte", "--subscriptions"],
            ["backtest", card, "-g", "mitte", "--from", "2025-01-01", "--to", "2025-01-02"], ["serve", "--port", "0"],
        ]
    }

    /// Runs every command that works on a database, and expects that each refuses with this sentence.
    private static func expectRefused(_ sentence: String, by database: Database) async throws {
        try await Files.with { files in
            let card = try files.write("card.json", Files.card(Files.hourly))
            for arguments in commands(card) {
                let run = try await Program.run(arguments, database: database.url, input: stays)
                #expect(run.code == 69, "\(arguments): \(run.errors)")
                #expect(run.errors.contains(sentence), "\(arguments): \(run.errors)")
                #expect(run.output.isEmpty, "\(arguments): \(run.output)")
            }
        }
    }

    private static func change(_ database: Database, _ statement: Statement) async throws {
        let connection = try await TestDatabase.connect(to: database.configuration)
        try await connection.run { try $0.script(statement) }
        await connection.close()
    }

    private static func garage(in database: Database) async throws {
        let run = try await Program.run(
            ["import", "-g", "mitte", "--time-zone", "Europe/Berlin", "-"], database: database.url, input: stays)
        try #require(run.code == 0, "\(run.errors)")
    }

    /// Brings a database up to date, and expects that everything works once somebody has done the rest.
    private static func expectCured(_ database: Database, printing line: String, _ rest: Statement = "") async throws {
        let cured = try await Program.run(["migrate"], database: database.url)
        #expect(cured.code == 0, "\(cured.errors)")
        #expect(cured.output.contains(line), "\(cured.output)")
        try await change(database, rest)
        for arguments in [
            ["show", "occupancy", "-g", "mitte"],
            ["command", "plate-seen", "-g", "mitte", #"{"plate": "A 1", "gate": "entry"}"#],
        ] {
            let run = try await Program.run(arguments, database: database.url)
            #expect(run.code == 0, "\(arguments): \(run.errors)")
        }
        let again = try await Program.run(["migrate"], database: database.url)
        #expect(again.output == "The database is up to date.\n")
    }

    @Test func `a newer schema is refused by everyone who would read or write it`() async throws {
        try await Database.with { database in
            try await Self.garage(in: database)
            let events = try await database.events()
            try await Self.change(database, "insert into parklog_migrations (name, digest) values ('V9999__later', '')")
            try await Self.expectRefused("V9999__later, which this parklog does not know; use a newer", by: database)
            let migrated = try await Program.run(["migrate"], database: database.url)
            #expect(migrated.code == 69)
            #expect(migrated.errors.contains("use a newer parklog"))
            #expect(try await database.events() == events)
        }
    }

    @Test func `a schema that is missing or older is refused with the way to mend it`() async throws {
        let server = try #require(TestDatabase.server)
        try await TestDatabase.with(migrated: false, on: server) { configuration in
            let empty = try await Database(server, configuration)
            try await Self.expectRefused("The database has no schema yet: run parklog migrate", by: empty)
        }
        try await Database.with { database in
            try await Self.garage(in: database)
            try await Self.change(database, "update parklog_functions set digest = '' where name = 'log.append'")
            try await Self.expectRefused("The database lacks log.append: run parklog migrate", by: database)
            try await Self.expectCured(database, printing: "migrated  log.append")
        }
    }

    @Test func `rights that a restore has lost are named, and migrate grants them again`() async throws {
        try await Database.with { database in
            try await Self.garage(in: database)
            try await Self.change(database, "drop owned by parklog_service, parklog_reporting")
            let lost = "the right of parklog_service to usage on schema log"
            try await Self.expectRefused(lost, by: database)
            try await Self.expectCured(database, printing: lost)
        }
    }

    @Test func `roles that a restore has lost are named, and migrate makes them`() async throws {
        try #require(ThrowawayServer.isAvailable)
        try await ThrowawayServer.with { server in
            let database = try await Database(server.configuration, server.configuration).migrated()
            try await Self.garage(in: database)
            try await Self.change(
                database,
                "drop owned by parklog_service, parklog_reporting; drop role parklog_service; drop role parklog_reporting"
            )
            try await Self.expectRefused("The server lacks the roles parklog_reporting, parklog_service", by: database)
            try await Self.expectCured(
                database, printing: "the right of parklog_service to usage on schema log",
                "grant parklog_service to parklog_test_app")

            try await Self.change(database, "create role app login")
            let app = Database(
                url: database.url.replacing("user=parklog_test_app", with: "user=app"),
                configuration: database.configuration)
            try await Self.expectRefused("grant parklog_service to app", by: app)
        }
    }
}
