import Chronology
import HTTPTypes
import TestSupport
import Testing

extension HTTPTests {
    /// Cameras take characters for one another: design rule 8.
    @Suite struct LookAlikeTests {
        @Test func `B-OO 100 comes in, and is the car that leaves as B-0O 100`() async throws {
            try await Site.with { site in
                try await site.carryOut("gate-open", #"{"plate": "B-OO 100", "gate": "north"}"#)
                let left = try await site.carryOut("exit", #"{"plate": "B-0O 100", "gate": "south"}"#)
                #expect(left["session"]?.integer == 2)
                #expect(left["lookAlike"]?.boolean == true)
            }
        }

        @Test func `a camera that is not sure is asked again, and what it names beside counts where it has a right`()
            async throws
        {
            try await Site.with(settings: #", "admission": "reservation-required", "readConfidence": 70"#) { site in
                try await site.carryOut("grant-permit", #"{"plate": "K-AB 77", "kind": "pass"}"#)
                let unsure = try await site.carryOut(
                    "plate-seen", #"{"plate": "K-A8 71", "gate": "north", "confidence": 69}"#)
                #expect(unsure["answer"] == "read-again" && unsure["reason"] == "unsure")
                let seen = try await site.carryOut(
                    "plate-seen",
                    #"{"plate": "K-A8 71", "gate": "north", "confidence": 70, "alternatives": ["K-AB 77", "K-AB 17"]}"#)
                #expect(seen["answer"] == "open" && seen["lookAlike"] == true)
            }
        }

        @Test func `a plate that another process gave a right is meant, too`() async throws {
            try await Site.with(settings: #", "admission": "reservation-required""#) { site in
                try await site.carryOut("plate-seen", #"{"plate": "M-XY 1", "gate": "north"}"#)
                // Other hosts of the same garage.
                try await Site.with(at: "2026-03-02T08:00:00+01:00", capacity: nil) { other in
                    _ = try await other.send(
                        .post, site.path("commands/reserve"),
                        body: Array(#"{"plate": "B-SO 5", "day": "2026-03-02"}"#.utf8))
                }
                site.clock.set(site.clock.now + .minutes(1))
                let seen = try await site.carryOut("plate-seen", #"{"plate": "B-S0 5", "gate": "north"}"#)
                #expect(seen["answer"]?.string == "open")
                #expect(seen["lookAlike"]?.boolean == true)
            }
        }

        @Test func `a car whose entry waits in quarantine is meant, also by a process that has just begun`()
            async throws
        {
            try await Site.with { site in
                let ahead = #""occurredAt": "2026-03-02T09:00:00+01:00""#
                let waits = try await site.carryOut("gate-open", #"{"plate": "B-OO 1", "gate": "north", \#(ahead)}"#)
                #expect(waits["quarantined"]?.integer == 2)
                try await Site.with(at: "2026-03-02T08:00:00+01:00", capacity: nil) { other in
                    _ = try await other.send(
                        .post, site.path("commands/exit"),
                        body: Array(#"{"plate": "B-0O 1", "gate": "south", \#(ahead)}"#.utf8))
                }
                let events = try await site.get("events?after=2").json?["events"]?.array
                #expect(events?.first?["payload"]?["alike"]?.array?.count == 1)
            }
        }

        @Test func `a garage that folds accents lets MÜ 1 in by the right of MU 1`() async throws {
            for (folding, answer) in [(#"["accents"]"#, "open"), ("[]", "deny")] {
                try await Site.with(settings: #", "admission": "reservation-required", "plateFolding": \#(folding)"#) {
                    site in
                    try await site.carryOut("reserve", #"{"plate": "MU 1", "day": "2026-03-02"}"#)
                    let seen = try await site.carryOut("plate-seen", #"{"plate": "MÜ 1", "gate": "north"}"#)
                    #expect(seen["answer"]?.string == answer)
                }
            }
        }

        @Test(arguments: [
            ("\u{C5} 12", "\u{212B} 12"), ("\u{C5} 12", "A\u{30A} 12"), ("가 1", "\u{1100}\u{1161} 1"), ("AB 1", "ＡＢ　１"),
            ("AB 12", "AB ١٢"),
        ])
        func `a plate is the same one, however it is spelled, also for a process that has just begun`(
            granted: String, read: String
        ) async throws {
            try await Site.with(settings: #", "admission": "reservation-required""#) { site in
                try await site.carryOut("grant-permit", #"{"plate": "\#(granted)", "kind": "pass"}"#)
                try await Site.with(at: "2026-03-02T08:00:00+01:00", capacity: nil) { other in
                    for plate in [read, granted] {
                        other.clock.set(other.clock.now + .minutes(1))
                        let body = #"{"plate": "\#(plate)", "gate": "north"}"#
                        let seen = try await other.send(.post, site.path("commands/plate-seen"), body: Array(body.utf8))
                        #expect(seen.json?["result"]?["answer"]?.string == "open")
                    }
                }
                try await site.expect("already-permitted", 409) {
                    try await site.post("grant-permit", #"{"plate": "\#(read)", "kind": "pass"}"#)
                }
            }
        }
    }
}
