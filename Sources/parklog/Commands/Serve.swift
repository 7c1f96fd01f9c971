import ArgumentParser
import EventLog
import HTTPAPI
import Hummingbird
import Logging
import Hosting
import Postgres
import Projections
import ServiceLifecycle

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve commands and queries over HTTP, and keep the read models up to date.",
        discussion: "Until there are access tokens, the service listens on the loopback only.")

    @Option(help: "The loopback address to listen on: 127.0.0.1, ::1 or localhost.")
    var host: String = "127.0.0.1"

    @Option(help: "How many connections are served at the same time; the next is told to try again.")
    var connections: Int = DoorLimits().connections

    @Flag(help: "Start although this machine's clock is behind what the log took last.")
    var acceptClock = false

    @OptionGroup var listening: PortOption
    @OptionGroup var log: LogOptions

    func validate() throws {
        guard HTTPAPI.Loopback(rawValue: host) != nil else {
            throw ValidationError(
                "--host must be 127.0.0.1, ::1 or localhost: without access tokens nobody else may reach the service.")
        }
        guard (1...FileLimit.mostConnections).contains(connections) else {
            throw ValidationError("--connections must be from 1 to \(FileLimit.mostConnections).")
        }
    }

    func run() async throws {
        try await ending {
            let logger = log.logger()
            let (host, port) = (HTTPAPI.Loopback(rawValue: host)!, listening.port)
            let limits = DoorLimits(connections: connections)
            try await withDatabase(logger, with: .serving(whateverTheClock: acceptClock)) { database, stop in
                try await serve(database, host: host, port: port, limits: limits, stop: stop, logger: logger) { port in
                    Terminal.announce("parklog listens on http://\(host.rawValue):\(port)")
                }
            }
        }
    }
}

/// Serves until it is stopped; then no more requests are taken, and those under way are answered.
func serve(
    _ database: Database, host: HTTPAPI.Loopback, port: Int, limits: DoorLimits = DoorLimits(), stop: StopSignal,
    logger: Logger,
    onListening: @escaping @Sendable (Int) async -> Void
) async throws {
    try FileLimit.allow(connections: limits.connections)
    let pool = PostgresPool(database.service, size: 8, logger: logger)
    let notifier = AppendNotifier(ProjectionRunner.channel, pool: pool, logger: logger)
    let hosts = GarageHosts(
        log: PostgresEventLog(pool), zones: database.zones, logger: logger, appended: { notifier.appended($0) })
    let http = HTTPAPI(hosts: hosts, pool: pool, limits: limits).application(
        host: host, port: port, logger: logger, onListening: onListening)
    let listener = Listener(http)
    let runner = ProjectionRunner(database.service, codec: database.codec, logger: logger)
    // Stopped in the reverse order: first the door, then the garages, last what hangs on them.
    let services: [any Service] = [notifier, runner, hosts, listener]
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: services.map {
                .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
            }, logger: logger))
    stop.onStop { await group.triggerGracefulShutdown() }
    do {
        try await group.run()
    } catch {
        await pool.close()
        throw error
    }
    await pool.close()
    if let error = listener.error { throw Failure(error, listeningOn: port) }
}
