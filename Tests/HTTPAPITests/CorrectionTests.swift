import Chronology
import HTTPTypes
import TestSupport
import Testing

extension HTTPTests {
    /// What an operator puts right, and what the read models say then: design rule 15.
    @Suite struct CorrectionTests {
        /// A garage at 2.00 an hour, at noon.
        private func garage(_ body: @Sendable (Site) async throws -> Void) async throws {
            try await Site.with(at: "2026-03-02T07:00:00+01:00") { site in
                try await site.carryOut(
                    "rate-published", #"{"id": "hour", "price": {"perUnit": "2.00", "every": "1 h"}}"#)
                try site.clock.set("2026-03-02T12:00:00+01:00")
                try await body(site)
            }
        }

        private func told(_ time: String) -> String { #""occurredAt": "2026-03-02T\#(time):00+01:00""# }

        /// An entry by a plate; its session.
        private func entry(_ site: Site, _ plate: String, _ time: String) async throws -> Int64 {
            let body = #"{"plate": "\#(plate)", "gate": "north", \#(told(time))}"#
            return try #require(try await site.carryOut("gate-open", body)["session"]?.integer)
        }

        private func exit(_ site: Site, _ plate: String, _ time: String) async throws {
            try await site.carryOut("exit", #"{"plate": "\#(plate)", "gate": "south", \#(told(time))}"#)
        }

        private func session(_ site: Site, _ id: Int64) async throws -> JSON { try await site.read("sessions/\(id)") }

        @Test func `an exit that is told before its entry is paid for, and nobody is inside`() async throws {
            try await garage { site in
                try await exit(site, "A 1", "10:00")
                let id = try await entry(site, "A 1", "08:00")
                #expect(try await session(site, id)["charge"]?["total"] == "4.00")
                #expect(try await site.read("occupancy")["inside"]?.integer == 0)
                // What had happened by nine: the car was inside.
                let then = try await site.get("occupancy?asOf=2026-03-02T09:00:00%2B01:00&basis=happened")
                #expect(then.json?["inside"]?.integer == 1)
            }
        }

        @Test func `a stay that was two visits costs what both cost`() async throws {
            try await garage { site in
                let id = try await entry(site, "A 1", "08:00")
                try await exit(site, "A 1", "11:00")
                let away = #""leftAt": "2026-03-02T09:00:00+01:00", "returnedAt": "2026-03-02T10:00:00+01:00""#
                let split = try await site.carryOut(
                    "split-session", #"{"session": \#(id), \#(away), "reason": "tailgated"}"#)
                let second = try #require(split["second"]?.integer)
                #expect(try await session(site, id)["charge"]?["total"] == "2.00")
                #expect(try await session(site, second)["charge"]?["total"] == "2.00")
                try await site.expect("ends-before-start", 422, field: "returnedAt") {
                    let back = #""leftAt": "2026-03-02T10:30:00+01:00", "returnedAt": "2026-03-02T10:00:00+01:00""#
                    return try await site.post("split-session", #"{"session": \#(second), \#(back), "reason": "x"}"#)
                }
            }
        }

        @Test func `a driver who turned round holds no spot, and a reason must be on the garage's list`() async throws {
            try await Site.with(capacity: 1, settings: #", "reasons": ["turned-round"]"#) { site in
                try await site.carryOut("plate-seen", #"{"plate": "A 1", "gate": "north"}"#)
                try await site.expect("unknown-reason", 422, field: "reason") {
                    try await site.post("withdraw-authorisation", #"{"authorisation": 2, "reason": "misread"}"#)
                }
                try await site.carryOut("withdraw-authorisation", #"{"authorisation": 2, "reason": "turned-round"}"#)
                let seen = try await site.carryOut("plate-seen", #"{"plate": "B 1", "gate": "north"}"#)
                #expect(seen["answer"] == "open")
                try await site.expect("unknown-authorisation", 404, field: "authorisation") {
                    try await site.post(
                        "withdraw-authorisation", #"{"authorisation": 2, "reason": "turned-round"}"#)
                }
            }
        }

        @Test func `the stay of a misread plate is the right car's, with its exit`() async throws {
            try await garage { site in
                let id = try await entry(site, "X 1", "08:00")
                try await exit(site, "A 1", "10:00")
                let body =
                    #"{"session": \#(id), "plate": "A 1", "reason": "misread", "remark": "Seen on the picture."}"#
                try await site.carryOut("correct-plate", body)
                #expect(try await site.carryOut("correct-plate", body)["repeated"] == true)
                let stay = try await session(site, id)
                #expect(stay["plate"] == "A1" && stay["state"] == "ended")
                #expect(stay["charge"]?["total"] == "4.00")
                try await site.expect("unknown-session", 404, field: "session") {
                    try await site.post("correct-plate", #"{"session": 99, "plate": "A 1", "reason": "misread"}"#)
                }
            }
        }

        @Test func `a stay ends when a person says so, and goes on when a person says that`() async throws {
            try await garage { site in
                let id = try await entry(site, "A 1", "08:00")
                func end(_ time: String) async throws -> Exchange {
                    try await site.post(
                        "end-session",
                        #"{"session": \#(id), "at": "2026-03-02T\#(time):00+01:00", "reason": "tailgated"}"#)
                }
                try await site.expect("ends-before-start", 422) { try await end("07:00") }
                try await site.expect("in-the-future", 422, field: "at") { try await end("13:00") }
                #expect(try await end("09:00").status == .ok)
                #expect(try await end("09:00").json?["result"]?["repeated"] == true)
                #expect(try await session(site, id)["charge"]?["total"] == "2.00")
                try await site.expect("not-correctable", 409, field: "session") { try await end("10:00") }
                try await site.carryOut("reopen-session", #"{"session": \#(id), "reason": "still-inside"}"#)
                #expect(try await session(site, id)["state"] == "open")
                #expect(try await site.read("occupancy")["inside"]?.integer == 1)
            }
        }

        @Test func `an exit without an entry is linked to the stay that it ended`() async throws {
            try await garage { site in
                let id = try await entry(site, "A 1", "08:00")
                let left = try await site.post(
                    "exit", #"{"plate": "QQ 77", "gate": "south", \#(told("11:00"))}"#)
                let exit = try #require(left.json?["version"]?.integer)
                let body = #"{"session": \#(id), "exit": \#(exit), "reason": "misread"}"#
                try await site.carryOut("link-exit", body)
                #expect(try await site.carryOut("link-exit", body)["repeated"] == true)
                #expect(try await session(site, id)["charge"]?["total"] == "6.00")
                try await site.expect("unknown-exit", 404, field: "exit") {
                    try await site.post("link-exit", #"{"session": \#(id), "exit": 99, "reason": "misread"}"#)
                }
            }
        }

        @Test func `a passage was at another time`() async throws {
            try await garage { site in
                let id = try await entry(site, "A 1", "08:00")
                try await exit(site, "A 1", "10:00")
                let at = #""at": "2026-03-02T09:30:00+01:00""#
                try await site.carryOut("correct-passage", #"{"session": \#(id), \#(at), "reason": "clock"}"#)
                let stay = try await session(site, id)
                #expect(stay["enteredAt"] == "2026-03-02T09:30:00+01:00")
                #expect(stay["charge"]?["total"] == "2.00")
                let then = try await site.get("occupancy?asOf=2026-03-02T09:00:00%2B01:00&basis=happened")
                #expect(then.json?["inside"]?.integer == 0)
            }
        }

        @Test func `a stay that is written off costs nothing, and its charge is refused`() async throws {
            try await garage { site in
                let id = try await entry(site, "A 1", "08:00")
                try await site.carryOut("write-off", #"{"session": \#(id), "reason": "ghost"}"#)
                #expect(try await session(site, id)["state"] == "written-off")
                #expect(try await site.read("occupancy")["inside"]?.integer == 0)
                try await site.expect("session-written-off", 409) { try await site.get("sessions/\(id)/charge") }
            }
        }

        @Test func `the count is what a person counted, and a garage that is empty is empty`() async throws {
            try await garage { site in
                _ = try await entry(site, "A 1", "08:00")
                let id = try await entry(site, "B 1", "09:00")
                try await site.carryOut("correct-count", #"{"inside": 5, "reason": "counted"}"#)
                #expect(try await site.read("occupancy")["inside"]?.integer == 5)
                // Who had left by then had not been counted; who leaves then was.
                try await exit(site, "A 1", "10:00")
                #expect(try await site.read("occupancy")["inside"]?.integer == 5)
                try await site.carryOut("exit", #"{"plate": "C 1", "gate": "south"}"#)
                #expect(try await site.read("occupancy")["inside"]?.integer == 4)
                try await site.carryOut("reset-inventory", #"{"reason": "closed-overnight"}"#)
                #expect(try await site.read("occupancy")["inside"]?.integer == 0)
                #expect(try await session(site, id)["state"] == "written-off")
            }
        }

        @Test(arguments: [
            "correct-plate", "end-session", "reopen-session", "link-exit", "correct-passage", "write-off",
            "correct-count", "reset-inventory", "release-passage",
        ])
        func `a correction without a reason is refused`(command: String) async throws {
            try await garage { site in
                let head = try await site.head
                let bodies = [
                    "{}", "[]",
                    #"{"session": 1, "at": "2026-03-02T09:30:00+01:00", "exit": 1, "plate": "A 1", "inside": 1}"#,
                    #"{"reason": "No reason"}"#,
                ]
                for body in bodies {
                    let exchange = try await site.post(command, body)
                    #expect(exchange.status == .badRequest, "\(body)")
                }
                #expect(try await site.head == head)
            }
        }
    }
}
