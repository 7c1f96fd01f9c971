import HTTPTypes
import TestSupport
import Testing

extension HTTPTests {
    /// What is asked wrongly of the rate tester, or cannot be told.
    @Suite struct QuoteRefusalTests {
        private static let (stay, stays, flex) = (QuoteTests.stay, QuoteTests.stays, QuoteTests.flex)
        private static func card(
            _ id: String = "bike", currency: String = "EUR", zone: String = "Europe/Berlin", hourly: String = "1.50",
            _ more: String = ""
        ) -> String { QuoteTests.card(id, currency: currency, zone: zone, hourly: hourly, more) }

        static let refused: [(problem: String, field: String?, fields: String, cards: String)] = [
            ("invalid-card", "timeZone", stays, card(zone: "Mars/North")),
            ("invalid-card", "rates[0].price.perUnit", stays, card(hourly: "-1.50")),
            (
                "invalid-card", "agreements[1].id", stays,
                card(hourly: "1", #", "agreements": [{"id": "a", "card": "b"}, {"id": "a", "card": "b"}]"#)
            ),
            ("invalid-card", "card", stays, card() + "," + card()),
            ("invalid-card", "currency", stays, card("car") + "," + card(currency: "USD")),
            ("invalid-card", "currency", stays, card("car") + "," + card(zone: "Europe/Paris")),
            (
                "invalid-quote", "stays[1]",
                #""stays": [\#(stay), {"entry": "2026-03-02T08:00", "exit": "2027-03-03T08:00:01"}]"#, card()
            ),
            ("invalid-quote", "curve", curve(#""every": "0 s""#), card()),
            ("invalid-quote", "curve", curve(#""upTo": "1 h", "every": "2 h""#), card()),
            ("invalid-quote", "curve", curve(#""upTo": "3001 min", "every": "1 min""#), card()),
            ("invalid-quote", "curve", curve(#""upTo": "367 days", "every": "1 day""#), card()),
            ("invalid-quote", "curve", curve(#""upTo": "32 days", "every": "1 day", "budget": "5""#), card()),
            ("invalid-quote", "curve.budget", curve(#""budget": "-1""#), card()),
            ("invalid-quote", "curve.budget", curve(#""budget": "1.505""#), card()),
            ("invalid-quote", "curve.budget", curve(#""budget": "much""#), card()),
            ("invalid-quote", "curve.budget", curve(#""budget": "1000000000""#), card()),
            ("not-bookable", nil, hours(#""start": "2026-03-02T07:30""#, 4), card()),
            ("not-bookable", nil, hours(#""start": "2026-03-02T23:00""#, 2), flex),
            ("not-bookable", nil, hours(#""start": "2026-03-02T08:00""#, 13), flex),
            ("not-bookable", nil, hours(#""day": "2026-03-02""#, 0), flex),
            ("not-bookable", nil, hours(#""start": "2026-03-29T02:30""#, 1), flex),
            ("not-bookable", nil, hours(#""start": "9999-12-31T08:00""#, 1), flex),
            ("not-bookable", nil, #""subscription": {"id": "day", "from": "2026-03-02"}"#, flex),
            ("not-bookable", nil, #""subscription": {"from": "2026-03-02"}"#, card()),
            ("not-bookable", nil, #""subscription": {"id": "month", "from": "9999-12-31"}"#, flex),
            ("not-priced", nil, #""curve": {"stay": {"entry": "9999-12-31T20:00"}}"#, card()),
        ]

        static func curve(_ fields: String) -> String {
            #""curve": {"stay": {"entry": "2026-03-02T08:00"}, \#(fields)}"#
        }
        static func hours(_ start: String, _ count: Int) -> String { #""hours": {\#(start), "hours": \#(count)}"# }

        @Test(arguments: refused.indices) func `what cannot be quoted is refused, and why`(index: Int) async throws {
            let (problem, field, fields, cards) = Self.refused[index]
            try await Site.with { site in
                try await site.expect(problem, 422, field: field) {
                    try await QuoteTests.ask(site, fields, by: cards)
                }
            }
        }

        static let unclear: [(problem: String, field: String?, body: String)] = [
            ("invalid-value", nil, ""), ("invalid-value", nil, "[]"), ("malformed-json", nil, "{"),
            ("missing-field", "garage", "{}"), ("missing-field", "garage", "{\(stays)}"),
            ("invalid-value", nil, #"{"garage": "a"}"#), ("invalid-value", "cards", #"{"cards": [], \#(stays)}"#),
            ("invalid-value", "cards", #"{"garage": "a", "cards": [\#(card())], \#(stays)}"#),
            ("invalid-value", "asOf", #"{"asOf": "2026-03-02T08:00:00Z", "cards": [\#(card())], \#(stays)}"#),
            ("invalid-value", "asOf", #"{"garage": "a", "asOf": "2026-03-02T08:00", \#(stays)}"#),
            ("unknown-field", "basis", #"{"garage": "a", "basis": "known", \#(stays)}"#),
            ("unknown-field", "cards[0].windows", #"{"cards": [{"currency": "EUR", "windows": []}]}"#),
            (
                "missing-field", "cards[0].timeZone",
                #"{"cards": [{"currency": "EUR", "name": "A", "rates": [], "crossing": "perBlock"}]}"#
            ),
            ("missing-field", "stays[0].exit", #"{"garage": "a", "stays": [{"entry": "2026-03-02T08:00"}]}"#),
            ("invalid-value", "stays[0].entry", #"{"garage": "a", "stays": [{"entry": "2026-03-02"}]}"#),
            ("unknown-field", "stays[0].plate", #"{"garage": "a", "stays": [{"plate": "A 1"}]}"#),
            ("unknown-field", "curve.stay.exit", #"{"garage": "a", "curve": {"stay": \#(stay)}}"#),
            ("missing-field", "hours.start", #"{"garage": "a", "hours": {"hours": 2}}"#),
            (
                "invalid-value", "hours.day",
                #"{"garage": "a", "hours": {"start": "2026-03-02T08:00", "day": "2026-03-02"}}"#
            ),
            ("invalid-day", "hours.day", #"{"garage": "a", "hours": {"day": "2026-02-29"}}"#),
            (
                "invalid-value", "cards[0].rates[0].price.perUnit",
                "{\"cards\": [\(card(hourly: "92233720368547758.07"))], \(stays)}"
            ),
            ("invalid-value", "stays[0].entry", #"{"garage": "a", "stays": [{"entry": "2200-01-01T00:00Z"}]}"#),
            (
                "invalid-value", "subscription.renewals",
                #"{"garage": "a", "subscription": {"from": "2026-03-02", "renewals": 1}}"#
            ),
        ]

        @Test(arguments: unclear.indices) func `a request that is not clear is refused by the field`(index: Int)
            async throws
        {
            let (problem, field, body) = Self.unclear[index]
            try await Site.with { site in
                try await site.expect(problem, 400, field: field) {
                    try await site.send(.post, "/v1/quotes", body: Array(body.utf8))
                }
            }
        }

        @Test func `an address with parameters, a wrong encoding and another method are refused`() async throws {
            try await Site.with { site in
                let body = Array("{\"cards\": [\(Self.card())], \(Self.stays)}".utf8)
                try await site.expect("invalid-parameter", 400, field: "asOf") {
                    try await site.send(.post, "/v1/quotes?asOf=2026-03-02T08:00:00Z", body: body)
                }
                try await site.expect("invalid-utf8", 400, field: "garage") {
                    try await site.send(.post, "/v1/quotes", body: Array(#"{"garage": ""#.utf8) + [0xFF, 0x22, 0x7D])
                }
                try await site.expect("method-not-allowed", 405) { try await site.send(.get, "/v1/quotes") }
                try await site.expect("not-found", 404) { try await site.send(.post, "/v1/quotes/1", body: body) }
            }
        }

        @Test(arguments: [(1024 * 1024, 200), (1024 * 1024 + 1, 413)])
        func `a request has at most 1 MiB`(size: Int, status: Int) async throws {
            try await Site.with { site in
                let request = Array("{\"cards\": [\(Self.card())], \(Self.stays)}".utf8)
                let body = request + [UInt8](repeating: 0x20, count: size - request.count)
                let exchange = try await site.send(.post, "/v1/quotes", body: body)
                #expect(exchange.status.code == status)
                if status == 413 { #expect(exchange.problem == "body-too-large") }
            }
        }

        @Test func `mutated requests are answered or refused as documented, and nothing breaks`() async throws {
            print("mutated quotes: PARKLOG_TEST_SEED=\(Seeded.seed)")
            try await Site.with { site in
                try await site.carryOut("card-published", CardTests.full)
                let bodies = [
                    #"{"cards": [\#(Self.card()), \#(Self.card("car"))], \#(Self.stays), \#(Self.curve(#""upTo": "2 h", "budget": "3""#))}"#,
                    #"{"cards": [\#(Self.flex)], "hours": {"start": "2026-03-02T07:30", "hours": 4}, "subscription": {"id": "month", "from": "2026-01-31", "renewals": 1}}"#,
                    #"{"cards": [\#(Self.flex)], "hours": {"day": "2026-03-02", "hours": 4}, "subscription": {"from": "2026-01-31"}}"#,
                    #"{"garage": "\#(site.garage)", "asOf": "2026-03-02T09:00:00Z", "stays": [{"entry": "2026-03-02T08:00", "exit": "2026-03-05T19:00", "vehicle": "bike", "groups": ["staff"], "validations": ["cinema"], "agreement": "hospital", "covered": [{"from": "2026-03-02T08:00", "until": "2026-03-02T10:00"}]}]}"#,
                ]
                var generator = Seeded(Seeded.seed)
                let head = try await site.head
                var answered = 0
                for round in 0..<800 {
                    let body = Mutation.of(bodies.randomElement(using: &generator)!, using: &generator)
                    let exchange = try await site.send(.post, "/v1/quotes", body: body)
                    let comment: Comment =
                        "seed \(Seeded.seed), round \(round): \(String(decoding: body, as: UTF8.self))"
                    #expect(exchange.status.code < 500, comment)
                    if exchange.status == .ok { answered += 1 } else { #expect(exchange.problem != nil, comment) }
                }
                // A run in which nothing or everything is answered tries nothing.
                #expect((20..<780).contains(answered), "seed \(Seeded.seed)")
                #expect(try await site.head == head)
            }
        }
    }
}
