import HTTPTypes
import Testing

extension HTTPTests {
    @Suite struct GateTests {
        @Test func `a plate is let in, drives in, is let out and leaves`() async throws {
            try await Site.with { site in
                let seen = try await site.carryOut("plate-seen", #"{"plate": "B-AB 123", "gate": "north"}"#)
                #expect(seen == .object(["answer": "open", "reason": "pays-by-time"]))
                let entered = try await site.carryOut("gate-open", #"{"gate": "north"}"#)
                #expect(entered == .object(["session": 3]))
                #expect(try await site.read("occupancy")["inside"] == 1)
                #expect(try await site.read("sessions/3")["plate"] == "BAB123")
                try site.clock.set("2026-03-02T09:30:00+01:00")
                let leaving = try await site.carryOut("plate-seen", #"{"plate": "B-AB 123", "gate": "south"}"#)
                #expect(leaving == .object(["answer": "open", "reason": "leaving"]))
                let opened = try await site.carryOut("gate-open", #"{"plate": "B-AB 123", "gate": "south"}"#)
                #expect(opened == .object(["opened": true]))
                let left = try await site.carryOut("exit", #"{"plate": "B-AB 123", "gate": "south"}"#)
                #expect(left["session"] == 3)
                #expect(left["exitedAt"] == "2026-03-02T09:30:00+01:00")
                #expect(left["charge"]?["total"] == "0.00")
                #expect(left["charge"]?["lines"]?[0]?["why"] == "gap")
                #expect(try await site.read("occupancy")["free"] == 10)
                #expect(try await site.read("sessions/3")["state"] == "ended")
            }
        }

        @Test func `a vehicle without a card of its own is said to be priced by the standard one`() async throws {
            try await Site.with { site in
                let seen = try await site.carryOut(
                    "plate-seen", #"{"plate": "A 1", "gate": "north", "vehicle": "airship"}"#)
                #expect(seen == .object(["answer": "open", "reason": "pays-by-time", "pricedAs": "standard"]))
                let entered = try await site.carryOut("gate-open", #"{"gate": "north", "plate": "A 1"}"#)
                #expect(entered == .object(["session": 3, "pricedAs": "standard"]))
            }
        }

        @Test func `a full garage denies, and the denial is logged`() async throws {
            try await Site.with(capacity: 1) { site in
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                let denied = try await site.post("plate-seen", #"{"plate": "A 2", "gate": "north"}"#)
                #expect(denied.json?["result"] == .object(["answer": "deny", "reason": "garage-full"]))
                #expect(denied.json?["events"]?[0]?["type"] == "entry-denied")
            }
        }

        @Test func `every reason to be denied is answered`() async throws {
            let required = #", "admission": "reservation-required", "permanentSpots": 1"#
            try await Site.with(capacity: 2, settings: required) { site in
                func reason(_ plate: String) async throws -> JSON? {
                    try await site.carryOut("plate-seen", #"{"plate": "\#(plate)", "gate": "north"}"#)["reason"]
                }
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-02"}"#)
                #expect(try await reason("A 2") == "no-reservation")
                #expect(try await reason("A 1") == "reserved")
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try site.clock.set("2026-03-02T09:00:00+01:00")
                #expect(try await reason("A 1") == "already-inside")
                try await site.configure(capacity: 2, #", "admission": "open""#)
                #expect(try await reason("A 3") == "spots-kept")
                #expect(try await site.get("events").json?["events"]?.array?.count == 8)
            }
        }

        @Test func `the same reading again is answered as before and adds nothing`() async throws {
            try await Site.with { site in
                let read = #"{"plate": "A 1", "gate": "north", "deviceEvent": "cam-1"}"#
                try await site.carryOut("plate-seen", read)
                let again = try await site.post("plate-seen", read)
                #expect(again.json?["result"]?["repeated"] == true)
                #expect(again.json?["events"] == .array([]))
                #expect(again.json?["version"] == 2)
                let opened = #"{"plate": "A 1", "gate": "north", "deviceEvent": "bar-1"}"#
                try await site.carryOut("gate-open", opened)
                #expect(try await site.carryOut("gate-open", opened) == .object(["session": 3, "repeated": true]))
                let left = #"{"plate": "A 1", "gate": "south", "deviceEvent": "cam-2"}"#
                try await site.carryOut("exit", left)
                #expect(try await site.carryOut("exit", left) == .object(["session": 3, "repeated": true]))
                #expect(try await site.head == 4)
            }
        }

        @Test func `a ticket stands in for a plate`() async throws {
            try await Site.with { site in
                try await site.carryOut("gate-open", #"{"ticket": "T-17", "gate": "north", "remark": "dirty plate"}"#)
                let session = try await site.read("sessions/2")
                #expect(session["ticket"] == "T-17")
                #expect(session["plateId"] == nil)
                #expect(try await site.carryOut("exit", #"{"ticket": "T-17", "gate": "south"}"#)["session"] == 2)
                let payloads = try #require(try await site.get("events").json?["events"]?.array)
                #expect(payloads[1]["text"] == "dirty plate")
                #expect(payloads[1]["payload"]?["byHand"]?.string?.hasPrefix("text:") == true)
            }
        }

        @Test func `a car whose entry nobody saw may leave`() async throws {
            try await Site.with { site in
                let seen = try await site.carryOut(
                    "plate-seen", #"{"plate": "A 1", "gate": "yard", "direction": "out"}"#)
                #expect(seen["reason"] == "leaving-unseen")
                let left = try await site.carryOut("exit", #"{"plate": "A 1", "gate": "yard"}"#)
                #expect(left["unseenEntry"] == true)
                #expect(left["charge"] == nil)
            }
        }

        @Test func `soft anti-passback orphans the old session, which has no charge`() async throws {
            try await Site.with(settings: #", "antiPassback": "soft""#) { site in
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try site.clock.set("2026-03-02T10:00:00+01:00")
                let reply = try await site.post("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                #expect(
                    reply.json?["events"]?.array?.compactMap { $0["type"]?.string } == [
                        "session-orphaned", "car-entered",
                    ])
                #expect(try await site.read("sessions/2")["state"] == "orphaned")
                try await site.expect("session-orphaned", 409) { try await site.get("sessions/2/charge?minVersion=4") }
            }
        }

        @Test func `no answer but the vault's queries names a plate`() async throws {
            try await Site.with { site in
                let bodies = [
                    try await site.post("reserve", #"{"plate": "SECRET 7", "day": "2026-03-02"}"#, key: "k"),
                    try await site.post("grant-permit", #"{"plate": "SECRET 7", "kind": "pass"}"#, key: "p"),
                    try await site.post("grant-permit", #"{"plate": "SECRET 7", "kind": "pass"}"#),
                    try await site.post("plate-seen", #"{"plate": "SECRET 7", "gate": "north"}"#),
                    try await site.post("gate-open", #"{"plate": "SECRET 7", "gate": "north"}"#),
                    try await site.post("exit", #"{"plate": "SECRET 7", "gate": "south"}"#),
                    try await site.post("reserve", #"{"plate": "SECRET 7 SECRET 7 SECRET 7", "day": "2026-03-02"}"#),
                    try await site.get("events"),
                ]
                for body in bodies { #expect(!body.text.contains("SECRET"), "\(body.uri)") }
            }
        }
    }
}
