import Access
import ArgumentParser
import Desks
import EventLog
import HTTPAPI
import Hummingbird
import Logging
import Meters
import Hosting
import Postgres
import Projections
import ServiceLifecycle
import Settings
import SystemTime

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve commands and queries over HTTP, and keep the read models up to date.",
        discussion: """
            Whoever asks says who they are by a token, which parklog token gives out. With a certificate and its key it speaks \
            TLS, and listens where it is told; without, on the loopback only, where a proxy that ends TLS may make it known.
            """)

    @OptionGroup var serving: ServeOptions
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let settings = try shared.settings(serving.flags)
            let (logger, told) = (settings.logger(), try ServeSettings(settings))
            try await withDatabase(settings, with: .serving(whateverTheClock: told.isAcceptingClock)) {
                database, stop in
                try await serve(database, told, stop: stop, logger: logger) { port in
                    Terminal.announce(
                        "parklog listens on \(told.address(port: port))"
                            + (told.isAskingNobody
                                ? " and asks nobody for a token" : "; parklog token gives tokens out"))
                }
            }
        }
    }
}

/// Serves until it is stopped; then no more requests are taken, and those under way are answered.
func serve(
    _ database: Database, _ told: ServeSettings, stop: StopSignal, logger: Logger,
    onListening: @escaping @Sendable (Int) async -> Void
) async throws {
    let (port, isAskingNobody, limits) = (told.port, told.isAskingNobody, told.limits)
    try FileLimit.allow(connections: limits.connections)
    let patience = database.patience
    // Commands have connections of their own: however many read, and however slowly, the log takes what gates report.
    let pool = PostgresPool(
        database.gates(eachStatementWithin: patience.total), size: 8, deadline: patience.forAnswers,
        doubt: patience.total / 2, logger: logger)
    let readers = PostgresPool(
        database.service(eachStatementWithin: told.readingDeadline), size: told.readers,
        deadline: patience.forAnswers, doubt: patience.total / 2, logger: logger)
    let notifier = AppendNotifier(ProjectionRunner.channel, pool: pool, logger: logger)
    let meters = Meters()
    let hosts = GarageHosts(
        log: PostgresEventLog(pool), snapshots: PostgresSnapshots(pool), zones: database.zones,
        idle: .seconds(60 * told.garageIdle), patience: patience, meters: meters, logger: logger,
        appended: { notifier.appended($0, events: $1) })
    let (drain, times) = (Drain(), told.draining)
    let parts = Parts()
    let drained = Drained(drain, parts, logger: logger)
    let erasures = ErasureWatch(hosts, log: PostgresEventLog(pool), logger: logger)
    let retention = Retention(
        days: told.retention, keyDays: told.keyRetention, hosts, log: PostgresEventLog(readers), logger: logger)
    let verifier = TokenVerifier(clock: systemClock)
    let others = OtherIssuers(told.issuers, clock: systemClock, logger: logger)
    let watch = AccessWatch(verifier, pool, others: others, logger: logger)
    let progress = Progress()
    let http = HTTPAPI(
        hosts: hosts, pool: pool, readers: readers, progress: progress,
        authentication: isAskingNobody
            ? .none : .tokens(verifier, within: RequestLimits(token: told.rate, clock: systemClock)),
        limits: limits, desks: Desks(told.desks), copyKey: told.copyKey, meters: meters, drain: drain)
    let transport = try told.transport(logger)
    let listener = Listener(
        http.application(transport, port: port, logger: logger, onListening: onListening), drain, logger: logger)
    let loopback = transport.loopback ?? .v4
    let metrics = told.metricsPort.map { port in
        Listener(
            http.metrics(host: loopback, port: port, of: transport, logger: logger) { port in
                Terminal.announce("metrics are at http://\(loopback.rawValue):\(port)/metrics")
            }, drain, logger: logger)
    }
    let runner = ProjectionRunner(
        database.gates(eachStatementWithin: .seconds(30)), codec: database.codec, progress: progress, logger: logger)
    // Stopped in the reverse order: first readiness, then the door and the garages, last what hangs on them.
    let hanging: [(String, (any Service)?)] = [
        ("notifications", notifier), ("read models", runner), ("garages", hosts), ("erasures", erasures),
        ("retention", retention.isOfUse ? retention : nil), ("access", isAskingNobody ? nil : watch),
        ("issuers", isAskingNobody || told.issuers.isEmpty ? nil : others), ("certificate", transport.certificate),
        ("metrics", metrics), ("connections", listener),
    ]
    let services: [any Service] =
        [drained] + hanging.compactMap { name, service in service.map { parts.part(name, $0) } }
        + [ReadinessFirst(drain: drain, delay: times.delay) { listener.error == nil && metrics?.error == nil }]
    var configuration = ServiceGroupConfiguration(
        services: services.map {
            .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
        }, logger: logger)
    configuration.maximumGracefulShutdownDuration = times.deadline
    let group = ServiceGroup(configuration: configuration)
    stop.onStop { await group.triggerGracefulShutdown() }
    do {
        if !isAskingNobody {
            await others.look()
            try await watch.lookFirst()
        }
        try await group.run()
    } catch {
        await readers.close()
        await pool.close()
        throw error
    }
    await readers.close()
    await pool.close()
    // By a second signal, which waits for nothing.
    try Task.checkCancellation()
    if drained.wasCut { throw Failure.cutOff(after: times.deadline) }
    if let error = listener.error { throw Failure(error, listeningOn: port, of: transport.host) }
    if let metricsPort = told.metricsPort, let error = metrics?.error {
        throw Failure(error, listeningOn: metricsPort, of: loopback.rawValue, option: "--metrics-port")
    }
}
