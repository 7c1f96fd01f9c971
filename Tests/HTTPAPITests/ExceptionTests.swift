import Chronology
import HTTPTypes
import TestSupport
import Testing

extension HTTPTests {
    /// What does not fit is worked off until the books balance: design rules 10 and 16.
    @Suite struct ExceptionTests {
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

        private func exceptions(_ site: Site, _ query: String = "") async throws -> [JSON] {
            try #require(try await site.read("exceptions" + query)["exceptions"]?.array)
        }

        @Test func `a case shows the car that it is about by now, and as of a moment the one that it was about then`()
            async throws
        {
            try await garage { site in
                let entry = #"{"plate": "B 1", "gate": "north", \#(told("08:00"))}"#
                let session = try #require(try await site.carryOut("gate-open", entry)["session"]?.integer)
                try await site.carryOut("exit", #"{"gate": "south", \#(told("09:00"))}"#)
                #expect(try await exceptions(site).map { $0["plate"]?.string } == ["B1"])
                try site.clock.set("2026-03-02T12:15:00+01:00")
                let correction = #""plate": "C 1", "reason": "misread""#
                try await site.carryOut("correct-plate", #"{"session": \#(session), \#(correction)}"#)
                #expect(try await exceptions(site).map { $0["kind"]?.string } == ["assumed-exit"])
                #expect(try await exceptions(site).map { $0["plate"]?.string } == ["C1"])
                let (before, after) = ("?asOf=2026-03-02T12:10:00%2B01:00", "?asOf=2026-03-02T12:16:00%2B01:00")
                #expect(try await exceptions(site, before).map { $0["plate"]?.string } == ["B1"])
                try site.clock.set("2026-03-02T12:20:00+01:00")
                #expect(try await exceptions(site, after).map { $0["plate"]?.string } == ["C1"])
            }
        }

        @Test func `a day's misfits are listed with what is at risk, and worked off until the balance is even`()
            async throws
        {
            try await garage { site in
                // B 1 came in twice, C 1 was never seen coming in, a car is inside that nobody knows, and one was counted.
                try await site.carryOut("gate-open", #"{"plate": "B 1", "gate": "north", \#(told("08:00"))}"#)
                try await site.carryOut("gate-open", #"{"plate": "B 1", "gate": "north", \#(told("10:00"))}"#)
                try await site.carryOut("exit", #"{"plate": "C 1", "gate": "south", \#(told("09:00"))}"#)
                try await site.carryOut("gate-open", #"{"gate": "north", \#(told("11:00"))}"#)
                try await site.carryOut("correct-count", #"{"inside": 3, "reason": "counted"}"#)

                var list = try await exceptions(site)
                #expect(
                    list.map { $0["kind"]?.string } == [
                        "entry-without-exit", "exit-without-entry", "unknown-car", "count-differs",
                    ])
                #expect(list.map { $0["atRisk"]?.string } == ["4.00", nil, "2.00", nil])
                #expect(list.map { $0["age"]?.string } == ["2 h", "3 h", "1 h", "0 s"])
                #expect(list[0]["plate"] == "B1" && list[1]["plate"] == "C1" && list[1]["gate"] == "south")
                #expect(try await site.read("balance")["even"] == false)

                // A quarter of an hour later somebody looks at the list.
                try site.clock.set("2026-03-02T12:15:00+01:00")
                let ids = list.compactMap { $0["exception"]?.integer }
                try await site.carryOut("assign-exception", #"{"exception": \#(ids[1]), "owner": "ada"}"#)
                list = try await exceptions(site, "?owner=ada")
                #expect(list.compactMap { $0["exception"]?.integer } == [ids[1]])

                let (orphan, unknown) = (
                    try #require(try await exceptions(site)[0]["session"]?.integer),
                    try #require(try await exceptions(site, "?kind=unknown-car")[0]["session"]?.integer)
                )
                let left = #""at": "2026-03-02T09:00:00+01:00", "reason": "seen-on-film""#
                try await site.carryOut("end-session", #"{"session": \#(orphan), \#(left)}"#)
                try await site.carryOut("dismiss-exception", #"{"exception": \#(ids[1]), "reason": "tow-truck"}"#)
                try await site.carryOut("write-off", #"{"session": \#(unknown), "reason": "staff"}"#)
                try await site.carryOut("correct-count", #"{"inside": 1, "reason": "counted"}"#)

                #expect(try await exceptions(site).isEmpty)
                let closed = try await exceptions(site, "?state=closed")
                #expect(
                    closed.map { $0["outcome"]?.string } == [
                        "session-ended", "exception-dismissed", "session-written-off", "count-corrected",
                    ])
                #expect(closed.map { $0["atRisk"]?.string } == ["2.00", nil, "4.00", nil])
                let balance = try await site.read("balance")
                #expect(balance["even"] == true)
                #expect(balance["stays"]?["begun"]?.integer == 3 && balance["stays"]?["writtenOff"]?.integer == 1)
                #expect(balance["money"]?["charged"] == "2.00" && balance["money"]?["open"] == "2.00")

                // As it was known before anything was put right.
                try site.clock.set("2026-03-02T13:00:00+01:00")
                try await site.carryOut("exit", #"{"plate": "D 1", "gate": "south"}"#)
                let then = try await site.read("exceptions?asOf=2026-03-02T12:00:00%2B01:00&state=all")
                #expect(then["exceptions"]?.array?.count == 4)
                #expect(try await exceptions(site).count == 1)
            }
        }

        @Test func `what a mend takes back itself is no case for anybody`() async throws {
            try await garage { site in
                try await site.carryOut("exit", #"{"plate": "B 1", "gate": "south", \#(told("09:00"))}"#)
                try site.clock.set("2026-03-02T12:10:00+01:00")
                try await site.carryOut("gate-open", #"{"plate": "B 1", "gate": "north", \#(told("08:00"))}"#)
                #expect(try await exceptions(site).isEmpty)
                let cured = try await exceptions(site, "?state=all")
                #expect(cured.map { $0["outcome"] } == ["exit-linked"])
                #expect(try await site.read("balance")["even"] == true)
            }
        }

        @Test func `one that is not open can be neither assigned nor dismissed`() async throws {
            try await garage { site in
                try await site.expect("unknown-exception", 404, field: "exception") {
                    try await site.post("dismiss-exception", #"{"exception": 9, "reason": "x"}"#)
                }
                try await site.expect("unknown-exception", 404, field: "exception") {
                    try await site.post("assign-exception", #"{"exception": 9}"#)
                }
                for query in ["state=new", "kind=odd", "owner=a%20b", "limit=0"] {
                    #expect(try await site.get("exceptions?" + query).status == .badRequest)
                }
            }
        }
    }
}
