import TestSupport
import EventLog
import Foundation
import Postgres
import Testing

/// A database that the program works on, and that a test looks into.
struct Database: Sendable {
    /// For `DATABASE_URL`: a login that is a member of the service's role and nothing more.
    let url: String
    let configuration: PostgresConfiguration

    /// Lends one on the tests' server, with schema and read models.
    static func with<R>(_ body: (Database) async throws -> R) async throws -> R {
        let server = try #require(TestDatabase.server)
        return try await TestDatabase.with(migrated: true, on: server) { configuration in
            try await body(try await Database(server, configuration).migrated())
        }
    }

    init(url: String, configuration: PostgresConfiguration) {
        self.url = url
        self.configuration = configuration
    }

    init(_ server: PostgresConfiguration, _ configuration: PostgresConfiguration) async throws {
        self.configuration = configuration
        let connection = try await TestDatabase.connect(to: configuration)
        let name = try await connection.run { session in
            try session.script(Database.makeLogin)
            return try session.query("select current_database()")[0].text(0)
        }
        await connection.close()
        url = server.url + (server.url.contains("?") ? "&" : "?") + "dbname=" + name + Database.login
    }

    private static let login = "&user=parklog_test_app"

    /// For `MIGRATION_DATABASE_URL`, where the one for `DATABASE_URL` is that of the login.
    static func ownerURL(of url: String) -> String? {
        url.hasSuffix(login) ? String(url.dropLast(login.count)) : nil
    }

    private static let makeLogin: Statement = """
        do $$ begin
            begin
                create role parklog_service nologin;
            exception
                when duplicate_object or unique_violation then null;
            end;
            begin
                create role parklog_test_app login in role parklog_service;
            exception
                when duplicate_object or unique_violation then null;
            end;
        end $$
        """

    func migrated() async throws -> Database {
        let migrated = try await Program.run(["migrate"], database: url)
        try #require(migrated.code == 0, "\(migrated.errors)")
        return self
    }

    /// The events of a garage.
    func events(of garage: String = "mitte") async throws -> [StoredEvent] {
        let connection = try await TestDatabase.connect(to: configuration)
        let events = try await connection.run { try $0.events(of: garage, after: 0, limit: .max) }
        await connection.close()
        return events
    }
}
