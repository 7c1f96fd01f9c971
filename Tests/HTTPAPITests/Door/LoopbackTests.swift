import HTTPTypes
import HummingbirdTesting
import Testing

@testable import HTTPAPI

extension HTTPTests {
    /// The loopback is no lock for web pages on the same machine.
    @Suite struct LoopbackTests {
        static let open = #"{"ticket": "T1", "gate": "north"}"#
        static let origin = HTTPField.Name("Origin")!
        static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!

        private func opens(_ site: Site, _ headers: HTTPFields) async throws -> Exchange {
            try await site.send(
                .post, site.path("commands/gate-open"), headers: headers, body: Array(Self.open.utf8))
        }

        @Test(arguments: [
            "https://evil.example", "http://evil.example", "null", "", "http://localhost.evil.example",
            "http://localhost@evil.example", "https://localhost", "http://127.0.0.1.nip.io", "file://", "http://[::1",
        ])
        func `a page of another origin opens no gate`(origin: String) async throws {
            try await Site.with { site in
                let refused = try await opens(site, [.contentType: "application/json", Self.origin: origin])
                #expect(refused.problem == "foreign-page")
                #expect(try await site.head == 1)
            }
        }

        @Test(arguments: ["cross-site", "same-site", "anything"])
        func `a request that the browser says comes from elsewhere is refused, a question too`(value: String)
            async throws
        {
            try await Site.with { site in
                #expect(
                    try await opens(site, [.contentType: "application/json", Self.fetchSite: value]).problem
                        == "foreign-page")
                let question = try await site.send(.get, site.path("permits"), headers: [Self.fetchSite: value])
                #expect(question.problem == "foreign-page")
                #expect(try await site.head == 1)
            }
        }

        @Test(arguments: [
            "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "application/jsonx",
            "text/json", "application/json; charset=latin1", "application/json, text/plain", "",
            "application/problem+json",
        ])
        func `a body that is not said to be JSON is not read`(type: String) async throws {
            try await Site.with { site in
                for headers: HTTPFields in [
                    [.contentType: type], [:], [.contentType: "application/json", .contentEncoding: "gzip"],
                ] {
                    let refused = try await opens(site, headers)
                    #expect(refused.problem == "unsupported-media-type")
                }
                #expect(try await site.head == 1)
            }
        }

        @Test(arguments: ["application/json", "application/JSON; charset=UTF-8", #"application/json;charset="utf-8""#])
        func `JSON by any of its spellings is read`(type: String) async throws {
            try await Site.with { site in
                let headers: HTTPFields = [
                    .contentType: type, Self.fetchSite: "same-origin", Self.origin: "http://localhost:80",
                ]
                let opened = try await opens(site, headers)
                #expect(opened.status == .ok)
            }
        }

        @Test(arguments: [
            "evil.example", "evil.example:{port}", "localhost", "localhost:1", "localhost:0{port}0", "localhost:",
            "127.0.0.2:{port}",
            "localhost.:{port}", "0.0.0.0:{port}", "127.1:{port}", "::1:{port}", "a@localhost:{port}", "",
        ])
        func `under a name that is not its own the service answers nobody`(host: String) async throws {
            try await Site.with(.connected) { site in
                let answer = try await ask(site, host: host)
                #expect(answer.status == .misdirectedRequest)
                #expect(answer.problem == "misdirected-request")
            }
        }

        @Test(arguments: ["localhost:{port}", "LOCALHOST:{port}", "127.0.0.1:{port}", "[::1]:{port}"])
        func `under its own names it answers`(host: String) async throws {
            try await Site.with(.connected) { site in
                let answer = try await ask(site, host: host)
                #expect(answer.status == .ok)
            }
        }

        @Test func `a whole address in the request line counts as much as Host`() async throws {
            try await Site.with(.connected) { site in
                let host = "localhost:{port}"
                let foreign = try await ask(site, host: host, target: "http://evil.example/health/live")
                #expect(foreign.status == .misdirectedRequest)
                let own = try await ask(site, host: host, target: "http://localhost:{port}/health/live")
                #expect(own.status == .ok)
            }
        }

        @Test func `a page of the service's own origin, and no other port's, may ask`() async throws {
            try await Site.with(.connected) { site in
                let host = "localhost:{port}"
                let own = try await ask(site, host: host, more: "Origin: http://localhost:{port}\r\n")
                #expect(own.status == .ok)
                let other = try await ask(site, host: host, more: "Origin: http://localhost:1\r\n")
                #expect(other.problem == "foreign-page")
            }
        }

        /// Asks for `/health/live`; `{port}` stands for the service's.
        private func ask(
            _ site: Site, host: String, target: String = "/health/live", more: String = ""
        ) async throws -> Exchange {
            let port = try #require(site.client.port)
            let head = "GET \(target) HTTP/1.1\r\nHost: \(host)\r\n\(more)\r\n".replacing("{port}", with: "\(port)")
            let answer = try await RawConnection.exchange(port: port, [Array(head.utf8)])
            let response = try #require(answer.responses.first, "the server gave no answer")
            let exchange = Exchange(
                method: .get, uri: "/health/live", sent: [], status: response.status, headers: response.headers,
                body: response.body)
            site.check(exchange)
            return exchange
        }
    }
}
