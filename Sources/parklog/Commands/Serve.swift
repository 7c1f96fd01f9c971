import Access
import ArgumentParser
import EventLog
import HTTPAPI
import Hummingbird
import Logging
import Meters
import Hosting
import Postgres
import Projections
import ServiceLifecycle
import SystemTime

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve commands and queries over HTTP, and keep the read models up to date.",
        discussion: """
            Whoever asks says who they are by a token, which parklog token gives out. With a certificate and its key it speaks \
            TLS, and listens where it is told; without, on the loopback only, where a proxy that ends TLS may make it known.
            """)

    @Flag(help: "Ask nobody for a token: whoever can reach the loopback of this machine may do everything.")
    var insecureLoopback = false

    @Option(help: "How many connections are served at the same time; the next is told to try again.")
    var connections: Int = DoorLimits().connections

    @Option(help: "The port of /metrics, on the loopback; nothing is told where it is left out.")
    var metricsPort: Int?

    @Flag(help: "Start although this machine's clock is behind what the log took last.")
    var acceptClock = false

    @OptionGroup var transport: TransportOptions
    @OptionGroup var rate: RateOptions
    @OptionGroup var listening: PortOption
    @OptionGroup var log: LogOptions

    func validate() throws {
        guard !insecureLoopback || transport.isLoopbackAlone else {
            throw ValidationError(
                "--insecure-loopback is for this machine alone: leave it out where others come, who need tokens.")
        }
        guard metricsPort.map({ (0...65_535).contains($0) }) ?? true else {
            throw ValidationError("--metrics-port must be from 0 to 65535.")
        }
        guard (1...FileLimit.mostConnections).contains(connections) else {
            throw ValidationError("--connections must be from 1 to \(FileLimit.mostConnections).")
        }
    }

    func run() async throws {
        try await ending {
            let logger = log.logger()
            let (transport, port) = (try transport.transport(logger), listening.port)
            let (limits, isAskingNobody) = (DoorLimits(connections: connections), insecureLoopback)
            let (metricsPort, acceptClock, rate) = (metricsPort, acceptClock, rate.rate)
            try await withDatabase(logger, with: .serving(whateverTheClock: acceptClock)) { database, stop in
                try await serve(
                    database, transport: transport, port: port, metricsPort: metricsPort, limits: limits, rate: rate,
                    isAskingNobody: isAskingNobody, stop: stop, logger: logger
                ) { port in
                    Terminal.announce(
                        "parklog listens on \(transport.address(port: port))"
                            + (isAskingNobody ? " and asks nobody for a token" : "; parklog token gives tokens out"))
                }
            }
        }
    }
}

/// Serves until it is stopped; then no more requests are taken, and those under way are answered.
///
/// - Parameters:
///   - metricsPort: where what is counted is told; nil for nowhere.
///   - isAskingNobody: whether it answers without a token.
func serve(
    _ database: Database, transport: Transport, port: Int, metricsPort: Int? = nil,
    limits: DoorLimits = DoorLimits(), rate: RequestRate = .token, isAskingNobody: Bool, stop: StopSignal,
    logger: Logger,
    onListening: @escaping @Sendable (Int) async -> Void
) async throws {
    try FileLimit.allow(connections: limits.connections)
    let pool = PostgresPool(database.service, size: 8, logger: logger)
    let notifier = AppendNotifier(ProjectionRunner.channel, pool: pool, logger: logger)
    let meters = Meters()
    let hosts = GarageHosts(
        log: PostgresEventLog(pool), zones: database.zones, meters: meters, logger: logger,
        appended: { notifier.appended($0) })
    let verifier = TokenVerifier(clock: systemClock)
    let watch = AccessWatch(verifier, pool, logger: logger)
    let http = HTTPAPI(
        hosts: hosts, pool: pool,
        authentication: isAskingNobody
            ? .none : .tokens(verifier, within: RequestLimits(token: rate, clock: systemClock)),
        limits: limits, meters: meters)
    let listener = Listener(http.application(transport, port: port, logger: logger, onListening: onListening))
    let loopback = transport.loopback ?? .v4
    let metrics = metricsPort.map { port in
        Listener(
            http.metrics(host: loopback, port: port, of: transport, logger: logger) { port in
                Terminal.announce("metrics are at http://\(loopback.rawValue):\(port)/metrics")
            })
    }
    let runner = ProjectionRunner(database.service, codec: database.codec, logger: logger)
    let doors: [(any Service)?] = [transport.certificate, metrics, listener]
    // Stopped in the reverse order: first the door, then the garages, last what hangs on them.
    let services: [any Service] =
        [notifier, runner, hosts] + (isAskingNobody ? [] : [watch]) + doors.compactMap(\.self)
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: services.map {
                .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
            }, logger: logger))
    stop.onStop { await group.triggerGracefulShutdown() }
    do {
        if !isAskingNobody { try await watch.look() }
        try await group.run()
    } catch {
        await pool.close()
        throw error
    }
    await pool.close()
    if let error = listener.error { throw Failure(error, listeningOn: port, of: transport.host) }
    if let metricsPort, let error = metrics?.error {
        throw Failure(error, listeningOn: metricsPort, of: loopback.rawValue, option: "--metrics-port")
    }
}
