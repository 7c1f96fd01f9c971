import HTTPAPI
import HTTPTypes
import Hosting
import HummingbirdTesting
import TestSupport
import Testing

extension HTTPTests {
    /// What a service answers that is to stop, or has.
    @Suite struct StoppingTests {
        @Test func `a service that is to stop is not ready, and tells connections to come no more`() async throws {
            let drain = Drain()
            try await Site.with(.connected, drain: drain) { site in
                // Its second is short where every test wants the machine.
                try await until { try await site.send(.get, "/health/ready").status == .ok }
                drain.begin()
                let port = try #require(site.client.port)
                let request = Array("GET /health/live HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\n".utf8)
                // One response, and then the end.
                let answer = try await RawConnection.exchange(port: port, [request], responses: 2)
                #expect(answer.isClosed)
                #expect(answer.responses.map(\.status) == [.ok])
                #expect(answer.responses.first?.headers[.connection] == "close")
                #expect(try await site.send(.get, "/health/ready").problem == "draining")
                try await until { drain.requests == 0 }
            }
        }

        @Test func `a service that stops takes no more commands`() async throws {
            try await Site.with(capacity: nil) { site in
                let stopped = Task { await site.hosts.run() }
                stopped.cancel()
                await stopped.value
                let refused = try await site.post("configure-garage", Site.settings())
                #expect(refused.problem == "stopping")
            }
        }
    }
}
