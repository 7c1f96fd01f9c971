import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Synchronization
import Testing

@testable import HTTPAPI

/// What the log says of requests.
@Suite struct RequestLogTests {
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])

        var all: [String] { lines.withLock { $0 } }

        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private struct Handler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.add("\(event.message) \(metadata) \(event.metadata ?? [:])") }
    }

    @Test func `a request is logged without its query, which may name a plate`() async throws {
        let lines = Lines()
        let router = Router()
        router.middlewares.add(RequestLog())
        router.get("/sessions") { _, _ in "found" }
        let logger = Logger(label: "tests") { _ in Handler(lines: lines) }
        try await Application(router: router, logger: logger).test(.router) { client in
            _ = try await client.executeRequest(uri: "/sessions?plate=QX777", method: .get, headers: [:], body: nil)
        }
        #expect(lines.all.contains { $0.contains("/sessions") && $0.contains("GET") })
        #expect(!lines.all.contains { $0.contains("QX777") })
    }
}
