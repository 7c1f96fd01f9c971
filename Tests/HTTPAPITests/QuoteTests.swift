import TestSupport
import HTTPTypes
import Testing

extension HTTPTests {
    /// What stays, hours and subscriptions would cost.
    @Suite struct QuoteTests {
        /// A card of bikes, with more fields that begin with a comma.
        static func card(
            _ id: String = "bike", currency: String = "EUR", zone: String = "Europe/Berlin", hourly: String = "1.50",
            _ more: String = ""
        ) -> String {
            """
            {"card": "\(id)", "name": "Bikes", "currency": "\(currency)", "timeZone": "\(zone)",
             "rates": [{"id": "hour", "price": {"perUnit": "\(hourly)", "every": "1 h"}}],
             "crossing": "perBlock"\(more)}
            """
        }

        static let flex = """
            {"name": "Flex", "currency": "EUR", "timeZone": "Europe/Berlin", "crossing": "perBlock",
             "rates": [{"id": "flex", "price": {"weekGrid": [
                {"name": "morning", "amount": "4.00", "hours": [{"days": ["monday"], "from": "08:00", "until": "10:00"}]},
                {"name": "day", "amount": "2.00", "hours": [{"days": ["monday"], "from": "10:00", "until": "18:00"}]}]}}],
             "tax": {"name": "VAT", "rate": "19.00", "included": false},
             "subscriptions": [{"id": "month", "name": "Month", "amount": "100.00", "period": "month"},
                               {"id": "week", "amount": "30.00", "period": "week"}]}
            """
        static let stay = #"{"entry": "2026-03-02T08:00", "exit": "2026-03-02T09:30"}"#
        static let stays = #""stays": [\#(stay)]"#

        /// Asks by a card, or by whatever else.
        private func ask(_ site: Site, _ fields: String, by card: String? = card()) async throws -> Exchange {
            let cards = card.map { #""cards": [\#($0)], "# } ?? ""
            return try await site.send(.post, "/v1/quotes", body: Array("{\(cards)\(fields)}".utf8))
        }

        private func answer(_ site: Site, _ fields: String, by card: String? = card()) async throws -> JSON {
            let exchange = try await ask(site, fields, by: card)
            try #require(exchange.status == .ok, "\(exchange.text)")
            return try #require(exchange.json)
        }

        @Test func `stays are priced by a card that nobody has published`() async throws {
            try await Site.with { site in
                let head = try await site.head
                let backwards = #"{"entry": "2026-03-02T10:00:00Z", "exit": "2026-03-02T10:59+01:00"}"#
                let answer = try await answer(site, #""stays": [\#(Self.stay), \#(backwards)]"#)
                #expect(answer["currency"] == "EUR")
                #expect(answer["timeZone"] == "Europe/Berlin")
                #expect(answer["charges"]?.array?.count == 2)
                let first = answer["charges"]?[0]
                #expect(first?["entry"] == "2026-03-02T08:00:00+01:00")
                #expect(first?["exit"] == "2026-03-02T09:30:00+01:00")
                #expect(first?["charge"]?["total"] == "3.00")
                #expect(first?["charge"]?["lines"]?[0]?["rate"] == "hour")
                #expect(answer["charges"]?[1]?["charge"]?["notPriced"]?.string?.hasSuffix(".") == true)
                #expect(
                    Set(answer.object?.keys ?? [:].keys) == ["currency", "timeZone", "zoneData", "engine", "charges"])
                #expect(try await site.head == head)
            }
        }

        @Test func `everything about a stay counts`() async throws {
            try await Site.with { site in
                let card = """
                    {"name": "All", "currency": "EUR", "timeZone": "Europe/Berlin", "crossing": "perBlock",
                     "rates": [{"id": "hour", "price": {"perUnit": "10.00", "every": "1 h"}},
                        {"id": "staff", "group": "staff", "price": {"perUnit": "5.00", "every": "1 h"}},
                        {"id": "film", "validation": "cinema", "price": {"perUnit": "1.00", "every": "1 h"}}],
                     "agreements": [{"id": "hospital", "minutesOff": "1 h"}]}
                    """
                let more = [
                    "", #", "groups": ["staff"]"#, #", "validations": ["cinema"]"#, #", "agreement": "hospital""#,
                    #", "covered": [{"from": "2026-03-02T08:00", "until": "2026-03-02T10:00+01:00"}]"#,
                    #", "vehicle": "van""#, #", "agreement": "nobody""#,
                ].map { Self.stay.dropLast() + $0 + "}" }
                let charges = try await answer(site, #""stays": [\#(more.joined(separator: ", "))]"#, by: card)[
                    "charges"]
                let totals = charges?.array?.map { $0["charge"]?["total"]?.string }
                #expect(totals == ["20.00", "10.00", "2.00", "10.00", "0.00", "20.00", "20.00"])
                #expect(charges?[6]?["charge"]?["unknownAgreement"] == "nobody")
            }
        }

        @Test func `several cards price the vehicles of their names`() async throws {
            try await Site.with { site in
                let cards = Self.card("standard", hourly: "2.00") + "," + Self.card()
                let bike = Self.stay.dropLast() + #", "vehicle": "bike"}"#
                let charges = try await answer(site, #""stays": [\#(Self.stay), \#(bike)]"#, by: cards)["charges"]
                #expect(charges?.array?.map { $0["charge"]?["total"] } == ["4.00", "3.00"])
                #expect(charges?.array?.map { $0["charge"]?["card"] } == ["standard", "bike"])
            }
        }

        @Test func `a garage's own book prices, as it is or as it was`() async throws {
            try await Site.with { site in
                try site.clock.set("2026-03-02T09:00:00+01:00")
                try await site.carryOut(
                    "rate-published", #"{"id": "hour", "price": {"perUnit": "2.00", "every": "1 h"}}"#)
                try site.clock.set("2026-03-02T10:00:00+01:00")
                try await site.carryOut(
                    "rate-published", #"{"id": "hour", "price": {"perUnit": "9.00", "every": "1 h"}}"#)
                let head = try await site.head
                for (asOf, total) in [
                    ("", "18.00"), (#""asOf": "2026-03-02T10:00:00+01:00", "#, "18.00"),
                    (#""asOf": "2026-03-02T08:59:59.999999Z", "#, "4.00"),
                    (#""asOf": "2026-03-02T07:30:00Z", "#, "0.00"),
                ] {
                    let answer = try await answer(
                        site, #"\#(asOf)"garage": "\#(site.garage)", \#(Self.stays)"#, by: nil)
                    #expect(answer["charges"]?[0]?["charge"]?["total"]?.string == total, "\(asOf)")
                }
                for book in [
                    #""garage": "nowhere-at-all""#, #""garage": "\#(site.garage)", "asOf": "2026-03-01T00:00:00Z""#,
                ] {
                    try await site.expect("unknown-garage", 404) {
                        try await ask(site, "\(book), \(Self.stays)", by: nil)
                    }
                }
                #expect(try await site.head == head)
            }
        }

        @Test func `hours cost a charge, or a range over a day`() async throws {
            try await Site.with { site in
                let booked = try await answer(
                    site, #""hours": {"start": "2026-03-02T07:30", "hours": 4}"#, by: Self.flex)["hours"]
                #expect(booked?["from"] == "2026-03-02T07:00:00+01:00")
                #expect(booked?["until"] == "2026-03-02T11:00:00+01:00")
                #expect(booked?["charge"]?["total"] == "11.90")
                #expect(booked?["charge"]?["lines"]?[1]?["cell"] == "morning")
                let day = try await answer(site, #""hours": {"day": "2026-03-02", "hours": 4}"#, by: Self.flex)["hours"]
                #expect(day == .object(["least": "0.00", "most": "14.28"]))
                let free = try await answer(site, #""hours": {"day": "2026-03-03", "hours": 12}"#, by: Self.flex)[
                    "hours"]
                #expect(free == .object(["least": "0.00", "most": "0.00"]))
            }
        }

        @Test func `a subscription costs a period's price, or a range over what is sold`() async throws {
            try await Site.with { site in
                let month = #""subscription": {"id": "month", "from": "2026-01-31", "renewals": 1}"#
                let period = try await answer(site, month, by: Self.flex)["subscription"]
                #expect(period?["firstDay"] == "2026-03-01")
                #expect(period?["lastDay"] == "2026-03-31")
                #expect(period?["total"] == "119.00")
                #expect(period?["tax"] == "19.00")
                let range = try await answer(site, #""subscription": {"from": "2026-01-31"}"#, by: Self.flex)[
                    "subscription"]
                #expect(range?["least"] == "35.70")
                #expect(range?["most"] == "119.00")
                #expect(range?["sold"]?.array?.map { $0["id"] } == ["month", "week"])
                #expect(range?["sold"]?.array?.map { $0["amount"] } == ["119.00", "35.70"])
            }
        }

        @Test func `a curve is drawn, and a budget lasts to the second`() async throws {
            try await Site.with { site in
                let open = #"{"entry": "2026-03-02T08:00"}"#
                let plain = try await answer(site, #""curve": {"stay": \#(open)}"#)
                #expect(plain["curve"]?.array?.count == 96)
                #expect(plain["curve"]?[95] == .object(["length": "24 h", "total": "36.00"]))
                #expect(plain["affordable"] == nil)
                let some = #""stay": \#(open), "upTo": "3 h", "every": "90 min""#
                let budget = try await answer(site, #""curve": {\#(some), "budget": "4.49"}"#)
                #expect(budget["curve"]?.array?.map { $0["total"] } == ["3.00", "4.50"])
                #expect(budget["affordable"] == .object(["unbroken": "2 h", "then": "4.50", "longest": "2 h"]))
                let rich = try await answer(site, #""curve": {\#(some), "budget": "4.5"}"#)["affordable"]
                #expect(rich == .object(["unbroken": "3 h", "longest": "3 h"]))
            }
        }

        @Test func `everything may be asked at once`() async throws {
            try await Site.with { site in
                let answer = try await answer(
                    site,
                    #"""
                    \#(Self.stays), "hours": {"day": "2026-03-02", "hours": 1}, "subscription": {"from": "2026-03-02"},
                    "curve": {"stay": {"entry": "2026-03-02T08:00"}, "upTo": "1 h", "every": "1 h", "budget": "9"}
                    """#, by: Self.flex)
                #expect(
                    Set(["charges", "hours", "subscription", "curve", "affordable"]).isSubset(of: answer.object!.keys))
            }
        }

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
                try await site.expect(problem, 422, field: field) { try await ask(site, fields, by: cards) }
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
            print("mutated quotes: PARKLOG_TEST_SEED=\(FuzzTests.seed)")
            try await Site.with { site in
                try await site.carryOut("card-published", CardTests.full)
                let bodies = [
                    #"{"cards": [\#(Self.card()), \#(Self.card("car"))], \#(Self.stays), \#(Self.curve(#""upTo": "2 h", "budget": "3""#))}"#,
                    #"{"cards": [\#(Self.flex)], "hours": {"start": "2026-03-02T07:30", "hours": 4}, "subscription": {"id": "month", "from": "2026-01-31", "renewals": 1}}"#,
                    #"{"cards": [\#(Self.flex)], "hours": {"day": "2026-03-02", "hours": 4}, "subscription": {"from": "2026-01-31"}}"#,
                    #"{"garage": "\#(site.garage)", "asOf": "2026-03-02T09:00:00Z", "stays": [{"entry": "2026-03-02T08:00", "exit": "2026-03-05T19:00", "vehicle": "bike", "groups": ["staff"], "validations": ["cinema"], "agreement": "hospital", "covered": [{"from": "2026-03-02T08:00", "until": "2026-03-02T10:00"}]}]}"#,
                ]
                var generator = Seeded(FuzzTests.seed)
                let head = try await site.head
                var answered = 0
                for round in 0..<800 {
                    let body = Mutation.of(bodies.randomElement(using: &generator)!, using: &generator)
                    let exchange = try await site.send(.post, "/v1/quotes", body: body)
                    let comment: Comment =
                        "seed \(FuzzTests.seed), round \(round): \(String(decoding: body, as: UTF8.self))"
                    #expect(exchange.status.code < 500, comment)
                    if exchange.status == .ok { answered += 1 } else { #expect(exchange.problem != nil, comment) }
                }
                // A run in which nothing or everything is answered tries nothing.
                #expect((20..<780).contains(answered), "seed \(FuzzTests.seed)")
                #expect(try await site.head == head)
            }
        }
    }
}
