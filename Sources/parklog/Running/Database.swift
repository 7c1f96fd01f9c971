import EventLog
import Foundation
import Hosting
import Logging
import Parking
import Postgres
import PrivateCluster
import Projections
import Settings
import SystemTime

/// The database that the commands of this process work on: that of `DATABASE_URL`, or that of the private cluster.
struct Database: Sendable {
    /// Whoever owns the schema, for migrations, rebuilds and imports: `MIGRATION_DATABASE_URL`'s login, or else the service's.
    let owner: PostgresConfiguration
    /// The service's login, `DATABASE_URL`'s, with all that it may do.
    let login: PostgresConfiguration
    /// That login with the rights of the service's role and no others.
    let service: PostgresConfiguration
    /// Whether this process looks after the server.
    let isPrivate: Bool
    /// How long whoever asks the service waits for the database.
    let patience: Patience
    let zones = ZoneDatabase()

    private let cluster: PrivateCluster?

    var codec: EventCodec { EventCodec(zones: { [zones] in zones.rules($0) }) }

    /// Opens the database; a private one is made and started where it has to be.
    static func open(_ settings: Settings, _ logger: Logger) async throws -> Database {
        let patience = Patience(.seconds(settings.number(.databasePatience) ?? 2))
        if let url = settings.text(.databaseURL) {
            let login = try configuration(url, passwordIn: settings.text(.databasePasswordFile))
            let owner = try settings.text(.migrationDatabaseURL).map {
                try configuration($0, passwordIn: settings.text(.migrationDatabasePasswordFile))
            }
            return Database(
                owner: owner ?? login, login: login, patience: patience, cluster: nil,
                archives: settings.text(.archives))
        }
        var environment = ProcessInfo.processInfo.environment
        environment["PARKLOG_HOME"] = settings.text(.home)
        let location = try await ClusterLocation.resolve(
            projectFolder: FileManager.default.currentDirectoryPath, environment: environment)
        if let note = location.note { Terminal.note(note) }
        let cluster = try await PrivateCluster.open(at: location, logger: logger)
        do {
            let database = try await PrivateDatabase.make(in: cluster, logger)
            return Database(
                owner: database.owner, login: database.service, patience: patience, cluster: cluster,
                archives: settings.text(.archives))
        } catch {
            await cluster.leave()
            throw error
        }
    }

    private init(
        owner: PostgresConfiguration, login: PostgresConfiguration, patience: Patience, cluster: PrivateCluster?,
        archives: String?
    ) {
        var (owner, login) = (owner, login)
        (owner.archives, login.archives) = (archives, archives)
        self.patience = patience
        self.owner = owner
        self.login = login
        var service = login.role("parklog_service")
        service.statementTimeoutMilliseconds = 30_000
        service.farewell = patience.farewell
        service.looksUpByKey = true
        self.service = service
        self.cluster = cluster
        isPrivate = cluster != nil
    }

    private static func configuration(_ url: String, passwordIn file: String?) throws -> PostgresConfiguration {
        let configuration = PostgresConfiguration(url: url)
        guard let file else { return configuration }
        let text = String(decoding: try FileBytes.read(file), as: UTF8.self)
        return configuration.password(text.trimmingCharacters(in: .newlines))
    }

    /// The service's role where each statement has so long, also one that waits for a lock: the server ends what nobody waits for,
    /// whatever becomes of this process.
    func service(eachStatementWithin deadline: Duration) -> PostgresConfiguration {
        var service = service
        let (seconds, attoseconds) = deadline.components
        service.statementTimeoutMilliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
        return service
    }

    /// The same for those that ask a few things only, and those often: the garages' hosts and the read models' runner.
    func gates(eachStatementWithin deadline: Duration) -> PostgresConfiguration {
        var gates = service(eachStatementWithin: deadline)
        gates.plansOnce = true
        return gates
    }

    /// Brings the schema and the read models up to date.
    func migrate(_ logger: Logger) async throws -> (migrations: [String], models: [String]) {
        let connection = try await PostgresConnection.connect(owner, logger: logger)
        do {
            let migrations = try await Migrator().migrate(connection)
            let models = try await Projections.Rebuild.install(connection, codec: codec) { sick in
                logger.error("a read model cannot take a garage in", metadata: ["sick": "\(sick)"])
            }
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
