import HTTPTypes
import Testing

extension HTTPTests {
    /// Validations and agreements, which change what a stay costs.
    @Suite struct ValidateTests {
        static let card = """
            {"rates": [{"id": "casual", "price": {"perUnit": "15.00", "every": "1 h"}},
                {"id": "film", "validation": "cinema", "price": {"perUnit": "12.00", "every": "1 h"}},
                {"id": "bird", "earlyBird": {"exit": {"from": "15:00", "until": "18:00"}}, "price": {"once": "36.00"}}],
             "crossing": "perBlock", "tax": {"name": "VAT", "rate": "19.00", "included": true},
             "agreements": [{"id": "hospital", "minutesOff": "60 min"}]}
            """

        /// A garage with a card and a car that came in at nine, by plate, and one by ticket.
        static func withStay(_ body: @Sendable (Site, Int64) async throws -> Void) async throws {
            try await Site.with { site in
                try await site.carryOut("card-published", card)
                try site.clock.set("2026-03-02T09:00:00+01:00")
                let entered = try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try await site.carryOut("gate-open", #"{"ticket": "T-1", "gate": "north"}"#)
                try await body(site, try #require(entered["session"]?.integer))
            }
        }

        @Test func `a stay is validated once by each, and both ways to price it are shown`() async throws {
            try await Self.withStay { site, session in
                let first = try await site.post("validate", #"{"plate": "A 1", "validation": "cinema"}"#)
                #expect(first.json?["events"]?[0]?["type"] == "session-validated")
                #expect(first.json?["result"] == .object(["session": .integer(session), "validation": "cinema"]))
                let again = try await site.post("validate", #"{"session": \#(session), "validation": "cinema"}"#)
                #expect(again.json?["result"]?["repeated"] == true)
                #expect(again.json?["events"]?.array == [])
                try await site.carryOut("validate", #"{"session": \#(session), "validation": "bakery"}"#)
                #expect(try await site.read("sessions/\(session)")["validations"]?.array == ["bakery", "cinema"])
                try site.clock.set("2026-03-02T11:00:00+01:00")
                let left = try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                let charge = try #require(left["charge"])
                #expect(charge["total"] == "24.00")
                #expect(charge["tax"]?["amount"] == "3.83")
                #expect(charge["candidates"]?.array?.compactMap { $0["way"]?.string } == ["layered", "validated"])
                #expect(charge["candidates"]?.array?.map { $0["chosen"] } == [false, true])
                #expect(try await site.read("sessions/\(session)")["validations"]?.array == ["bakery", "cinema"])
                try await site.expect("unknown-session", 404, field: "session") {
                    try await site.post("validate", #"{"session": \#(session), "validation": "cinema"}"#)
                }
            }
        }

        @Test func `golden 10: a validated stay that meets an early bird pays that, where it is cheaper`() async throws
        {
            try await Self.withStay { site, session in
                try await site.carryOut("validate", #"{"ticket": "T-1", "validation": "cinema"}"#)
                try site.clock.set("2026-03-02T17:00:00+01:00")
                let left = try await site.carryOut("exit", #"{"ticket": "T-1", "gate": "south"}"#)
                #expect(left["charge"]?["total"] == "36.00")
                let ways = left["charge"]?["candidates"]?.array?.compactMap { $0["way"]?.string }
                #expect(ways == ["layered", "validated", "early-bird"])
            }
        }

        @Test func `an agreement that the card knew is applied, another one is not`() async throws {
            try await Self.withStay { site, session in
                try await site.expect("unknown-agreement", 422, field: "agreement") {
                    try await site.post("apply-agreement", #"{"plate": "A 1", "agreement": "church"}"#)
                }
                let applied = try await site.post("apply-agreement", #"{"plate": "A 1", "agreement": "hospital"}"#)
                #expect(applied.json?["events"]?[0]?["type"] == "agreement-applied")
                #expect(applied.json?["result"] == .object(["session": .integer(session), "agreement": "hospital"]))
                let again = try await site.carryOut(
                    "apply-agreement", #"{"session": \#(session), "agreement": "hospital"}"#)
                #expect(again["repeated"] == true)
                #expect(try await site.read("sessions/\(session)")["agreement"] == "hospital")
                try site.clock.set("2026-03-02T11:00:00+01:00")
                let left = try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                #expect(left["charge"]?["total"] == "15.00")
                #expect(left["charge"]?["lines"]?[0]?["agreement"] == "hospital")
                #expect(try await site.read("sessions/\(session)")["agreement"] == "hospital")
            }
        }

        @Test func `golden 14: the public is denied entry to a garage that is closed to it`() async throws {
            try await Site.with(settings: #", "publicHours": "closed""#) { site in
                let closed = try await site.carryOut("plate-seen", #"{"plate": "A 1", "gate": "north"}"#)
                #expect(closed == .object(["answer": "deny", "reason": "closed"]))
                #expect(try await site.get("").json?["settings"]?["publicHours"] == "closed")
                let windows =
                    #", "publicHours": {"windows": [{"days": ["monday"], "from": "07:00", "until": "19:00"}]}"#
                try await site.configure(capacity: 10, windows)
                try site.clock.set("2026-03-02T18:59:00+01:00")
                let open = try await site.carryOut("plate-seen", #"{"plate": "A 1", "gate": "north"}"#)
                #expect(open["answer"] == "open")
                try site.clock.set("2026-03-02T19:00:00+01:00")
                let late = try await site.carryOut("plate-seen", #"{"plate": "A 2", "gate": "north"}"#)
                #expect(late["reason"] == "closed")
                try await site.configure(
                    capacity: 10, #", "publicHours": "closed", "groupHours": [{"group": "staff"}]"#)
                #expect(try await site.get("").json?["settings"]?["groupHours"]?[0]?["group"] == "staff")
                _ = try await site.carryOut(
                    "grant-permit", #"{"plate": "A 3", "kind": "membership", "groups": ["staff"]}"#)
                let member = try await site.carryOut("plate-seen", #"{"plate": "A 3", "gate": "north"}"#)
                #expect(member == .object(["answer": "open", "reason": "pays-by-time"]))
                #expect(try await site.get("events?after=1").status == .ok)
            }
        }
    }
}
