import HTTPTypes
import HummingbirdTesting
import Testing

extension HTTPTests {
    /// What only a server with connections shows.
    @Suite struct LiveTests {
        static let reserve = #"{"plate": "A 1", "day": "2026-03-04"}"#

        private func request(_ site: Site, _ head: String, _ body: String = "") -> [UInt8] {
            let host = "Host: localhost:\(site.client.port ?? 0)\r\nContent-Type: application/json\r\n"
            return Array("POST \(site.path("commands/reserve")) HTTP/1.1\r\n\(host)\(head)\r\n\(body)".utf8)
        }

        private func ask(_ site: Site, _ chunks: [[UInt8]], responses: Int = 1) async throws -> RawConnection.Answer {
            try await RawConnection.exchange(port: try #require(site.client.port), chunks, responses: responses)
        }

        /// Holds what came over a raw connection against the document too.
        private func exchange(_ site: Site, _ answer: RawConnection.Answer, _ index: Int = 0) throws -> Exchange {
            try #require(answer.responses.indices.contains(index), "the server gave no answer")
            let response = answer.responses[index]
            let exchange = Exchange(
                method: .post, uri: site.path("commands/reserve"), sent: Array(Self.reserve.utf8),
                status: response.status,
                headers: response.headers, body: response.body)
            site.check(exchange)
            return exchange
        }

        @Test func `a day of a garage passes over one connection`() async throws {
            try await Site.with(.connected) { site in
                try await site.carryOut("reserve", Self.reserve)
                try await site.carryOut("plate-seen", #"{"plate": "A 2", "gate": "north"}"#)
                try await site.carryOut("gate-open", #"{"plate": "A 2", "gate": "north"}"#)
                #expect(try await site.read("occupancy")["inside"] == 1)
                #expect(try await site.carryOut("exit", #"{"plate": "A 2", "gate": "south"}"#)["session"] == 4)
                let again = try await site.post("reserve", Self.reserve, key: "k")
                #expect(again.problem == "already-reserved")
                #expect(again.headers[.server] == "parklog")
                #expect(try await site.head == 5)
            }
        }

        @Test func `after an answer to HEAD the connection still serves`() async throws {
            try await Site.with(.connected) { site in
                for uri in ["/nothing", site.path("commands/reserve"), site.path("sessions/9"), site.path("occupancy")]
                {
                    let head = try await site.send(.head, uri)
                    #expect(head.body.isEmpty)
                    #expect(try await site.send(.get, "/health/live").json == .object(["status": "live"]))
                }
            }
        }

        @Test func `after a body of 10 MB was refused the connection still serves`() async throws {
            try await Site.with(.connected) { site in
                let body = [UInt8](repeating: 0x20, count: 10_000_000)
                try await site.expect("body-too-large", 413) {
                    try await site.send(.post, site.path("commands/reserve"), body: body)
                }
                #expect(try await site.post("reserve", Self.reserve).status == .ok)
            }
        }

        @Test func `a body of 10 MB in chunks without a length is refused, and the connection still serves`()
            async throws
        {
            try await Site.with(.connected) { site in
                let block = Array("10000\r\n".utf8) + [UInt8](repeating: 0x20, count: 65_536) + Array("\r\n".utf8)
                let chunks =
                    [request(site, "Transfer-Encoding: chunked\r\n")] + Array(repeating: block, count: 153)
                    + [
                        Array("0\r\n\r\n".utf8),
                        request(site, "Content-Length: \(Self.reserve.utf8.count)\r\n", Self.reserve),
                    ]
                let answer = try await ask(site, chunks, responses: 2)
                #expect(try exchange(site, answer).problem == "body-too-large")
                #expect(try exchange(site, answer, 1).status == .ok)
                #expect(try await site.head == 2)
            }
        }

        @Test func `a body in chunks is read`() async throws {
            try await Site.with(.connected) { site in
                let body = Self.reserve.utf8.map { "1\r\n\(Character(Unicode.Scalar($0)))\r\n" }.joined() + "0\r\n\r\n"
                let answer = try await ask(site, [request(site, "Transfer-Encoding: chunked\r\n", body)])
                #expect(try exchange(site, answer).status == .ok)
            }
        }

        @Test(arguments: [
            "zz\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n", "ffffffffffffffffff\r\n{}\r\n", "1\r\n{}\r\n0\r\n\r\n",
        ])
        func `a body whose chunks are no chunks is refused and nothing is carried out`(body: String) async throws {
            try await Site.with(.connected) { site in
                let answer = try await ask(site, [request(site, "Transfer-Encoding: chunked\r\n", body)])
                #expect(try exchange(site, answer).problem == "incomplete-body")
                #expect(try await site.head == 1)
                #expect(try await site.send(.get, "/health/live").status == .ok)
            }
        }

        @Test(arguments: [
            "Content-Length: 2\r\nContent-Length: 40\r\n", "Content-Length: -1\r\n", "Content-Length: 1e3\r\n",
            "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "Bad Header: x\r\n", "X: a\u{0}b\r\n",
            "Idempotency-Key: a\r\n\r\n b\r\n", "X-Long: \(String(repeating: "x", count: 100_000))\r\n",
        ])
        func `a request that is not HTTP is carried out by nobody`(head: String) async throws {
            try await Site.with(.connected) { site in
                let answer = try await ask(site, [request(site, head, "{}")])
                for response in answer.responses { #expect(response.status.kind == .clientError) }
                #expect(try await site.head == 1)
                #expect(try await site.send(.get, "/health/live").status == .ok)
            }
        }

        @Test func `a key never becomes a header`() async throws {
            try await Site.with(.connected) { site in
                let key = #"x%0d%0aSet-Cookie:a=b\r\n"{}<script>"#
                #expect(try await site.post("reserve", Self.reserve, key: key).status == .ok)
                let refused = try await site.post("reserve", #"{"plate": "A 2", "day": "2026-03-04"}"#, key: key)
                #expect(refused.problem == "idempotency-key-reused")
                #expect(refused.json?["detail"]?.string?.contains(key) == true)
                #expect(refused.headers[.setCookie] == nil)
                let replay = try await site.post("reserve", Self.reserve, key: key)
                #expect(replay.headers[.idempotentReplay] == "true")
                #expect(replay.headers[.setCookie] == nil)
            }
        }

        @Test func `an address of 60 000 characters is answered`() async throws {
            try await Site.with(.connected) { site in
                let long = String(repeating: "a", count: 60_000)
                let name = try await site.send(.get, "/v1/garages/\(long)")
                #expect(name.problem == "unknown-garage")
                #expect(try await site.send(.get, "/" + String(repeating: "a/", count: 30_000)).problem == "not-found")
                #expect(try await site.get("occupancy?asOf=\(long)").problem == "invalid-parameter")
            }
        }
    }
}
