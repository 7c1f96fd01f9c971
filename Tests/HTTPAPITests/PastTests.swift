import HTTPTypes
import TestSupport
import Testing

extension HTTPTests {
    /// What is asked of a past moment: by what was known then, and by what had happened by then.
    @Suite struct PastTests {
        private static let noon = "?asOf=2026-03-02T12:00:00%2B01:00"

        /// What is answered from the log, which waits for no read model.
        private func told(_ site: Site, _ path: String) async throws -> JSON {
            let answer = try await site.get(path)
            #expect(answer.status == .ok, "\(answer.text)")
            return try #require(answer.json)
        }

        @Test func `settings as of a moment are what they were`() async throws {
            try await Site.with(at: "2026-03-02T08:00:00+01:00") { site in
                try site.clock.set("2026-03-02T13:00:00+01:00")
                try await site.carryOut("change-settings", #"{"capacity": 7}"#)
                #expect(try await told(site, "")["settings"]?["capacity"] == 7)
                let then = try await told(site, Self.noon)
                #expect(then["settings"]?["capacity"] == 10)
                #expect(then["asOf"] == "2026-03-02T12:00:00+01:00")
            }
        }

        @Test func `events of a past moment are those that count by it, and the pages go on`() async throws {
            try await Site.with(at: "2026-03-02T08:00:00+01:00") { site in
                try site.clock.set("2026-03-02T13:00:00+01:00")
                let late = #"{"plate": "A 1", "gate": "north", "occurredAt": "2026-03-02T11:00:00+01:00"}"#
                try await site.carryOut("gate-open", late)
                try await site.carryOut("gate-open", #"{"plate": "A 2", "gate": "north"}"#)
                func versions(_ query: String) async throws -> [JSON?] {
                    let page = try await told(site, "events\(query)")
                    return (page["events"]?.array ?? []).map { $0["version"] } + [page["next"]]
                }
                #expect(try await versions("") == [1, 2, 3, 3])
                #expect(try await versions(Self.noon) == [1, 3])
                #expect(try await versions("\(Self.noon)&basis=happened") == [1, 2, 3])
                #expect(try await versions("\(Self.noon)&after=1&limit=1") == [2])
            }
        }

        @Test func `receipts, takings and debts as of a moment are what they were`() async throws {
            try await Site.with(at: "2026-03-02T08:00:00+01:00") { site in
                try await site.carryOut(
                    "rate-published", #"{"id": "day", "price": {"perUnit": "3.00", "every": "1 h"}}"#)
                for plate in ["A 1", "A 2"] {
                    try await site.carryOut("gate-open", #"{"plate": "\#(plate)", "gate": "north"}"#)
                }
                try site.clock.set("2026-03-02T10:00:00+01:00")
                for plate in ["A 1", "A 2"] {
                    try await site.carryOut("exit", #"{"plate": "\#(plate)", "gate": "south"}"#)
                }
                try await site.carryOut("pay", #"{"session": 3, "method": "cash", "till": "kiosk-1"}"#)
                try site.clock.set("2026-03-02T13:00:00+01:00")
                try await site.carryOut("pay", #"{"session": 4, "method": "cash", "till": "kiosk-1"}"#)
                func owed(_ query: String) async throws -> [JSON?] {
                    try await site.read("debts\(query)")["debts"]?.array?.map { $0["session"] } ?? []
                }
                try await until { try await owed("") == [] }
                #expect(try await owed(Self.noon) == [4])
                #expect(try await owed("\(Self.noon)&basis=happened") == [4])
                #expect(try await owed("?asOf=2026-03-02T09:00:00%2B01:00") == [])
                func receipts(_ query: String) async throws -> Int? {
                    try await site.read("receipts\(query)")["receipts"]?.array?.count
                }
                #expect(try await receipts("") == 2)
                for basis in ["", "&basis=happened"] {
                    #expect(try await receipts(Self.noon + basis) == 1)
                    #expect(try await site.read("takings\(Self.noon)\(basis)")["net"] == "6.00")
                    #expect(try await site.read("receipts/1\(Self.noon)\(basis)")["receipt"] == 1)
                    try await site.expect("unknown-receipt", 404, field: "receipt") {
                        try await site.get("receipts/2\(Self.noon)\(basis)")
                    }
                }
                #expect(try await site.read("takings?until=2026-03-02T14:00:00%2B01:00")["net"] == "12.00")
            }
        }

        @Test func `a car whose exit was told late is inside as known then, and gone as of what had happened`()
            async throws
        {
            try await Site.with(at: "2026-03-02T08:00:00+01:00", settings: #", "lateness": "1 day""#) { site in
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try site.clock.set("2026-03-02T20:00:00+01:00")
                let late = #"{"plate": "A 1", "gate": "south", "occurredAt": "2026-03-02T17:00:00+01:00"}"#
                try await site.carryOut("exit", late)
                // The occupancy's past is the read model's, which follows.
                _ = try await site.read("occupancy")
                for (basis, inside, state) in [("known", 1, "open"), ("happened", 0, "ended")] as [(String, JSON, JSON)]
                {
                    let then = "?asOf=2026-03-02T18:00:00%2B01:00&basis=\(basis)"
                    #expect(try await told(site, "occupancy\(then)")["inside"] == inside)
                    #expect(try await told(site, "sessions/2\(then)")["state"] == state)
                    let cars = try await told(site, "inside\(then)")["cars"]?.array?.count
                    #expect(cars == (basis == "known" ? 1 : 0))
                }
            }
        }

        /// At 3.00 an hour a car came in at eight, which is session 3; it is later now.
        private func withStay(until time: String, _ body: @Sendable (Site) async throws -> Void) async throws {
            try await Site.with(at: "2026-03-02T08:00:00+01:00") { site in
                try await site.carryOut(
                    "rate-published", #"{"id": "day", "price": {"perUnit": "3.00", "every": "1 h"}}"#)
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try site.clock.set("2026-03-02T\(time):00+01:00")
                try await body(site)
            }
        }

        @Test func `what was taken at the very moment that is asked about counts`() async throws {
            try await withStay(until: "12:00") { site in
                try await site.carryOut("pay", #"{"session": 3, "method": "cash"}"#)
                for basis in ["", "&basis=happened"] {
                    #expect(try await site.read("takings\(Self.noon)\(basis)")["net"] == "12.00")
                }
            }
        }

        @Test func `a stay that was settled comes to what was settled, alone and in the list`() async throws {
            try await withStay(until: "12:00") { site in
                try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                try await site.carryOut("pay", #"{"session": 3, "method": "cash"}"#)
                try await site.carryOut(
                    "correct-passage", #"{"session": 3, "at": "2026-03-02T10:00:00+01:00", "reason": "misread"}"#)
                try await until { try await site.read("sessions/3")["charge"]?["total"] == "6.00" }
                #expect(try await site.read("sessions/3")["total"] == "12.00")
                #expect(try await site.read("sessions")["sessions"]?.array?.first?["total"] == "12.00")
            }
        }

        @Test func `what was paid back later had not been paid back then`() async throws {
            try await withStay(until: "10:00") { site in
                try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                try await site.carryOut("pay", #"{"session": 3, "method": "cash"}"#)
                try site.clock.set("2026-03-02T13:00:00+01:00")
                try await site.carryOut(
                    "refund", #"{"session": 3, "method": "cash", "amount": "2.00", "reason": "goodwill"}"#)
                try await until { try await site.read("sessions/3/charge")["bill"]?["paid"] == "4.00" }
                for basis in ["known", "happened"] {
                    let then = try await told(site, "sessions/3/charge\(Self.noon)&basis=\(basis)")
                    #expect(then["bill"]?["paid"] == "6.00", "\(then)")
                }
            }
        }

        @Test func `a moment that has not come is nobody's past, and the answer says what time it is`() async throws {
            try await Site.with(at: "2026-03-02T08:00:00+01:00") { site in
                for rest in ["", "occupancy", "allowlists/2026-03-02", "sessions", "events", "rates", "debts"] {
                    for basis in ["known", "happened"] {
                        let ahead = "\(rest)?asOf=2026-03-02T08:01:00.000001%2B01:00&basis=\(basis)"
                        try await site.expect("in-the-future", 422, field: "asOf") { try await site.get(ahead) }
                        let told = try await site.get(ahead).json?["detail"]?.string
                        #expect(told?.contains("it is 2026-03-02T07:00:00Z") == true)
                    }
                    // The asker's clock may be a little ahead.
                    let now = try await site.get("\(rest)?asOf=2026-03-02T08:01:00%2B01:00")
                    #expect(now.status == .ok, "\(rest): \(now.text)")
                }
            }
        }

        @Test func `a till's report as of a moment has what it had taken by then; what later facts mend is of now`()
            async throws
        {
            try await Site.with(at: "2026-03-02T08:00:00+01:00", settings: #", "lateness": "1 day""#) { site in
                try await site.carryOut(
                    "rate-published", #"{"id": "day", "price": {"perUnit": "3.00", "every": "1 h"}}"#)
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try site.clock.set("2026-03-02T10:00:00+01:00")
                try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                try await site.carryOut("pay", #"{"session": 3, "method": "cash", "till": "kiosk-1"}"#)
                try site.clock.set("2026-03-02T13:00:00+01:00")
                try await site.carryOut(
                    "refund",
                    #"{"session": 3, "method": "cash", "amount": "2.00", "till": "kiosk-1", "reason": "goodwill"}"#)
                let late = #"{"plate": "A 2", "gate": "north", "occurredAt": "2026-03-02T11:00:00+01:00"}"#
                try await site.carryOut("gate-open", late)
                let head = try await site.head
                func rows(_ report: String, _ query: String) async throws -> [JSON] {
                    let uri = "reports/\(report)?minVersion=\(head)\(query)"
                    var exchange: Exchange
                    repeat {
                        exchange = try await site.send(.get, site.path(uri), headers: [.accept: "application/json"])
                    } while exchange.problem == "not-reached"
                    #expect(exchange.status == .ok, "\(exchange.text)")
                    return exchange.json?["rows"]?.array ?? []
                }
                #expect(try await rows("tills", "").map { $0["net"] } == ["4.00"])
                let noon = "&asOf=2026-03-02T12:00:00%2B01:00"
                for basis in ["", "&basis=happened"] {
                    #expect(try await rows("tills", noon + basis).map { $0["net"] } == ["6.00"])
                }
                // The late entry was told after noon.
                func cameIn(_ query: String) async throws -> Int64 {
                    try await rows("openings", query).filter { $0["direction"] == "in" }
                        .reduce(0) { $0 + ($1["openings"]?.integer ?? 0) }
                }
                #expect(try await cameIn("") == 2)
                #expect(try await cameIn(noon) == 1)
                #expect(try await cameIn("\(noon)&basis=happened") == 2)
                func mostAtEleven(_ query: String) async throws -> JSON? {
                    try await rows("occupancy", query).first { $0["time"] == "2026-03-02 11:00" }?["most"]
                }
                #expect(try await mostAtEleven(noon) == 0)
                #expect(try await mostAtEleven("\(noon)&basis=happened") == 1)
                for report in ["revenue-by-day", "exceptions"] {
                    try await site.expect("unknown-report", 404, field: "asOf") {
                        try await site.get("reports/\(report)?asOf=2026-03-02T12:00:00%2B01:00")
                    }
                }
                try await site.expect("unknown-garage", 404) {
                    try await site.get("reports/tills?asOf=2020-01-01T00:00:00Z")
                }
            }
        }

        @Test func `a stay's story tells what bore on it, by whose facts, and how the bill stood`() async throws {
            try await Site.with(at: "2026-03-02T08:00:00+01:00") { site in
                try await site.carryOut(
                    "rate-published", #"{"id": "day", "price": {"perUnit": "3.00", "every": "1 h"}}"#)
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try await site.carryOut("gate-open", #"{"plate": "A 2", "gate": "north"}"#)
                try site.clock.set("2026-03-02T10:00:00+01:00")
                try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                try await site.carryOut("pay", #"{"session": 3, "method": "cash"}"#)
                try site.clock.set("2026-03-02T13:00:00+01:00")
                // It had come in an hour later.
                try await site.carryOut(
                    "correct-passage",
                    #"{"session": 3, "at": "2026-03-02T09:00:00+01:00", "reason": "clock", "remark": "It was slow."}"#)
                let story = try await told(site, "sessions/3/story")
                let steps = try #require(story["steps"]?.array)
                #expect(steps.map { $0["type"] }.first == "car-entered")
                #expect(steps.allSatisfy { $0["version"] != 4 })
                #expect(steps.first?["says"]?.string?.contains("A1") == true)
                #expect(steps.last?["says"]?.string?.contains("It was slow.") == true)
                #expect(steps.first?["bill"] == nil)
                let bills = steps.compactMap { $0["bill"] }
                #expect(bills.first?["due"] == "6.00")
                #expect(bills.contains { $0["paid"] == "6.00" && $0["due"] == "0.00" })
                #expect(bills.last?["difference"] == "-3.00")
                let then = try await told(site, "sessions/3/story\(Self.noon)")
                #expect(then["steps"]?.array?.count == steps.count - 1)
                #expect(then["steps"]?.array?.last?["bill"]?["difference"] == nil)
                try await site.expect("unknown-session", 404) { try await site.get("sessions/2/story") }
                try await site.expect("unknown-session", 404) { try await site.get("sessions/99/story") }
            }
        }
    }
}
