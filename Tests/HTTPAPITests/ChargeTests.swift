import HTTPTypes
import Testing

extension HTTPTests {
    /// Golden cases 8 and 9 of the tariffs: a week by an advanced rate, and an event on its Thursday.
    @Suite struct ChargeTests {
        static let advanced = #"{"id": "long-term", "tier": "advanced", "price": {"perDay": "30.00"}}"#
        static let casual = #"{"id": "casual", "price": {"perUnit": "12.00", "every": "1 h"}}"#
        static let concert = """
            {"id": "concert", "tier": "event", "price": {"perUnit": "30.00", "every": "1 h"},
             "windows": [{"from": "2026-03-05T13:00", "until": "2026-03-05T15:00"}]}
            """
        static let friday = "2026-03-06T16:00:00%2B01:00"

        /// A garage on the Sunday before, with the two standing rates.
        static func withRates(_ body: @Sendable (Site) async throws -> Void) async throws {
            try await Site.with(at: "2026-03-01T12:00:00+01:00", settings: #", "lateness": "5 days""#) { site in
                try await site.carryOut("rate-published", advanced)
                try await site.carryOut("rate-published", casual)
                try await body(site)
            }
        }

        static func left(_ rate: String, by version: Int64, _ reason: String) -> JSON {
            .object(["rate": .string(rate), "publishedBy": .integer(version), "reason": .string(reason)])
        }

        @Test func `golden 9: an event that is published on Tuesday leaves a stay from Monday at 150`() async throws {
            try await Self.withRates { site in
                try site.clock.set("2026-03-02T08:00:00+01:00")
                let session = try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)["session"]
                #expect(session == 4)
                let before = try await site.read("sessions/4/charge?until=\(Self.friday)")
                #expect(before["state"] == "open")
                #expect(before["charge"]?["total"] == "150.00")
                #expect(before["charge"]?["leftOut"]?.array == [Self.left("casual", by: 3, "outranked")])

                try site.clock.set("2026-03-03T12:00:00+01:00")
                try await site.carryOut("rate-published", Self.concert)
                let after = try await site.read("sessions/4/charge?until=\(Self.friday)")
                #expect(after["charge"]?["total"] == "150.00")
                #expect(after["charge"]?["lines"] == before["charge"]?["lines"])
                #expect(
                    after["charge"]?["leftOut"]?.array?.contains(Self.left("concert", by: 5, "published-later")) == true
                )

                try site.clock.set("2026-03-06T16:00:00+01:00")
                let left = try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                #expect(left["charge"] == after["charge"])
                let line = try #require(left["charge"]?["lines"]?[0])
                #expect(left["charge"]?["lines"]?.array?.count == 1)
                #expect(line["from"] == "2026-03-02T08:00:00+01:00")
                #expect(line["until"] == "2026-03-06T16:00:00+01:00")
                #expect(line["rate"] == "long-term")
                #expect(line["publishedBy"] == 2)
                #expect(line["quantity"] == 5)
                #expect(line["unit"] == "day")
                #expect(line["unitPrice"] == "30.00")
                #expect(line["amount"] == "150.00")
                #expect(line["why"] == "block")
                #expect(try await site.read("sessions/4")["charge"] == left["charge"])
                #expect(try await site.read("sessions/4/charge")["charge"] == left["charge"])
            }
        }

        @Test func `golden 9: also when the entry reaches the log only on Wednesday`() async throws {
            try await Self.withRates { site in
                try site.clock.set("2026-03-03T12:00:00+01:00")
                try await site.carryOut("rate-published", Self.concert)
                try site.clock.set("2026-03-04T09:00:00+01:00")
                let entry = #"{"plate": "A 1", "gate": "north", "occurredAt": "2026-03-02T08:00:00+01:00"}"#
                #expect(try await site.carryOut("gate-open", entry)["session"] == 5)
                let session = try await site.read("sessions/5")
                #expect(session["enteredAt"] == "2026-03-02T08:00:00+01:00")
                #expect(session["recordedAt"] == "2026-03-04T09:00:00+01:00")
                try site.clock.set("2026-03-06T16:00:00+01:00")
                let left = try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                #expect(left["charge"]?["total"] == "150.00")
                #expect(
                    left["charge"]?["leftOut"]?.array?.contains(Self.left("concert", by: 4, "published-later")) == true)
            }
        }

        @Test func `golden 8: an event that is published before the entry is charged beside the days`() async throws {
            try await Self.withRates { site in
                try await site.carryOut("rate-published", Self.concert)
                try site.clock.set("2026-03-02T08:00:00+01:00")
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                let charge = try #require(try await site.read("sessions/5/charge?until=\(Self.friday)")["charge"])
                #expect(charge["total"] == "210.00")
                let event = charge["lines"]?.array?.filter { $0["rate"] == "concert" }
                #expect(event?.compactMap { $0["amount"]?.string } == ["60.00"])
                #expect(event?.compactMap { $0["from"]?.string } == ["2026-03-05T13:00:00+01:00"])
                #expect(event?.compactMap { $0["quantity"]?.integer } == [2])
            }
        }

        @Test func `a rate of the stay's very instant counts when it stands earlier in the log`() async throws {
            try await Self.withRates { site in
                try site.clock.set("2026-03-02T08:00:00+01:00")
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try await site.carryOut("rate-published", Self.concert)
                try await site.carryOut("gate-open", #"{"plate": "A 2", "gate": "north"}"#)
                func total(_ session: Int) async throws -> JSON? {
                    try await site.read("sessions/\(session)/charge?until=\(Self.friday)")["charge"]?["total"]
                }
                #expect(try await total(4) == "150.00")
                #expect(try await total(6) == "210.00")
            }
        }

        @Test func `the dearest rate that can be published is charged`() async throws {
            try await Site.with { site in
                let rate = #"{"id": "dear", "price": {"perUnit": "999999999.99", "every": "1 min"}}"#
                try await site.carryOut("rate-published", rate)
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                let year = try await site.read("sessions/3/charge?until=2027-03-02T08:00:00%2B01:00")
                #expect(year["charge"]?["total"] == "525599999994744.00")
            }
        }

        @Test func `a stay that cannot be priced says why, and the car leaves`() async throws {
            try await Site.with { site in
                try await site.carryOut("rate-published", Self.casual)
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                let early = try await site.read("sessions/3/charge?until=2026-03-01T00:00:00Z")
                #expect(early["charge"]?["notPriced"] == "The exit lies before the entry.")
                let late = try await site.read("sessions/3/charge?until=2199-01-01T00:00:00Z")
                #expect(late["charge"]?["notPriced"] == "The stay is longer than ten years.")
                try site.clock.set("2037-03-03T08:00:00+01:00")
                let left = try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                #expect(left["charge"]?["notPriced"] == "The stay is longer than ten years.")
                #expect(try await site.read("sessions/3")["state"] == "ended")
            }
        }
    }
}
