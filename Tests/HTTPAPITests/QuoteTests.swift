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
        static func ask(_ site: Site, _ fields: String, by card: String? = card()) async throws -> Exchange {
            let cards = card.map { #""cards": [\#($0)], "# } ?? ""
            return try await site.send(.post, "/v1/quotes", body: Array("{\(cards)\(fields)}".utf8))
        }

        @Test func `an answer that is too large for one piece comes whole and in order`() async throws {
            try await Site.with { site in
                let stays = (0..<600).map {
                    #"{"entry": "2026-03-02T08:00", "exit": "2026-03-02T09:\#($0 % 50 + 10)"}"#
                }
                let exchange = try await Self.ask(site, #""stays": [\#(stays.joined(separator: ","))]"#)
                #expect(exchange.text.utf8.count > 150_000)
                let charges = try #require(exchange.json?["charges"]?.array)
                #expect(charges.count == 600)
                #expect(charges.last?["exit"] == "2026-03-02T09:59:00+01:00")
            }
        }

        private func answer(_ site: Site, _ fields: String, by card: String? = card()) async throws -> JSON {
            let exchange = try await Self.ask(site, fields, by: card)
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
                        try await Self.ask(site, "\(book), \(Self.stays)", by: nil)
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
                #expect(period?["firstDay"] == "2026-02-28")
                #expect(period?["lastDay"] == "2026-03-30")
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
    }
}
