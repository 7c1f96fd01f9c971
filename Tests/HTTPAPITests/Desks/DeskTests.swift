import Desks
import HTTPTypes
import HummingbirdTesting
import Tariffs
import TestSupport
import Testing

@testable import HTTPAPI

extension HTTPTests {
    /// What takes long waits for its turn, ends when nobody waits for it, and holds up no gate.
    @Suite struct DeskTests {
        /// A card of fifty rates around the clock, in 10 KiB.
        static let fifty: String = {
            func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            func clock(_ minute: Int) -> String { "\(digits(minute / 60)):\(digits(minute % 60))" }
            let days = #"["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]"#
            let rates = (0..<50).map { place in
                let (from, until) = (clock(1440 * place / 50), clock(1440 * (place + 1) / 50))
                return """
                    {"id": "r\(place)", "price": {"perUnit": "1.\(10 + place)", "every": "7 min"},
                     "windows": [{"days": \(days), "from": "\(from)", "until": "\(until)"}]}
                    """
            }
            return QuoteTests.card("fifty").replacing(
                #"{"id": "hour", "price": {"perUnit": "1.50", "every": "1 h"}}"#, with: rates.joined(separator: ", "))
        }()
        /// A month of it in hours, and how long an amount lasts: a thousand million things to look at, for which a machine takes seconds.
        static let endless =
            #""curve": {"stay": {"entry": "2026-03-02T08:00"}, "upTo": "31 days", "every": "1 h", "budget": "90000.00"}"#

        private func request(_ site: Site) throws -> [UInt8] {
            let body = "{\"cards\": [\(Self.fifty)], \(Self.endless)}"
            let head = """
                POST /v1/quotes HTTP/1.1\r\nHost: localhost:\(try #require(site.client.port))\r
                Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n
                """
            return Array((head + body).utf8)
        }

        @Test func `a quote that takes more work than one may ask for is refused, and by which part`() async throws {
            try await Site.with(quoteWork: WorkBudget(5_000_000)) { site in
                try await site.expect("invalid-quote", 422, field: "curve") {
                    try await QuoteTests.ask(site, Self.endless, by: Self.fifty)
                }
                #expect(try await QuoteTests.ask(site, QuoteTests.stays).status == .ok)
            }
        }

        @Test func `a quote ends when its client has left, and its place is free again`() async throws {
            let desks = Desks(DeskSizes(quotes: 1, room: 1))
            try await Site.with(.connected, desks: desks, quoteWork: .unlimited) { site in
                let served = try await OpenConnection(site)
                try await served.send(request(site))
                try await until { desks.quotes.load.served == 1 }
                let waiting = try await OpenConnection(site)
                try await waiting.send(request(site))
                try await until { desks.quotes.load.waiting == 1 }
                try await waiting.close()
                try await until { desks.quotes.load.waiting == 0 }
                try await served.close()
                try await until { desks.quotes.load.served == 0 }
                #expect(try await QuoteTests.ask(site, QuoteTests.stays).status == .ok)
            }
        }

        @Test func `who closes the connection for sending is told that the answer was given up`() async throws {
            try await Site.with(.connected, quoteWork: .unlimited) { site in
                let answer = try await RawConnection.exchange(
                    port: try #require(site.client.port), [try request(site)], closesSending: true)
                let response = try #require(answer.responses.first)
                let exchange = Exchange(
                    method: .post, uri: "/v1/quotes", sent: [], status: response.status, headers: response.headers,
                    body: response.body)
                site.check(exchange)
                #expect(exchange.problem == "given-up")
            }
        }

        @Test
        func `while quotes take every place, gates are answered and one quote too many is told when to come again`()
            async throws
        {
            let desks = Desks(DeskSizes(quotes: 2, room: 0))
            try await Site.with(.connected, desks: desks, quoteWork: .unlimited) { site in
                try await site.carryOut("reserve", LiveTests.reserve)
                let heavy = try await [OpenConnection(site), OpenConnection(site)]
                for connection in heavy { try await connection.send(request(site)) }
                try await until { desks.quotes.load.served == 2 }
                let refused = try await QuoteTests.ask(site, QuoteTests.stays)
                #expect(refused.status == .tooManyRequests && refused.problem == "too-much-at-once")
                #expect(refused.headers[.retryAfter] == "3")
                #expect(refused.json?["detail"]?.string?.hasPrefix("Too many quotes") == true)
                for _ in 1...20 { try await site.carryOut("plate-seen", #"{"plate": "A 2", "gate": "north"}"#) }
                #expect(try await site.get("occupancy").status == .ok)
                #expect(try await site.read("allowlists/2026-03-04")["garage"]?.string == site.garage)
                #expect(desks.quotes.load.served == 2)
                for connection in heavy { try await connection.close() }
                try await until { desks.quotes.load.served == 0 }
            }
        }

        @Test func `lists and the past have desks of their own, and one thing is answered beside them`() async throws {
            let desks = Desks(DeskSizes(history: 1, lists: 1, room: 0))
            try await Site.with(desks: desks) { site in
                try await site.carryOut("reserve", LiveTests.reserve)
                let past = "asOf=2026-03-02T08:00:00%2B01:00"
                let lists = ["inside", "overstays", "events", "allowlists/2026-03-02", "allowlists/2026-03-02/copy"]
                    .map(site.path)
                try await atDesk(desks.lists) {
                    try await refuses(site, lists + ["/v1/garages"])
                    try await answers(site, ["", "occupancy", "inside?\(past)"].map(site.path))
                }
                try await atDesk(desks.history) {
                    try await refuses(site, ["inside?\(past)", "allowlists/2026-03-04?\(past)"].map(site.path))
                    let quote = """
                        {"garage": "\(site.garage)", "asOf": "2026-03-02T08:00:00+01:00", \(QuoteTests.stays)}
                        """
                    let refused = try await site.send(.post, "/v1/quotes", body: Array(quote.utf8))
                    #expect(refused.problem == "too-much-at-once")
                    #expect(refused.json?["detail"]?.string?.contains("the past") == true)
                    try await answers(site, [site.path("inside")])
                }
                try await answers(site, [site.path("inside?\(past)")])
            }
        }

        private func refuses(_ site: Site, _ addresses: [String]) async throws {
            for address in addresses {
                #expect(try await site.send(.get, address).problem == "too-much-at-once", "\(address)")
            }
        }

        private func answers(_ site: Site, _ addresses: [String]) async throws {
            for address in addresses { #expect(try await site.send(.get, address).status == .ok, "\(address)") }
        }

        /// Runs a body while a desk's only place is taken.
        private func atDesk(_ desk: Desk, _ body: () async throws -> Void) async throws {
            let somebody = Task { try await desk.serve { await untilCancelled() } }
            try await until { desk.load.served == 1 }
            try await body()
            somebody.cancel()
            try await somebody.value
        }
    }
}
