public import Hummingbird
import HummingbirdCore
public import Logging
public import Hosting
public import Meters
import Projections
public import Postgres

/// The service's HTTP interface, as `openapi.yaml` describes it.
public struct HTTPAPI: Sendable {
    let hosts: GarageHosts
    let queries: Queries
    let pool: PostgresPool
    let limits: DoorLimits
    let authentication: Authentication
    let meters: Meters
    let drain: Drain
    let copyKey: String?

    static let serverName = "parklog"

    /// An interface to the garages of some hosts and to the read models of a database.
    ///
    /// - Parameter copyKey: where the key is that signs copies for gates; nil where none does.
    public init(
        hosts: GarageHosts, pool: PostgresPool, authentication: Authentication, limits: DoorLimits = DoorLimits(),
        copyKey: String? = nil, meters: Meters = Meters(), drain: Drain = Drain()
    ) {
        self.drain = drain
        self.copyKey = copyKey
        self.meters = meters
        self.authentication = authentication
        self.hosts = hosts
        self.pool = pool
        self.limits = limits
        queries = Queries(pool: pool, hosts: hosts)
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
        CommandRoutes(hosts: hosts, queries: queries, bodies: bodies).add(to: router)
        QueryRoutes(queries: queries).add(to: router)
        CopyRoutes(queries: queries, pool: pool, keyFile: copyKey).add(to: router)
        QuoteRoutes(queries: queries, bodies: bodies, meters: meters).add(to: router)
        HealthRoutes(pool: pool, drain: drain, namesGarages: isAskingNobody).add(to: router)
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
        MetricsRoutes(meters: meters, pool: pool, hosts: hosts, certificate: transport.certificate).add(to: router)
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
