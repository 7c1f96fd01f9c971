import Testing

extension HTTPTests {
    /// Rule breakers by HTTP: design rule 17.
    struct SuspensionTests {
        @Test func `a plate is suspended, listed, denied, and let in again`() async throws {
            try await Site.with(at: "2026-03-02T09:00:00+01:00") { site in
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-02"}"#)
                try site.clock.set("2026-03-02T10:00:00+01:00")
                let suspended = try await site.carryOut(
                    "suspend-plate", #"{"plate": "a-1", "lastDay": "2026-03-09", "reason": "blocking"}"#)
                #expect(suspended["firstDay"] == "2026-03-02" && suspended["lastDay"] == "2026-03-09")
                let seen = #"{"plate": "A 1", "gate": "north"}"#
                let denied = try await site.carryOut("plate-seen", seen)
                #expect(denied["answer"] == "deny" && denied["reason"] == "suspended")
                let listed = try await site.read("suspensions?day=2026-03-05")["suspensions"]
                #expect(listed?.array?.count == 1)
                #expect(listed?[0]?["plate"] == "A1" && listed?[0]?["reason"] == "blocking")
                #expect(try await site.read("suspensions?day=2026-03-10")["suspensions"] == .array([]))
                #expect(try await site.read("allowlists/2026-03-02")["plates"] == .array([]))
                try await site.expect("plate-suspended", 409, field: "plate") {
                    try await site.post("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#)
                }
                let earlier = "suspensions?day=2026-03-05&asOf=2026-03-02T09:59:59%2B01:00"
                #expect(try await site.read(earlier)["suspensions"] == .array([]))
                try site.clock.set("2026-03-02T11:00:00+01:00")
                let lifted = try await site.carryOut("lift-suspension", #"{"plate": "A 1", "reason": "goodwill"}"#)
                #expect(lifted["lifted"]?.integer == 1)
                #expect(try await site.carryOut("plate-seen", seen)["reason"] == "reserved")
                #expect(try await site.read("suspensions?day=2026-03-05")["suspensions"] == .array([]))
                let before = "suspensions?day=2026-03-05&asOf=2026-03-02T10:59:59%2B01:00"
                #expect(try await site.read(before)["suspensions"]?.array?.count == 1)
            }
        }

        @Test func `a suspension that cannot be is refused, and why`() async throws {
            try await Site.with(at: "2026-03-02T10:00:00+01:00") { site in
                func suspend(_ more: String) async throws -> Exchange {
                    try await site.post("suspend-plate", #"{"plate": "A 1", "reason": "blocking"\#(more)}"#)
                }
                try await site.expect("ends-before-start", 422, field: "lastDay") {
                    try await suspend(#", "firstDay": "2026-03-05", "lastDay": "2026-03-04""#)
                }
                try await site.expect("day-over", 422) { try await suspend(#", "firstDay": "2026-03-01""#) }
                try await site.expect("day-too-far", 422, field: "firstDay") {
                    try await suspend(#", "firstDay": "2027-03-05""#)
                }
            }
        }

        @Test func `overstays suspend a plate by the garage's policy`() async throws {
            let policy = #""suspension": {"overstays": 1, "within": "7 days", "days": 2}"#
            try await Site.with(at: "2026-03-02T10:00:00+01:00", settings: #", "longestStay": "1 h", \#(policy)"#) {
                site in
                let entry = try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try site.clock.set("2026-03-02T12:00:00+01:00")
                try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                let listed = try await site.read("suspensions")["suspensions"]?[0]
                #expect(listed?["overstays"]?[0] == entry["session"] && listed?["lastDay"] == "2026-03-04")
                #expect(listed?["reason"] == nil)
                let denied = try await site.carryOut("plate-seen", #"{"plate": "A 1", "gate": "north"}"#)
                #expect(denied["reason"] == "suspended")
                #expect(try await site.get("").json?["settings"]?["suspension"]?["within"] == "7 days")
            }
        }
    }
}
