public import Desks
public import Hummingbird
import HummingbirdCore
public import Logging
public import Hosting
public import Meters
import EventLog
public import Projections
public import Postgres
public import Quoting
public import Tariffs

/// The service's HTTP interface, as `openapi.yaml` describes it.
public struct HTTPAPI: Sendable {
    let hosts: GarageHosts
    let queries: Queries
    let pool: PostgresPool
    let readers: PostgresPool
    let desks: Desks
    let quoteWork: WorkBudget
    let limits: DoorLimits
    let authentication: Authentication
    let meters: Meters
    let drain: Drain
    let copyKey: String?

    static let serverName = "parklog"

    /// An interface to the garages of some hosts and to the read models of a database.
    ///
    /// - Parameters:
    ///   - pool: through which commands reach the log.
    ///   - readers: through which questions are answered; nil for the same.
    ///   - progress: tells when the read models have moved.
    ///   - desks: where those are served who can wait.
    ///   - quoteWork: how much one quote may ask for.
    ///   - copyKey: where the key is that signs copies for gates; nil where none does.
    public init(
        hosts: GarageHosts, pool: PostgresPool, readers: PostgresPool? = nil, progress: Progress = Progress(),
        authentication: Authentication, limits: DoorLimits = DoorLimits(), desks: Desks = Desks(),
        quoteWork: WorkBudget = RateTester.usualWork,
        copyKey: String? = nil, meters: Meters = Meters(), drain: Drain = Drain()
    ) {
        self.drain = drain
        self.copyKey = copyKey
        self.meters = meters
        self.authentication = authentication
        self.hosts = hosts
        self.pool = pool
        self.limits = limits
        self.readers = readers ?? pool
        self.desks = desks
        self.quoteWork = quoteWork
        queries = Queries(
            pool: self.readers, hosts: hosts, log: readers.map { PostgresEventLog($0) }, progress: progress,
            desks: desks)
    }

    /// Where a service may listen that ends no TLS and has no proxy before it.
    public enum Loopback: String, Sendable, CaseIterable {
        case v4 = "127.0.0.1"
        case v6 = "::1"
        case name = "localhost"
    }

    /// Every route.
    ///
    /// - Parameter proxies: who is believed when it names its client.
    public func router(behind proxies: TrustedProxies = .none) -> Router<HTTPContext> {
        let bare = Router(context: HTTPContext.self)
        addRoutes(to: bare)
        let router = Router(context: HTTPContext.self, options: .autoGenerateHeadEndpoints)
        router.middlewares.add(TraceMiddleware())
        router.middlewares.add(OriginMiddleware(proxies: proxies))
        router.middlewares.add(RequestLog())
        router.middlewares.add(DrainMiddleware(drain: drain))
        router.middlewares.add(ProblemMiddleware(addresses: Addresses(of: bare), meters: meters))
        // A page of another origin has no token to send.
        if isAskingNobody { router.middlewares.add(LoopbackMiddleware()) }
        router.middlewares.add(AccessMiddleware(authentication: authentication, meters: meters))
        addRoutes(to: router)
        return router
    }

    private var isAskingNobody: Bool {
        if case .none = authentication { true } else { false }
    }

    private func addRoutes(to router: Router<HTTPContext>) {
        let bodies = RequestBodies(limits)
        // What a command has to look up waits for no reader.
        CommandRoutes(hosts: hosts, queries: Queries(pool: pool, hosts: hosts), bodies: bodies).add(to: router)
        QueryRoutes(queries: queries, desks: desks).add(to: router)
        CopyRoutes(queries: queries, pool: readers, desks: desks, keyFile: copyKey).add(to: router)
        RetryRoutes(pool: readers).add(to: router)
        QuoteRoutes(queries: queries, bodies: bodies, desks: desks, work: quoteWork, meters: meters).add(to: router)
        HealthRoutes(pool: pool, hosts: hosts, drain: drain, namesGarages: isAskingNobody).add(to: router)
        DocumentRoutes().add(to: router)
    }

    /// What is counted, on the loopback and at a port of its own: whoever watches the service has no token.
    ///
    /// - Parameter transport: that of the service, whose certificate is watched.
    public func metrics(
        host: Loopback, port: Int, of transport: Transport, logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let router = Router(context: HTTPContext.self)
        MetricsRoutes(
            meters: meters, pool: pool, readers: readers, hosts: hosts, desks: desks, certificate: transport.certificate
        ).add(to: router)
        return Application(
            router: router,
            server: HTTPServerBuilder { responder in
                Door(responder: responder, limits: DoorLimits(connections: 16), transport: .loopback(host))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(host.rawValue, port: port), serverName: HTTPAPI.serverName),
            onServerRunning: { await onListening($0.localAddress?.port ?? port) }, logger: logger)
    }

    /// The server.
    public func application(
        _ transport: Transport, port: Int, logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            router: router(behind: transport.proxies),
            server: HTTPServerBuilder { [limits, drain] responder in
                Door(responder: responder, limits: limits, transport: transport, drain: drain)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(transport.host, port: port), serverName: HTTPAPI.serverName),
            onServerRunning: { await onListening($0.localAddress?.port ?? port) }, logger: logger)
    }
}
