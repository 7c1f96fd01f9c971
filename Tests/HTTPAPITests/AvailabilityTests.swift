import Testing

extension HTTPTests {
    /// What a booking app asks before it asks for a day: design rule 2.
    struct AvailabilityTests {
        @Test func `a booking app sees what is left of some days, for members and guests`() async throws {
            try await Site.with(at: "2026-03-02T09:00:00+01:00") { site in
                try site.clock.set("2026-03-02T10:00:00+01:00")
                try await site.configure(capacity: 3, #", "guestSpots": 1, "fallbackSpots": 1"#)
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-03"}"#)
                try await site.carryOut("reserve", #"{"plate": "A 2", "day": "2026-03-04", "holder": "guest"}"#)
                let days = try await site.get("availability?days=3").json?["days"]
                let left = days?.array?.map {
                    "\($0["day"]?.string ?? "") \($0["members"]?.integer ?? -1) \($0["guests"]?.integer ?? -1)"
                }
                #expect(left == ["2026-03-02 1 1", "2026-03-03 0 1", "2026-03-04 1 0"])
                #expect(days?[0]?["stretches"]?[0]?["from"] == "2026-03-02T10:00:00+01:00")
                #expect(days?[1]?["stretches"]?.array?.count == 1)
                #expect(try await site.get("availability").json?["days"]?.array?.count == 7)
                #expect(try await site.get("availability?day=2027-03-01").json?["days"]?.array?.count == 3)
                #expect(try await site.get("availability?day=2026-03-01&days=1").json?["days"] == .array([]))
                let past = try await site.get("availability?day=2026-03-03&days=1&asOf=2026-03-02T09:59:00%2B01:00")
                    .json
                #expect(past?["days"]?[0]?["members"] == 10)
                for days in ["0", "63", "x", "-1"] {
                    try await site.expect("invalid-parameter", 400, field: "days") {
                        try await site.get("availability?days=\(days)")
                    }
                }
            }
        }
    }
}
