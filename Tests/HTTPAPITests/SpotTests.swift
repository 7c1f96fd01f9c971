import HTTPTypes
import Testing

extension HTTPTests {
    /// Spots for permits and for drivers whose own is taken, by HTTP: design rules 2 and 6.
    struct SpotTests {
        @Test func `permits have spots of their own, and no more are sold than there are`() async throws {
            let settings = #", "permanentSpots": 2, "permanentSpotNames": ["P1"]"#
            try await Site.with(at: "2026-03-02T10:00:00+01:00", settings: settings) { site in
                func grant(_ plate: String, _ more: String) async throws -> Exchange {
                    try await site.post("grant-permit", #"{"plate": "\#(plate)", "kind": "pass"\#(more)}"#)
                }
                #expect(try await grant("A 1", #", "spot": "P1""#).status == .ok)
                try await site.expect("spot-taken", 409, field: "spot") { try await grant("A 2", #", "spot": "P1""#) }
                try await site.expect("unknown-spot", 422, field: "spot") {
                    try await grant("A 2", #", "spot": "P2""#)
                }
                try await site.expect("invalid-value", 400, field: "shared") {
                    try await grant("A 2", #", "spot": "P1", "shared": true"#)
                }
                #expect(try await grant("A 2", "").status == .ok)
                try await site.expect("permanent-spots-taken", 409) { try await grant("A 3", "") }
                #expect(try await grant("A 3", #", "shared": true"#).status == .ok)
                let seen = try await site.carryOut("plate-seen", #"{"plate": "A 1", "gate": "north"}"#)
                #expect(seen["reason"] == "permit" && seen["spot"] == "P1" && seen["fallback"] == nil)
            }
        }

        @Test func `a fallback spot is offered at the gate, assigned and reported`() async throws {
            let settings = #", "fallbackSpots": 1, "fallbackSpotNames": ["F1"], "admission": "reservation-required""#
            try await Site.with(at: "2026-03-02T10:00:00+01:00") { site in
                try await site.configure(capacity: 2, settings)
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-02"}"#)
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try await site.carryOut("reserve", #"{"plate": "A 2", "day": "2026-03-03"}"#)
                try site.clock.set("2026-03-03T08:00:00+01:00")
                let seen = try await site.carryOut("plate-seen", #"{"plate": "A 2", "gate": "north"}"#)
                #expect(seen["reason"] == "reserved" && seen["fallback"] == true && seen["spot"] == "F1")
                let entry = try await site.carryOut("gate-open", #"{"plate": "A 2", "gate": "north"}"#)
                let assigned = try await site.carryOut("assign-fallback", #"{"plate": "A 2"}"#)
                #expect(assigned["session"] == entry["session"] && assigned["spot"] == "F1")
                let shortage = try await site.read("overstays")["shortages"]?[0]
                #expect(shortage?["short"] == 1 && shortage?["assigned"] == 1 && shortage?["blocked"] == 0)
                try await site.expect("no-fallback-left", 409) {
                    try await site.post("assign-fallback", #"{"plate": "A 1"}"#)
                }
                try await site.expect("unknown-spot", 422, field: "spot") {
                    try await site.post("assign-fallback", #"{"plate": "A 1", "spot": "F9"}"#)
                }
                try await site.expect("unknown-session", 404, field: "plate") {
                    try await site.post("assign-fallback", #"{"plate": "A 9"}"#)
                }
            }
        }
    }
}
