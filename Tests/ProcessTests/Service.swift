import TestSupport
import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A service that runs, and its address.
struct Service: Sendable {
    let run: Run
    let port: Int
    private let session: URLSession
    private var token: String?

    /// What a request was answered.
    struct Response: Sendable, Hashable {
        let status: Int
        let body: String
        let isReplay: Bool
        var retryAfter: String?

        /// The last part of the problem's type.
        var problem: String? { body.firstMatch(of: /urn:parklog:problem:([a-z-]+)/).map { String($0.1) } }
    }

    /// Starts a service and waits until it listens.
    ///
    /// - Parameter patience: how many seconds it waits for the database; long, for the tests keep the machine busy.
    static func start(
        _ arguments: [String] = ["serve", "--insecure-loopback"], database: String?, patience: Int = 60,
        environment: [String: String] = [:]
    )
        async throws -> Service
    {
        let environment = environment.merging(["DATABASE_PATIENCE": "\(patience)"]) { $1 }
        let run = try Program.start(arguments + ["--port", "0"], database: database, environment: environment)
        do {
            var port: Int?
            try await until {
                try #require(run.isRunning, "\(run.errors)")
                port = run.output.firstMatch(of: /listens on http:\/\/127\.0\.0\.1:([0-9]+)/).flatMap { Int($0.1) }
                return port != nil
            }
            return Service(run: run, port: try #require(port))
        } catch {
            run.signal(SIGKILL)
            throw error
        }
    }

    /// Starts one whose output may be unreadable, on a port that was free, and waits until it answers.
    static func start(database: String?, redirections: String, logLevel: String = "warning") async throws -> Service {
        let port = try Port()
        port.free()
        let run = try Program.start(
            ["serve", "--insecure-loopback", "--port", "\(port.number)", "--log-level", logLevel], database: database,
            environment: ["DATABASE_PATIENCE": "60"], redirections: redirections)
        let service = Service(run: run, port: port.number)
        do {
            try await until {
                try #require(run.isRunning, "\(run.errors)")
                return (try? await service.get("/health/live"))?.status == 200
            }
            return service
        } catch {
            run.signal(SIGKILL)
            throw error
        }
    }

    private init(run: Run, port: Int) {
        self.run = run
        self.port = port
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 64
        configuration.timeoutIntervalForRequest = 60
        session = URLSession(configuration: configuration)
    }

    /// The same service, asked by whoever has a token.
    func by(_ token: String) -> Service {
        var service = self
        service.token = token
        return service
    }

    /// Ends it as a power failure would.
    func kill() async {
        run.signal(SIGKILL)
        await run.end()
    }

    /// What it has said on standard error so far.
    var errors: String { run.errors }

    /// Asks it to stop, and waits until it has.
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) async -> Int32 {
        run.signal(signal)
        return await run.end()
    }

    func get(_ path: String) async throws -> Response {
        try await send(URLRequest(url: url(path)))
    }

    func command(_ name: String, _ body: String, key: String? = nil, garage: String = "mitte") async throws -> Response
    {
        var request = URLRequest(url: url("/v1/garages/\(garage)/commands/\(name)"))
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        if let key { request.setValue(key, forHTTPHeaderField: "Idempotency-Key") }
        return try await send(request)
    }

    func configure(_ capacity: Int, garage: String = "mitte") async throws {
        let body = """
            {"name": "Mitte", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": \(capacity),
             "gates": [{"id": "in", "lane": "in"}, {"id": "out", "lane": "out"}]}
            """
        #expect(try await command("configure-garage", body, garage: garage).status == 200)
    }

    private func url(_ path: String) -> URL { URL(string: "http://127.0.0.1:\(port)\(path)")! }

    private func send(_ request: URLRequest) async throws -> Response {
        var request = request
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        let (data, response) = try await session.data(for: request)
        let http = try #require(response as? HTTPURLResponse)
        return Response(
            status: http.statusCode, body: String(decoding: data, as: UTF8.self),
            isReplay: http.value(forHTTPHeaderField: "Idempotent-Replay") == "true",
            retryAfter: http.value(forHTTPHeaderField: "Retry-After"))
    }
}
