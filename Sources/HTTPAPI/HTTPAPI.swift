public import Hummingbird
import HummingbirdCore
public import Logging
public import Hosting
import Projections
public import Postgres

/// The service's HTTP interface, as `openapi.yaml` describes it.
public struct HTTPAPI: Sendable {
    let hosts: GarageHosts
    let queries: Queries
    let pool: PostgresPool
    let limits: DoorLimits

    static let serverName = "parklog"

    /// An interface to the garages of some hosts and to the read models of a database.
    public init(hosts: GarageHosts, pool: PostgresPool, limits: DoorLimits = DoorLimits()) {
        self.hosts = hosts
        self.pool = pool
        self.limits = limits
        queries = Queries(pool: pool, hosts: hosts)
    }

    /// Where a service that asks nobody who they are may listen.
    public enum Loopback: String, Sendable, CaseIterable {
        case v4 = "127.0.0.1"
        case v6 = "::1"
        case name = "localhost"
    }

    /// Every route.
    public var router: Router<HTTPContext> {
        let bare = Router(context: HTTPContext.self)
        addRoutes(to: bare)
        let router = Router(context: HTTPContext.self, options: .autoGenerateHeadEndpoints)
        router.middlewares.add(RequestLog())
        router.middlewares.add(ProblemMiddleware(addresses: Addresses(of: bare)))
        router.middlewares.add(LoopbackMiddleware())
        addRoutes(to: router)
        return router
    }

    private func addRoutes(to router: Router<HTTPContext>) {
        let bodies = RequestBodies(limits)
        CommandRoutes(hosts: hosts, bodies: bodies).add(to: router)
        QueryRoutes(queries: queries).add(to: router)
        QuoteRoutes(queries: queries, bodies: bodies).add(to: router)
        HealthRoutes(pool: pool).add(to: router)
        DocumentRoutes().add(to: router)
    }

    /// The server, which listens on the loopback only until there are access tokens.
    public func application(
        host: Loopback, port: Int, logger: Logger, onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            router: router,
            server: HTTPServerBuilder { [limits] responder in Door(responder: responder, limits: limits) },
            configuration: ApplicationConfiguration(
                address: .hostname(host.rawValue, port: port), serverName: HTTPAPI.serverName),
            onServerRunning: { await onListening($0.localAddress?.port ?? port) }, logger: logger)
    }
}
