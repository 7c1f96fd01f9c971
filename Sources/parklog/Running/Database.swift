import EventLog
import Foundation
import Logging
import Parking
import Postgres
import PrivateCluster
import Projections
import SystemTime

/// The database that the commands of this process work on: `DATABASE_URL`'s, or that of the private cluster.
struct Database: Sendable {
    /// Everything: for migrations, rebuilds and imports.
    let owner: PostgresConfiguration
    /// Least privilege: for the service.
    let service: PostgresConfiguration
    /// Whether this process looks after the server.
    let isPrivate: Bool
    let zones = ZoneDatabase()

    private let cluster: PrivateCluster?

    var codec: EventCodec { EventCodec(zones: { [zones] in zones.rules($0) }) }

    /// Opens the database; a private one is made and started where it has to be.
    static func open(_ logger: Logger) async throws -> Database {
        let environment = ProcessInfo.processInfo.environment
        if let url = environment["DATABASE_URL"], !url.isEmpty {
            return Database(PostgresConfiguration(url: url), cluster: nil)
        }
        let location = try await ClusterLocation.resolve(
            projectFolder: FileManager.default.currentDirectoryPath, environment: environment)
        if let note = location.note { Terminal.note(note) }
        let cluster = try await PrivateCluster.open(at: location, logger: logger)
        do {
            let server = PostgresConfiguration(url: cluster.url)
            try await createDatabase(server, logger)
            return Database(server.database("parklog"), cluster: cluster)
        } catch {
            await cluster.leave()
            throw error
        }
    }

    private init(_ owner: PostgresConfiguration, cluster: PrivateCluster?) {
        self.owner = owner
        var service = owner.role("parklog_service")
        service.statementTimeoutMilliseconds = 30_000
        self.service = service
        self.cluster = cluster
        isPrivate = cluster != nil
    }

    private static func createDatabase(_ server: PostgresConfiguration, _ logger: Logger) async throws {
        let connection = try await PostgresConnection.connect(server, logger: logger)
        do {
            try await connection.run { session in
                let rows = try session.query("select from pg_database where datname = 'parklog'")
                if rows.isEmpty { try session.script("create database parklog") }
            }
        } catch let error as PostgresError
            where error.sqlState == .duplicateDatabase || error.sqlState == .uniqueViolation
        {
            // Another parklog was faster.
        }
        await connection.close()
    }

    /// Brings the schema and the read models up to date.
    func migrate(_ logger: Logger) async throws -> (migrations: [String], models: [String]) {
        let connection = try await PostgresConnection.connect(owner, logger: logger)
        do {
            let migrations = try await Migrator().migrate(connection)
            let models = try await Projections.Rebuild.install(connection, codec: codec)
            await connection.close()
            return (migrations, models)
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Gives the private server back; the last one to leave stops it.
    func close() async {
        await cluster?.leave()
    }
}
