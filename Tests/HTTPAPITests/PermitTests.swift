import HTTPTypes
import Testing

extension HTTPTests {
    /// Rights that last: passes, subscriptions and memberships.
    @Suite struct PermitTests {
        /// Three hours are free, then 50 an hour; students pay 25 from the first minute on.
        static func office(_ period: String = "month") -> String {
            """
            {"rates": [{"id": "guest", "price": {"perUnit": "50.00", "every": "1 h"}, "free": "3 h"},
                {"id": "student", "group": "students", "price": {"perUnit": "25.00", "every": "1 h"}}],
             "crossing": "perBlock", "subscriptions": [{"id": "resident", "amount": "3000.00", "period": "\(period)"}]}
            """
        }

        static func granted(_ plate: String, _ kind: String, _ more: String = "") -> String {
            #"{"plate": "\#(plate)", "kind": "\#(kind)"\#(more)}"#
        }
        static func subscribed(_ plate: String, _ more: String = "") -> String {
            granted(plate, "subscription", #", "subscription": "resident"\#(more)"#)
        }

        static func withOffice(
            at time: String = "2026-03-02T08:00:00+01:00", settings: String = "",
            _ body: @Sendable (Site) async throws -> Void
        ) async throws {
            try await Site.with(at: time, settings: settings) { site in
                try await site.carryOut("card-published", office())
                try await body(site)
            }
        }

        @Test func `golden 31: a guest pays behind the free hours, a resident and staff pay nothing`() async throws {
            try await Self.withOffice { site in
                try await site.carryOut("grant-permit", Self.subscribed("R 1"))
                try await site.carryOut("grant-permit", Self.granted("S 1", "pass"))
                try site.clock.set("2026-03-02T09:00:00+01:00")
                let plates = [("G 1", "100.00", "pays-by-time"), ("R 1", "0.00", "permit"), ("S 1", "0.00", "permit")]
                for (plate, _, reason) in plates {
                    let seen = try await site.carryOut("plate-seen", #"{"plate": "\#(plate)", "gate": "north"}"#)
                    #expect(seen["answer"] == "open" && seen["reason"] == .string(reason))
                    #expect((seen["right"] == nil) == (reason == "pays-by-time"))
                    try await site.carryOut("gate-open", #"{"plate": "\#(plate)", "gate": "north"}"#)
                }
                try site.clock.set("2026-03-02T14:00:00+01:00")
                for (plate, total, _) in plates {
                    let left = try await site.carryOut("exit", #"{"plate": "\#(plate)", "gate": "south"}"#)
                    #expect(left["charge"]?["total"]?.string == total, "\(plate)")
                }
            }
        }

        @Test func `an allowlist has reservations, then permits, now and as it was`() async throws {
            try await Self.withOffice { site in
                let pass = try await site.carryOut("grant-permit", Self.granted("P 1", "pass"))["permit"]
                try await site.carryOut("grant-permit", Self.granted("M 1", "membership", #", "groups": ["students"]"#))
                try site.clock.set("2026-03-02T10:00:00+01:00")
                try await site.carryOut("grant-permit", Self.subscribed("S 1", #", "firstDay": "2026-03-03""#))
                try await site.carryOut("reserve", #"{"plate": "P 1", "day": "2026-03-04"}"#)
                try site.clock.set("2026-03-02T11:00:00+01:00")
                try await site.carryOut("revoke-permit", #"{"permit": \#(try #require(pass?.integer))}"#)
                func list(_ day: String, _ query: String = "") async throws -> [String] {
                    let plates = try await site.read("allowlists/\(day)\(query)")["plates"]?.array ?? []
                    return plates.map { entry in
                        ["plate", "why", "holder", "kind"].compactMap { entry[$0]?.string }.joined(separator: " ")
                    }
                }
                let known = "?asOf=2026-03-02T10:00:00%2B01:00"
                let (permits, reserved) = (["P1 permit pass", "S1 permit subscription"], "P1 reservation member")
                // One that was revoked lets nobody in on that day any more.
                #expect(try await list("2026-03-02") == [])
                #expect(try await list("2026-03-04") == [reserved, permits[1]])
                #expect(try await list("2026-03-04", "?asOf=2026-03-02T11:00:00%2B01:00") == [reserved, permits[1]])
                #expect(try await list("2026-03-04", known) == [reserved] + permits)
                #expect(try await list("2026-03-04", known + "&basis=happened") == [reserved] + permits)
                #expect(try await list("2026-03-04", "?asOf=2026-03-02T09:00:00%2B01:00") == [permits[0]])
                #expect(try await list("2026-03-01") == [])
            }
        }

        @Test func `the permits of a day are listed, memberships too, page by page, now and as it was`() async throws {
            try await Self.withOffice { site in
                let pass = try await site.carryOut("grant-permit", Self.granted("P 1", "pass"))["permit"]?.integer
                let groups = #", "lastDay": "2026-03-03", "groups": ["students", "choir"]"#
                let member = try await site.carryOut("grant-permit", Self.granted("M 1", "membership", groups))
                try site.clock.set("2026-03-02T10:00:00+01:00")
                let sold = try await site.carryOut(
                    "grant-permit", Self.subscribed("S 1", #", "firstDay": "2026-03-03", "vehicle": "bike""#))
                let last = try #require(sold["permit"]?.integer)
                func list(_ query: String) async throws -> JSON { try await site.read("permits\(query)") }
                func plates(_ query: String) async throws -> [String?] {
                    try await list(query)["permits"]?.array?.map { $0["plate"]?.string } ?? []
                }
                #expect(try await plates("") == ["P1", "M1"])
                #expect(try await list("")["day"] == "2026-03-02")
                #expect(try await list("")["permits"]?[0]?["lastDay"] == nil)
                let membership = try await list("")["permits"]?[1]
                #expect(membership?["permit"] == member["permit"])
                #expect(membership?["groups"]?.array == ["choir", "students"])
                #expect(membership?["lastDay"] == "2026-03-03")
                let bought = try await list("?day=2026-03-04")["permits"]?[1]
                #expect(bought?["subscription"] == "resident" && bought?["vehicle"] == "bike")
                #expect(bought?["lastDay"] == "2026-04-02")
                #expect(try await plates("?day=2026-03-03") == ["P1", "M1", "S1"])
                #expect(try await plates("?day=2026-03-03&asOf=2026-03-02T09:00:00%2B01:00") == ["P1", "M1"])
                #expect(try await list("?asOf=2026-03-02T09:00:00%2B01:00")["day"] == "2026-03-02")
                for asOf in ["", "&asOf=2026-03-02T10:00:00%2B01:00"] {
                    let first = try await list("?day=2026-03-03&limit=1\(asOf)")
                    #expect(first["permits"]?.array?.count == 1)
                    #expect(first["next"]?.integer == pass)
                    let next = try await list("?day=2026-03-03&limit=2&after=\(try #require(pass))\(asOf)")
                    #expect(next["permits"]?.array?.map { $0["plate"] } == ["M1", "S1"])
                    let end = try await list("?day=2026-03-03&after=\(last)\(asOf)")
                    #expect(end["permits"] == .array([]) && end["next"]?.integer == last)
                }
                #expect(try await plates("?day=2026-03-01") == [])
            }
        }

        @Test func `a session shows the groups of its driver on the day it came in, and is charged by them`()
            async throws
        {
            try await Self.withOffice { site in
                let body = Self.granted("M 1", "membership", #", "groups": ["students", "choir"]"#)
                let permit = try await site.carryOut("grant-permit", body)
                #expect(permit == .object(["permit": permit["permit"] ?? .null, "firstDay": "2026-03-02"]))
                try site.clock.set("2026-03-02T09:00:00+01:00")
                let entered = try await site.carryOut("gate-open", #"{"plate": "M 1", "gate": "north"}"#)
                let session = try #require(entered["session"]?.integer)
                #expect(try await site.read("sessions/\(session)")["groups"]?.array == ["choir", "students"])
                try site.clock.set("2026-03-02T10:30:00+01:00")
                let left = try await site.carryOut("exit", #"{"plate": "M 1", "gate": "south"}"#)
                #expect(left["charge"]?["total"] == "50.00")
                for query in ["", "?asOf=2026-03-02T10:00:00%2B01:00"] {
                    let view = try await site.read("sessions/\(session)\(query)")
                    #expect(view["groups"]?.array == ["choir", "students"], "\(query)")
                }
                let other = try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                let view = try await site.read("sessions/\(try #require(other["session"]?.integer))")
                #expect(view["groups"] == nil)
            }
        }

        @Test func `a revoked permit opens no more, and is not revoked twice`() async throws {
            try await Self.withOffice(settings: #", "admission": "reservation-required""#) { site in
                let body = Self.granted("P 1", "pass", #", "lastDay": "2026-12-31""#)
                let permit = try #require(try await site.carryOut("grant-permit", body)["permit"]?.integer)
                let revoked = try await site.post("revoke-permit", #"{"permit": \#(permit)}"#)
                #expect(revoked.json?["events"]?[0]?["type"] == "permit-revoked")
                let result: [String: JSON] = ["permit": .integer(permit), "lastDay": "2026-03-02"]
                #expect(revoked.json?["result"] == .object(result))
                let again = try await site.post("revoke-permit", #"{"permit": \#(permit)}"#)
                #expect(again.json?["result"] == .object(result.merging(["repeated": true]) { $1 }))
                #expect(again.json?["events"] == .array([]))
                let seen = #"{"plate": "P 1", "gate": "north"}"#
                #expect(try await site.carryOut("plate-seen", seen)["reason"] == "no-reservation")
                try site.clock.set("2026-03-03T00:00:00+01:00")
                try await site.expect("day-over", 422, field: "permit") {
                    try await site.post("revoke-permit", #"{"permit": \#(permit)}"#)
                }
            }
        }

        @Test func `the same key again gets the same reply, and one permit is granted`() async throws {
            try await Self.withOffice { site in
                let body = Self.subscribed("A 1", #", "groups": ["b", "a", "b"]"#)
                let first = try await site.post("grant-permit", body, key: "sale-1")
                let head = try await site.head
                try site.clock.set("2026-03-03T11:00:00+01:00")
                let again = try await site.post(
                    "grant-permit", Self.subscribed("a-1", #", "groups": ["a", "b"]"#), key: "sale-1")
                #expect(again.headers[.idempotentReplay] == "true")
                #expect(again.body == first.body)
                #expect(try await site.head == head)
                try await site.expect("idempotency-key-reused", 409) {
                    try await site.post("grant-permit", Self.subscribed("A 1"), key: "sale-1")
                }
            }
        }

        @Test func `a permit that cannot be given is refused, and why`() async throws {
            try await Self.withOffice { site in
                func grant(_ body: String) async throws -> Exchange { try await site.post("grant-permit", body) }
                let ends = #", "firstDay": "2026-03-05", "lastDay": "2026-03-04""#
                try await site.expect("ends-before-start", 422, field: "lastDay") {
                    try await grant(Self.granted("A 1", "pass", ends))
                }
                try await site.expect("day-over", 422) {
                    try await grant(Self.granted("A 1", "pass", #", "firstDay": "2026-03-01""#))
                }
                try await site.expect("day-too-far", 422) {
                    try await grant(Self.subscribed("A 1", #", "firstDay": "2027-03-04""#))
                }
                try await site.expect("not-bookable", 422) {
                    try await grant(Self.granted("A 1", "subscription", #", "subscription": "week""#))
                }
                try await site.carryOut("grant-permit", Self.granted("A 1", "pass", #", "lastDay": "2026-03-09""#))
                try await site.expect("already-permitted", 409) {
                    try await grant(Self.subscribed("a-1", #", "firstDay": "2026-03-09""#))
                }
                // Groups are no right to a day, and the day after is free.
                try await site.carryOut("grant-permit", Self.granted("A 1", "membership", #", "groups": ["a"]"#))
                try await site.carryOut("grant-permit", Self.subscribed("A 1", #", "firstDay": "2026-03-10""#))
            }
        }
    }
}
