import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import HTTPAPI

/// What the log says of requests.
@Suite struct RequestLogTests {
    @Test func `a request is logged without its query, which may name a plate`() async throws {
        let lines = LogLines()
        let router = Router(context: HTTPContext.self)
        router.middlewares.add(RequestLog())
        router.get("/sessions") { _, _ in "found" }
        try await Application(router: router, logger: lines.logger).test(.router) { client in
            _ = try await client.executeRequest(uri: "/sessions?plate=QX777", method: .get, headers: [:], body: nil)
        }
        #expect(lines.all.contains { $0.contains("/sessions") && $0.contains("GET") })
        #expect(!lines.all.contains { $0.contains("QX777") })
    }

    /// What the log says of a request that names another client than the connection's other side.
    private func line(behind proxies: TrustedProxies) async throws -> String {
        let lines = LogLines()
        let router = Router(context: HTTPContext.self)
        router.middlewares.add(OriginMiddleware(proxies: proxies))
        router.middlewares.add(RequestLog())
        router.get("/sessions") { _, _ in "found" }
        let configuration = ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0))
        let app = Application(router: router, configuration: configuration, logger: lines.logger)
        try await app.test(.live) { client in
            _ = try await client.executeRequest(
                uri: "/sessions", method: .get,
                headers: [.forwardedFor: "203.0.113.9", .forwardedProto: "https"], body: nil)
        }
        return try #require(lines.all.first { $0.contains("/sessions") })
    }

    @Test func `the client is the one that a trusted proxy names, and else the connection's other side`() async throws {
        let proxy = TrustedProxies([try #require(Network("127.0.0.0/8"))])
        let told = try await line(behind: proxy)
        #expect(told.contains("203.0.113.9") && told.contains("https"))
        let untold = try await line(behind: .none)
        #expect(untold.contains("127.0.0.1") && !untold.contains("203.0.113.9") && !untold.contains("https"))
    }
}
