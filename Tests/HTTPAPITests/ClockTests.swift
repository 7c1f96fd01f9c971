import Chronology
import TestSupport
import Testing

extension HTTPTests {
    /// A machine's clock ran three hours fast when it made the garage: design rule 18.
    @Suite struct ClockTests {
        private func garage(_ body: @Sendable (Site) async throws -> Void) async throws {
            try await Site.with(at: "2026-03-02T11:00:00+01:00") { site in
                site.clock.set(try #require(Instant("2026-03-02T08:00:00+01:00")))
                try await body(site)
            }
        }

        @Test func `a head ahead of the clock stops nobody's time`() async throws {
            try await garage { site in
                try await site.carryOut(
                    "rate-published", #"{"id": "hour", "price": {"perUnit": "3.00", "every": "1 h"}}"#)
                site.clock.set(site.clock.now + .minutes(1))
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                site.clock.set(site.clock.now + .minutes(90))
                let left = try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                let result: JSON? = left
                #expect(result?["enteredAt"]?.string == "2026-03-02T08:01:00+01:00")
                #expect(result?["exitedAt"]?.string == "2026-03-02T09:31:00+01:00")
                #expect(result?["charge"]?["total"]?.string == "6.00")
                // Only when the log took it had to wait.
                let events = try await site.get("events?after=1").json?["events"]?.array ?? []
                let taken = events.compactMap { $0["recordedAt"]?.string.flatMap { Instant($0) } }
                #expect(taken == Array(repeating: Instant("2026-03-02T11:00:00+01:00")!, count: 3))
            }
        }

        @Test func `a head ahead of the clock lets an authorisation expire`() async throws {
            try await Site.with(at: "2026-03-02T11:00:00+01:00", capacity: 1) { site in
                site.clock.set(try #require(Instant("2026-03-02T08:00:00+01:00")))
                try await site.carryOut("plate-seen", #"{"plate": "A 1", "gate": "north"}"#)
                let full = try await site.carryOut("plate-seen", #"{"plate": "B 1", "gate": "north"}"#)
                #expect(full["answer"]?.string == "deny")
                site.clock.set(site.clock.now + .seconds(91))
                let free = try await site.carryOut("plate-seen", #"{"plate": "C 1", "gate": "north"}"#)
                #expect(free["answer"]?.string == "open")
            }
        }

        @Test func `a right that is given under a head ahead of the clock pays at once`() async throws {
            try await garage { site in
                try await site.carryOut(
                    "rate-published", #"{"id": "hour", "price": {"perUnit": "3.00", "every": "1 h"}}"#)
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-02"}"#)
                site.clock.set(site.clock.now + .minutes(1))
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                site.clock.set(site.clock.now + .hours(1))
                let left = try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                #expect(left["charge"]?["total"]?.string == "0.00")
            }
        }

        @Test func `an entry by a clock that is ahead waits until a person says when it was`() async throws {
            try await Site.with(at: "2026-03-02T08:00:00+01:00") { site in
                try await site.carryOut(
                    "rate-published", #"{"id": "hour", "price": {"perUnit": "2.00", "every": "1 h"}}"#)
                let told = #"{"plate": "A 1", "gate": "north", "occurredAt": "2026-03-02T08:20:00+01:00"}"#
                let waiting = try await site.carryOut("gate-open", told)
                #expect(waiting["reason"] == "clock-ahead")
                #expect(try await site.carryOut("gate-open", told)["repeated"] == true)
                #expect(try await site.read("occupancy")["inside"]?.integer == 0)
                site.clock.set(site.clock.now + .hours(2))
                try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                let id = try #require(waiting["quarantined"]?.integer)
                let release =
                    #"{"quarantined": \#(id), "at": "2026-03-02T08:00:00+01:00", "reason": "clock-off"}"#
                let session = try #require(try await site.carryOut("release-passage", release)["session"]?.integer)
                #expect(try await site.read("sessions/\(session)")["charge"]?["total"] == "4.00")
                let events = try await site.get("events?after=\(session - 1)").json?["events"]?.array ?? []
                #expect(events.first?["payload"]?["claimedAt"] == "2026-03-02T07:20:00Z")
                try await site.expect("unknown-quarantined", 404, field: "quarantined") {
                    try await site.post("release-passage", release)
                }
            }
        }

        @Test func `a device may say anew under the same key when it sent`() async throws {
            try await Site.with(at: "2026-03-02T08:00:00+01:00") { site in
                func exit(sent: String) async throws -> Exchange {
                    try await site.post(
                        "exit",
                        #"{"plate": "A 1", "gate": "south", "occurredAt": "2026-03-02T07:10:00+01:00", "#
                            + #""sentAt": "2026-03-02T\#(sent):00+01:00"}"#, key: "exit-1")
                }
                let first = try await exit(sent: "07:40")
                #expect(first.json?["result"]?["reason"] == "clock-behind")
                #expect(try await exit(sent: "07:41").json == first.json)
            }
        }
    }
}
