import HTTPTypes
import Testing

extension HTTPTests {
    /// The rate book, read.
    @Suite struct RatesTests {
        static let staff = #"{"id": "staff", "group": "staff", "price": {"perUnit": "1.00", "every": "1 h"}}"#
        static let bike = #"{"card": "bike", "id": "bike", "price": {"perUnit": "1.50", "every": "1 h"}}"#
        static let residents = #"{"id": "residents", "group": "residents", "price": {"once": "2.00"}}"#
        static let cinema = #"{"id": "cinema", "validation": "cinema", "price": {"once": "3.00"}}"#

        /// The answer is at the log's end, so that there is nothing to wait for.
        private func read(_ site: Site, _ address: String) async throws -> JSON {
            let exchange = try await site.get(address)
            return try #require(exchange.status == .ok ? exchange.json : nil, "\(exchange.text)")
        }

        private func ids(_ answer: JSON) -> [String: [String]] {
            var ids: [String: [String]] = [:]
            for card in answer["cards"]?.array ?? [] {
                ids[card["card"]?.string ?? ""] = card["rates"]?.array?.compactMap { $0["rate"]?["id"]?.string }
            }
            return ids
        }

        @Test func `it tells every card with its terms and its rates, and who put each there`() async throws {
            try await Site.with { site in
                #expect(try await read(site, "rates")["cards"] == .array([]))
                try await site.carryOut("card-published", CardTests.full)
                try await site.carryOut("rate-published", Self.bike)
                let answer = try await read(site, "rates")
                #expect(answer["currency"] == "EUR" && answer["timeZone"] == "Europe/Berlin")
                #expect(answer["cards"]?.array?.map { $0["card"] } == ["bike", "standard"])
                let standard = try #require(answer["cards"]?[1])
                #expect(standard["terms"]?["version"] == 2)
                #expect(standard["terms"]?["terms"]?["subscriptions"]?[0]?["amount"] == "80.00")
                #expect(standard["rates"]?[0]?["version"] == 3)
                #expect(standard["rates"]?[0]?["publishedAt"] == "2026-03-02T08:00:00+01:00")
                #expect(standard["rates"]?[0]?["rate"]?["price"]?["steps"]?.array?.count == 2)
                // Nobody has said terms of it.
                #expect(answer["cards"]?[0]?["terms"] == (try JSON(#"{"terms": {"crossing": "perBlock"}}"#.utf8)))
            }
        }

        @Test func `it is read by card, and by the group whose members may be charged`() async throws {
            try await Site.with { site in
                try await site.carryOut("card-published", CardTests.bike)
                for rate in [ChargeTests.casual, Self.staff, Self.residents, Self.cinema] {
                    try await site.carryOut("rate-published", rate)
                }
                let all = ["casual", "staff", "residents", "cinema"]
                #expect(ids(try await read(site, "rates")) == ["standard": all, "bike": ["bike"]])
                #expect(ids(try await read(site, "rates?card=standard")) == ["standard": all])
                #expect(ids(try await read(site, "rates?card=van")) == [:])
                let staff = ["standard": ["casual", "staff", "cinema"], "bike": ["bike"]]
                #expect(ids(try await read(site, "rates?group=staff")) == staff)
                #expect(
                    ids(try await read(site, "rates?card=standard&group=nobodys")) == [
                        "standard": ["casual", "cinema"]
                    ])
                try await site.expect("invalid-parameter", 400, field: "card") { try await site.get("rates?card=VAN") }
                try await site.expect("invalid-parameter", 400, field: "group") { try await site.get("rates?group=") }
                try await site.expect("invalid-parameter", 400, field: "plate") { try await site.get("rates?plate=A1") }
            }
        }

        @Test func `it is read as it was at a moment`() async throws {
            try await Site.with { site in
                try await site.carryOut("rate-published", ChargeTests.casual)
                try site.clock.set("2026-03-03T08:00:00+01:00")
                try await site.carryOut("rate-published", Self.staff)
                try await site.carryOut("rate-withdrawn", #"{"rate": "casual"}"#)
                #expect(ids(try await read(site, "rates")) == ["standard": ["staff"]])
                let before = try await read(site, "rates?asOf=2026-03-03T06:59:59Z")
                #expect(ids(before) == ["standard": ["casual"]])
                #expect(before["asOf"] == "2026-03-03T07:59:59+01:00" && before["version"] == 2)
                try await site.expect("invalid-parameter", 400, field: "basis") {
                    try await site.get("rates?basis=known")
                }
            }
        }

        @Test func `a garage that is none has no rates`() async throws {
            try await Site.with(capacity: nil) { site in
                try await site.expect("unknown-garage", 404) { try await site.get("rates") }
            }
        }
    }
}
