import Chronology
import Desks
import TestSupport
import EventLog
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Hosting
import Postgres
import Quoting
import Tariffs
import Testing

/// A test's own garage, asked through HTTP by a client whose every exchange is held against the document.
struct Site: Sendable {
    let garage: String
    let clock: SettableClock
    let hosts: GarageHosts
    let contract: Contract
    let client: any TestClientProtocol
    /// The token that goes with each request.
    var token: String?

    /// The same site, asked by whoever has a token.
    func by(_ token: String?) -> Site {
        var site = self
        site.token = token
        return site
    }

    /// Lends a site whose clock shows a time; its garage is configured unless the capacity is nil.
    ///
    /// - Parameter others: hosts that somebody else runs.
    static func with(
        _ setup: TestingSetup = .router, at time: String = "2026-03-02T08:00:00+01:00", capacity: Int? = 10,
        settings: String = "", pool: PostgresPool? = nil, readers: PostgresPool? = nil,
        hosts others: GarageHosts? = nil,
        patience: Patience = Patience(.seconds(100)), limits: DoorLimits = DoorLimits(),
        transport: Transport = .loopback(.v4), authentication: HTTPAPI.Authentication = .none,
        drain: Drain = Drain(), desks: Desks = Desks(), quoteWork: WorkBudget = RateTester.usualWork,
        token: String? = nil, copyKey: String? = nil,
        _ body: @Sendable (Site) async throws -> Void
    ) async throws {
        let service = try Service.shared
        let clock = SettableClock(try #require(Instant(time)))
        let pool = pool ?? service.pool
        let hosts =
            others
            ?? GarageHosts(
                log: PostgresEventLog(pool), zones: Service.zones, clock: { clock.now },
                patience: patience, logger: TestDatabase.silent,
                appended: { service.notifier.appended($0, events: $1) })
        let app = HTTPAPI(
            hosts: hosts, pool: pool, readers: readers, authentication: authentication, limits: limits, desks: desks,
            quoteWork: quoteWork, copyKey: copyKey, drain: drain
        ).application(transport, port: 0, logger: TestDatabase.silent)
        let garage = "test-" + String(UInt64.random(in: 0 ... .max), radix: 36)
        try await withThrowingTaskGroup(of: Void.self) { group in
            if others == nil { group.addTask { await hosts.run() } }
            defer { group.cancelAll() }
            try await app.test(setup) { client in
                let site = Site(
                    garage: garage, clock: clock, hosts: hosts, contract: service.contract, client: client, token: token
                )
                if let capacity { try await site.configure(capacity: capacity, settings) }
                try await body(site)
            }
        }
    }

    /// What goes with a body.
    static let json: HTTPFields = [.contentType: "application/json"]

    /// Sends a request and checks that the answer is one that the document lists.
    @discardableResult
    func send(
        _ method: HTTPRequest.Method, _ uri: String, headers: HTTPFields = Site.json, body: [UInt8]? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Exchange {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        let response = try await client.executeRequest(
            uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        let exchange = Exchange(
            method: method, uri: uri, sent: body ?? [], status: response.status, headers: response.headers,
            body: Array(response.body.readableBytesView))
        check(exchange, sourceLocation: sourceLocation)
        return exchange
    }

    /// Holds an exchange against the document.
    func check(_ exchange: Exchange, sourceLocation: SourceLocation = #_sourceLocation) {
        let violations = contract.violations(exchange)
        #expect(
            violations.isEmpty, "\(exchange.method) \(exchange.uri) answered \(exchange.text.prefix(500))",
            sourceLocation: sourceLocation)
    }

    func path(_ rest: String) -> String { "/v1/garages/\(garage)" + (rest.isEmpty ? "" : "/\(rest)") }

    /// Sends a command, whatever becomes of it.
    @discardableResult
    func post(
        _ command: String, _ body: String, key: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Exchange {
        var headers = Site.json
        headers[.idempotencyKey] = key
        return try await send(
            .post, path("commands/\(command)"), headers: headers, body: Array(body.utf8), sourceLocation: sourceLocation
        )
    }

    /// Sends a command that must be carried out; its result.
    @discardableResult
    func carryOut(
        _ command: String, _ body: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSON {
        let exchange = try await post(command, body, sourceLocation: sourceLocation)
        try #require(exchange.status == .ok, "\(exchange.text)", sourceLocation: sourceLocation)
        return try #require(exchange.json?["result"], sourceLocation: sourceLocation)
    }

    /// Asks something of the garage, whatever the answer.
    @discardableResult
    func get(_ rest: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Exchange {
        try await send(.get, path(rest), sourceLocation: sourceLocation)
    }

    /// Asks a read model that must have taken in the whole log; the answer.
    func read(_ rest: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSON {
        let uri = rest + (rest.contains("?") ? "&" : "?") + "minVersion=\(try await head)"
        var exchange: Exchange
        repeat { exchange = try await get(uri, sourceLocation: sourceLocation) } while exchange.problem == "not-reached"
        try #require(exchange.status == .ok, "\(exchange.text)", sourceLocation: sourceLocation)
        return try #require(exchange.json, sourceLocation: sourceLocation)
    }

    /// The version of the garage's last event.
    var head: Int64 {
        get async throws { try await hosts.log.head(of: garage).version }
    }

    @discardableResult
    func configure(capacity: Int = 10, _ more: String = "") async throws -> JSON {
        try await carryOut("configure-garage", Site.settings(capacity: capacity, more))
    }

    /// The settings of a garage in Berlin; a setting of `more` begins with a comma.
    static func settings(capacity: Int = 10, _ more: String = "") -> String {
        """
        {"name": "Harbour", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": \(capacity), "gates": [
            {"id": "north", "lane": "in"}, {"id": "south", "lane": "out"}, {"id": "yard", "lane": "both"}]\(more)}
        """
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let idempotentReplay = HTTPField.Name("Idempotent-Replay")!
}

extension TestingSetup {
    /// A server with connections, and a client that names it in full.
    static var connected: TestingSetup { .ahc(.http) }
}
