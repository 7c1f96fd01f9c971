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
    }
}
