import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import HTTPAPI

extension HTTPTests {
    /// Many clients at once, each of which takes what it can get.
    @Suite struct CrowdTests {
        private func head(_ site: Site, _ path: String, length: Int, _ more: String = "") throws -> String {
            """
            POST \(path) HTTP/1.1\r\nHost: localhost:\(try #require(site.client.port))\r
            Content-Type: application/json\r\nContent-Length: \(length)\r\n\(more)\r\n
            """
        }

        /// Holds what came over a raw connection against the document.
        private func answer(_ site: Site, _ path: String, _ bytes: [UInt8], responses: Int = 1) async throws -> Exchange
        {
            let port = try #require(site.client.port)
            let answer = try await RawConnection.exchange(port: port, [bytes], responses: responses)
            try #require(answer.responses.count == responses, "the server gave another number of answers")
            let response = answer.responses[responses - 1]
            let exchange = Exchange(
                method: .post, uri: path, sent: bytes, status: response.status, headers: response.headers,
                body: response.body)
            site.check(exchange)
            return exchange
        }

        @Test func `one connection too many is told so, and served when another has gone`() async throws {
            try await Site.with(.connected, capacity: nil, limits: DoorLimits(connections: 2)) { site in
                let path = site.path("commands/exit")
                let bytes = Array(try head(site, path, length: 2).utf8) + Array("{}".utf8)
                // The client of the site may hold one connection itself.
                let kept = try await [OpenConnection(site), OpenConnection(site)]
                // The system accepts them in order, the service meets each in its own time.
                try await until { try await answer(site, path, bytes).problem == "too-many-connections" }
                for connection in kept { try await connection.close() }
                try await until { try await answer(site, path, bytes).problem != "too-many-connections" }
            }
        }

        @Test func `half-sent large bodies are bounded, and cost the small ones nothing`() async throws {
            try await Site.with(.connected, limits: DoorLimits(largeBodies: 1)) { site in
                let path = "/v1/quotes"
                let body = [UInt8](repeating: 0x20, count: 100_000)
                let half = try await OpenConnection(site)
                try await half.send(Array(try head(site, path, length: 200_000).utf8) + body)
                let another = Array(try head(site, path, length: body.count).utf8) + body
                try await until { try await answer(site, path, another).problem == "too-many-large-bodies" }
                try await site.carryOut("gate-open", #"{"gate": "north"}"#)
                let card = site.path("commands/card-published")
                let large = Array(try head(site, card, length: body.count).utf8) + body
                #expect(try await answer(site, card, large).problem == "too-many-large-bodies")
                try await half.close()
                try await until { try await answer(site, path, another).problem == "invalid-value" }
            }
        }

        @Test func `a client that waits to be asked for the body is asked, and one that does not wait is served`()
            async throws
        {
            try await Site.with(.connected) { site in
                let path = site.path("commands/gate-open")
                let body = #"{"gate": "north"}"#
                let bytes = try head(site, path, length: body.utf8.count, "Expect: 100-continue\r\n")
                let port = try #require(site.client.port)
                let asked = try await RawConnection.exchange(port: port, [Array(bytes.utf8)])
                #expect(asked.responses.first?.status.code == 100)
                #expect(try await answer(site, path, Array((bytes + body).utf8)).status == .ok)
            }
        }

        @Test(arguments: [
            ("nonsense\r\n\r\n", "unreadable-request"), ("GET /health/live HTTP/1.1\r\n\r\n", "unreadable-request"),
            ("GET /health/live HTTP/1.9\r\nHost: a\r\n\r\n", "version-not-supported"),
            ("GET /health/live HTTP/1.1\r\nHost: a\r\nExpect: b\r\n\r\n", "expectation-failed"),
            ("GET /\(String(repeating: "a", count: 300_000)) HTTP/1.1\r\nHost: a\r\n\r\n", "head-too-large"),
            ("GET /health/live HTTP/1.1\r\nHo", "request-timeout"),
        ])
        func `what is no request is answered as the document says`(bytes: String, problem: String) async throws {
            // Only the one that never ends waits for its time.
            let request: TimeAmount = problem == "request-timeout" ? .milliseconds(200) : .minutes(5)
            try await Site.with(.connected, capacity: nil, limits: DoorLimits(request: request)) { site in
                let refused = try await answer(site, "/health/live", Array(bytes.utf8))
                #expect(refused.problem == problem)
            }
        }

        @Test func `a body that is announced as too large need not be sent`() async throws {
            try await Site.with(.connected) { site in
                let path = site.path("commands/gate-open")
                let bytes = try head(site, path, length: 1_000_000, "Expect: 100-continue\r\n")
                #expect(try await answer(site, path, Array(bytes.utf8)).problem == "body-too-large")
            }
        }
    }
}
