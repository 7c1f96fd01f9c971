import HTTPTypes
import Testing

extension HTTPTests {
    /// Rate cards: published as a whole, rate by rate, and checked.
    @Suite struct CardTests {
        static let bike = """
            {"card": "bike", "rates": [{"id": "bike", "price": {"perUnit": "1.50", "every": "1 h"},
                "caps": [{"amount": "7.50", "per": "24 h"}]}], "crossing": "perBlock"}
            """

        /// A card with everything that a card may have.
        static let full = """
            {"rates": [
                {"id": "day", "windows": [{"from": "06:00", "until": "22:00"}], "price": {"steps": [
                    {"amount": "3.00", "every": "1 h", "for": "1 h"}, {"amount": "5.00", "every": "1 h"}]},
                 "grace": "5 min", "free": "30 min", "tolerance": "5 min"},
                {"id": "night", "windows": [{"from": "22:00", "until": "06:00"}], "price": {"perUnit": "1.00", "every": "1 h"},
                 "flat": true, "caps": [{"amount": "4.00", "per": "day"}]},
                {"id": "grid", "group": "students", "price": {"weekGrid": [{"name": "morning", "colour": "#d04020",
                    "amount": "2.00", "hours": [{"days": ["monday", "tuesday"], "from": "08:00", "until": "12:00"}]}]}},
                {"id": "bird", "earlyBird": {"entry": {"from": "07:00", "until": "09:30"},
                    "exit": {"from": "15:00", "until": "18:00"}}, "price": {"once": "9.00"}},
                {"id": "long", "tier": "advanced", "conditions": {"days": ["monday"], "minimumStay": "48 h",
                    "maximumStay": "10 days"}, "price": {"perDay": "12.00"}},
                {"id": "cinema", "validation": "cinema", "price": {"perUnit": "1.00", "every": "1 h"}},
                {"id": "concert", "tier": "event", "cardCaps": "excluded",
                 "windows": [{"from": "2026-03-05T18:00", "until": "2026-03-05T23:00"}], "price": {"once": "8.00"}}],
             "crossing": "unitStart", "caps": [{"amount": "30.00", "per": "24 h"}],
             "tax": {"name": "VAT", "rate": "19.00", "included": true}, "overstay": {"fee": "25.00", "then": "rates"},
             "agreements": [{"id": "hospital", "minutesOff": "60 min"}, {"id": "church", "card": "bike"}],
             "subscriptions": [{"id": "monthly", "amount": "80.00", "period": "month"}]}
            """

        private func names(_ json: JSON?) -> [String]? { json?.array?.compactMap(\.string) }

        private func types(_ exchange: Exchange) -> [String]? {
            exchange.json?["events"]?.array?.compactMap { $0["type"]?.string }
        }

        @Test func `a card is published, all of it`() async throws {
            try await Site.with { site in
                let first = try await site.post("card-published", Self.full)
                #expect(first.status == .ok)
                let result = first.json?["result"]
                #expect(result?["card"] == "standard")
                #expect(names(result?["published"]) == ["day", "night", "grid", "bird", "long", "cinema", "concert"])
                #expect(names(result?["unchanged"]) == [])
                #expect(result?["termsPublished"] == true)
                #expect(result?["findings"] == nil)
                #expect(types(first)?.first == "terms-published")
                #expect(types(first)?.count == 8)
                let events = try #require(try await site.get("events?after=1").json?["events"]?.array)
                #expect(events.first?["payload"]?["terms"]?["agreements"]?.array?.count == 2)
                #expect(events.last?["payload"]?["rate"]?["id"] == "concert")
            }
        }

        @Test func `a card that is published again logs what changed, and nothing where nothing did`() async throws {
            try await Site.with { site in
                try await site.carryOut("card-published", Self.bike)
                let again = try await site.post("card-published", Self.bike)
                #expect(again.status == .ok)
                #expect(types(again) == [])
                #expect(again.json?["version"] == 3)
                #expect(names(again.json?["result"]?["unchanged"]) == ["bike"])
                // Also under a key, whose reply is kept.
                let keyed = try await site.post("card-published", Self.bike, key: "card-1")
                #expect(types(keyed) == [])
                let repeated = try await site.post("card-published", Self.bike, key: "card-1")
                #expect(repeated.headers[.idempotentReplay] == "true")
                #expect(repeated.body == keyed.body)
                #expect(try await site.head == 3)
                let other = try await site.post(
                    "card-published",
                    #"{"card": "bike", "rates": [{"id": "van", "price": {"once": "5"}}], "crossing": "perBlock"}"#)
                #expect(types(other) == ["rate-withdrawn", "rate-published"])
                #expect(names(other.json?["result"]?["withdrawn"]) == ["bike"])
                let events = try #require(try await site.get("events?after=3").json?["events"]?.array)
                #expect(events.map { $0["payload"]?["card"] } == ["bike", "bike"])
                #expect(events.first?["payload"]?["rate"] == "bike")
            }
        }

        @Test func `what a card's body leaves out stays, null takes it away, and both are told`() async throws {
            try await Site.with { site in
                try await site.carryOut("card-published", Self.full)
                try await site.carryOut(
                    "grant-permit", #"{"plate": "A 1", "kind": "subscription", "subscription": "monthly"}"#)
                let version = try await site.head
                let rates = #"{"rates": [{"id": "day", "price": {"perUnit": "4.00", "every": "1 h"}}]}"#
                let priced = try await site.carryOut("card-published", rates)
                #expect(
                    names(priced["kept"]) == ["crossing", "caps", "tax", "overstay", "agreements", "subscriptions"])
                #expect(priced["termsPublished"] == false && names(priced["withdrawn"])?.count == 6)
                let taken = try await site.carryOut(
                    "card-published",
                    #"""
                    {"tax": null, "subscriptions": null, "crossing": "perBlock", "bookings": {"forgivenBefore": "5 min"}}
                    """#)
                let changes = try JSON(
                    #"""
                    [{"part": "crossing", "change": "changed"}, {"part": "tax", "change": "removed"},
                     {"part": "bookings", "change": "added"}, {"part": "subscriptions", "change": "removed"}]
                    """#.utf8)
                #expect(taken["changes"] == changes)
                #expect(names(taken["kept"]) == ["rates", "caps", "overstay", "agreements"])
                #expect(taken["warnings"]?[0]?["code"] == "subscription-has-permits")
                #expect(taken["warnings"]?[0]?["permits"] == 1)
                let events = try #require(try await site.get("events?after=\(version + 7)").json?["events"]?.array)
                #expect(events.map { $0["type"] } == ["terms-published"])
                #expect(events[0]["payload"]?["terms"]?["tax"] == nil)
                #expect(events[0]["payload"]?["terms"]?["caps"]?.array?.count == 1)
                #expect(events[0]["payload"]?["terms"]?["overstay"]?["fee"] == "25.00")
            }
        }

        @Test func `a part that is left out is not one that is taken away, also under a key`() async throws {
            try await Site.with { site in
                try await site.carryOut("card-published", Self.full)
                let first = try await site.post("card-published", #"{"crossing": "perBlock"}"#, key: "card-1")
                let again = try await site.post("card-published", #"{"crossing": "perBlock"}"#, key: "card-1")
                #expect(again.headers[.idempotentReplay] == "true" && again.body == first.body)
                try await site.expect("idempotency-key-reused", 409) {
                    try await site.post("card-published", #"{"crossing": "perBlock", "caps": []}"#, key: "card-1")
                }
            }
        }

        @Test func `a rate is withdrawn, and stays that know it keep it`() async throws {
            try await Site.with { site in
                try await site.carryOut("rate-published", ChargeTests.casual)
                try site.clock.set("2026-03-02T09:00:00+01:00")
                let session = try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)["session"]
                try site.clock.set("2026-03-02T10:00:00+01:00")
                let withdrawn = try await site.carryOut("rate-withdrawn", #"{"rate": "casual"}"#)
                #expect(withdrawn["withdrawn"] == "casual")
                #expect(withdrawn["findings"]?.array?.map { $0["code"] } == ["no-rates"])
                try await site.expect("unknown-rate", 404, field: "rate") {
                    try await site.post("rate-withdrawn", #"{"rate": "casual"}"#)
                }
                try await site.carryOut("gate-open", #"{"plate": "A 2", "gate": "north"}"#)
                try site.clock.set("2026-03-02T11:00:00+01:00")
                let before = try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                #expect(before["session"] == session)
                #expect(before["charge"]?["total"] == "24.00")
                let after = try await site.carryOut("exit", #"{"plate": "A 2", "gate": "south"}"#)
                #expect(after["charge"]?["total"] == "0.00")
                #expect(after["charge"]?["leftOut"]?[0]?["reason"] == "withdrawn")
            }
        }

        @Test func `rates that are both in force are refused, each finding with where they meet`() async throws {
            try await Site.with { site in
                try await site.carryOut("rate-published", ChargeTests.casual)
                let evening =
                    #"{"id": "evening", "windows": [{"from": "18:00", "until": "22:00"}], "price": {"once": "9"}}"#
                try await site.expect("rates-undecided", 422) { try await site.post("rate-published", evening) }
                let refused = try await site.post("rate-published", evening)
                let finding = try #require(refused.json?["findings"]?[0])
                #expect(finding["code"] == "rates-overlap")
                #expect(finding["severity"] == "error")
                #expect(names(finding["rates"])?.sorted() == ["casual", "evening"])
                #expect(finding["meeting"] == "2026-03-02T17:00:00+00:00")
                let card = #"{"rates": [\#(ChargeTests.casual), \#(evening)], "crossing": "perBlock"}"#
                try await site.expect("rates-undecided", 422) { try await site.post("card-published", card) }
                // On a card of its own it meets nobody.
                let other = evening.replacing(#"{"id""#, with: #"{"card": "van", "id""#)
                #expect(try await site.carryOut("rate-published", other)["rate"] == "evening")
            }
        }

        @Test func `a card that leaves hours without a rate is published, and its operator is told`() async throws {
            try await Site.with { site in
                let card = """
                    {"rates": [{"id": "day", "windows": [{"from": "06:00", "until": "22:00"}], "price": {"once": "9"}}],
                     "crossing": "perBlock"}
                    """
                let findings = try await site.carryOut("card-published", card)["findings"]
                #expect(findings?.array?.count == 1)
                #expect(findings?[0]?["code"] == "gap")
                #expect(findings?[0]?["severity"] == "warning")
                #expect(findings?[0]?["rates"]?.array == [])
                #expect(findings?[0]?["meeting"] == "2026-03-02T00:00:00+01:00")
            }
        }

        @Test func `a rate is answered with the warnings that name it`() async throws {
            try await Site.with { site in
                let past = """
                    {"id": "concert", "tier": "event", "price": {"once": "8.00"},
                     "windows": [{"from": "2026-02-05T18:00", "until": "2026-02-05T23:00"}]}
                    """
                let result = try await site.carryOut("rate-published", past)
                #expect(names(result["findings"]?[0]?["rates"]) == ["concert"])
                #expect(result["findings"]?[0]?["code"] == "rate-is-past")
            }
        }

        @Test func `an event's rate says how it stands to the card's caps`() async throws {
            try await Site.with { site in
                try await site.carryOut(
                    "card-published", #"{"rates": [], "crossing": "perBlock", "caps": [{"amount": "9", "per": "day"}]}"#
                )
                try await site.expect("invalid-rate", 422, field: "cardCaps") {
                    try await site.post("rate-published", ChargeTests.concert)
                }
            }
        }

        @Test func `a vehicle pays by its type's card, and the stay says which it was`() async throws {
            try await Site.with { site in
                try await site.carryOut("rate-published", ChargeTests.casual)
                try await site.carryOut("card-published", Self.bike)
                try site.clock.set("2026-03-02T09:00:00+01:00")
                let seen = #"{"plate": "A 1", "gate": "north", "vehicle": "bike"}"#
                try await site.carryOut("plate-seen", seen)
                let session = try #require(
                    try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)["session"]?.integer)
                #expect(try await site.read("sessions/\(session)")["vehicle"] == "bike")
                let events = try #require(try await site.get("events?after=4").json?["events"]?.array)
                #expect(events.map { $0["payload"]?["vehicle"] } == ["bike", "bike"])
                try site.clock.set("2026-03-02T11:00:00+01:00")
                let left = try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                #expect(left["charge"]?["card"] == "bike")
                #expect(left["charge"]?["total"] == "3.00")
                #expect(try await site.read("sessions/\(session)")["vehicle"] == "bike")
            }
        }
    }
}
