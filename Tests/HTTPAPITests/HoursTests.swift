import HTTPTypes
import Testing

extension HTTPTests {
    /// Hours of a day that are paid when they are reserved.
    @Suite struct HoursTests {
        private let grid = """
            {"id": "flex", "price": {"weekGrid": [
                {"name": "morning", "amount": "4.00", "hours": [{"days": ["monday"], "from": "08:00", "until": "10:00"}]},
                {"name": "day", "amount": "2.00", "hours": [{"days": ["monday"], "from": "10:00", "until": "18:00"}]}]}}
            """

        @Test func `four hours are reserved for what the grid says, and the stay in them costs nothing`() async throws {
            try await Site.with(at: "2026-03-02T07:00:00+01:00") { site in
                try await site.carryOut("rate-published", grid)
                let result = try await site.carryOut(
                    "reserve", #"{"plate": "B-AB 123", "start": "2026-03-02T07:30", "hours": 4}"#)
                #expect(result["from"] == "2026-03-02T07:00:00+01:00")
                #expect(result["until"] == "2026-03-02T11:00:00+01:00")
                #expect(result["charge"]?["total"] == "10.00")
                let event = try await site.get("events?after=2").json?["events"]?[0]
                #expect(event?["payload"]?["total"] == "10.00")
                let list = try await site.read("allowlists/2026-03-02")
                #expect(list["plates"]?[0]?["plate"] == "BAB123")
            }
        }

        @Test(arguments: [
            #"{"plate": "B-AB 123", "start": "2026-03-02T23:00", "hours": 2}"#,
            #"{"plate": "B-AB 123", "start": "2026-03-02T08:00", "hours": 13}"#,
        ])
        func `golden 28: hours that leave the day or are too many are not bookable`(body: String) async throws {
            try await Site.with { site in
                try await site.carryOut("rate-published", grid)
                let refusal = try await site.post("reserve", body)
                #expect(refusal.status == .unprocessableContent)
                #expect(refusal.json?["type"] == "urn:parklog:problem:not-bookable")
            }
        }
    }
}
