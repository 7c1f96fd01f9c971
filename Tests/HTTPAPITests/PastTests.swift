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
                    "correct-passage", #"{"session": 3, "at": "2026-03-02T09:00:00+01:00", "reason": "clock"}"#)
                let story = try await told(site, "sessions/3/story")
                let steps = try #require(story["steps"]?.array)
                #expect(steps.map { $0["type"] }.first == "car-entered")
                #expect(steps.allSatisfy { $0["version"] != 4 })
                #expect(steps.first?["says"]?.string?.contains("A1") == true)
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
