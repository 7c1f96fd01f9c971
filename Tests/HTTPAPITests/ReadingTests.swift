import HTTPTypes
import Testing

extension HTTPTests {
    @Suite struct ReadingTests {
        @Test func `occupancy as of a moment tells what was known from what had happened`() async throws {
            try await Site.with(at: "2026-03-01T08:00:00Z", settings: #", "lateness": "5 days""#) { site in
                try site.clock.set("2026-03-04T09:00:00Z")
                let entry = #"{"plate": "A 1", "gate": "north", "occurredAt": "2026-03-02T08:00:00Z"}"#
                try await site.carryOut("gate-open", entry)
                func inside(_ query: String) async throws -> JSON? {
                    try await site.read("occupancy\(query)")["inside"]
                }
                #expect(try await inside("") == 1)
                #expect(try await inside("?asOf=2026-03-03T00:00:00Z") == 0)
                #expect(try await inside("?asOf=2026-03-03T00:00:00Z&basis=known") == 0)
                #expect(try await inside("?asOf=2026-03-03T00:00:00Z&basis=happened") == 1)
                #expect(try await inside("?asOf=2026-03-04T09:00:00Z") == 1)
                #expect(try await inside("?asOf=2026-03-02T07:59:59.999999Z&basis=happened") == 0)
                #expect(try await inside("?basis=happened&asOf=2026-03-02T10:00:00%2B02:00") == 1)
                let past = try await site.read("occupancy?asOf=2026-03-02T07:00:00Z")
                #expect(past["capacity"] == 10)
                #expect(past["asOf"] == "2026-03-02T07:00:00Z")
                for rest in [
                    "occupancy", "overstays", "permits", "allowlists/2020-01-01", "sessions/2", "sessions", "inside",
                    "reservations", "suspensions", "availability", "waiting", "", "rates", "exceptions", "balance",
                    "sessions/2/story", "sessions/2/charge", "receipts", "receipts/1", "takings", "debts",
                ] {
                    let before = try await site.get("\(rest)?asOf=2020-01-01T00:00:00Z")
                    #expect(before.problem == "unknown-garage", "\(rest)")
                    #expect(
                        before.json?["detail"]?.string?.hasPrefix("The garage's history begins at 2026-03-01T08:00:00Z")
                            == true, "\(rest)")
                }
            }
        }

        @Test func `a session as of a moment is what it was then`() async throws {
            try await Site.with { site in
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try site.clock.set("2026-03-02T10:00:00+01:00")
                try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                #expect(try await site.read("sessions/2")["state"] == "ended")
                for basis in ["", "&basis=happened"] {
                    let then = try await site.read("sessions/2?asOf=2026-03-02T09:00:00%2B01:00\(basis)")
                    #expect(then["state"] == "open")
                    #expect(then["exitedAt"] == nil)
                    #expect(then["plate"] == "A1")
                    let charge = try await site.read("sessions/2/charge?asOf=2026-03-02T09:00:00%2B01:00\(basis)")
                    #expect(charge["until"] == "2026-03-02T09:00:00+01:00")
                }
                let end = try await site.read("sessions/2/charge?asOf=2026-03-02T10:00:00%2B01:00")
                #expect(end["state"] == "ended")
                try await site.expect("unknown-garage", 404) {
                    try await site.get("sessions/2?asOf=2026-03-01T00:00:00Z")
                }
            }
        }

        @Test func `an allowlist as of a moment has what was reserved by then`() async throws {
            try await Site.with { site in
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#)
                try site.clock.set("2026-03-02T10:00:00+01:00")
                try await site.carryOut("reserve", #"{"plate": "A 2", "day": "2026-03-04"}"#)
                try await site.carryOut("cancel", #"{"reservation": 2}"#)
                func plates(_ query: String) async throws -> [String]? {
                    try await site.read("allowlists/2026-03-04\(query)")["plates"]?.array?.compactMap {
                        $0["plate"]?.string
                    }
                }
                #expect(try await plates("") == ["A2"])
                #expect(try await plates("?asOf=2026-03-02T09:00:00%2B01:00") == ["A1"])
                #expect(try await plates("?asOf=2026-03-02T10:00:00%2B01:00") == ["A2"])
                #expect(try await site.read("allowlists/2026-03-05")["plates"] == .array([]))
            }
        }

        @Test func `a car that stays on overstays from midnight and is reported with whom it blocks`() async throws {
            try await Site.with(capacity: 1, settings: #", "admission": "reservation-required""#) { site in
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-02"}"#)
                try await site.carryOut("reserve", #"{"plate": "A 2", "day": "2026-03-03"}"#)
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                let evening = try await site.read("overstays")
                #expect(evening["overstays"] == .array([]))
                #expect(evening["shortages"]?[1]?["blocked"] == 0)
                #expect(evening["shortages"]?[1]?["mayStay"] == 1)
                #expect(evening["shortages"]?[1]?["blockedAtWorst"] == 1)
                let asked = try await site.read("overstays?day=2026-03-03")
                #expect(asked["shortages"]?.array?.count == 1)
                #expect(asked["shortages"]?[0] == evening["shortages"]?[1])
                try site.clock.set("2026-03-03T06:00:00+01:00")
                let now = try await site.read("overstays")
                #expect(now["overstays"]?[0]?["plate"] == "A1")
                #expect(now["overstays"]?[0]?["since"] == "2026-03-03T00:00:00+01:00")
                #expect(now["shortages"]?[0]?["day"] == "2026-03-03")
                #expect(now["shortages"]?[0]?["blocked"] == 1)
                #expect(now["shortages"]?[1]?["blocked"] == 0)
                for basis in ["known", "happened"] {
                    let then = try await site.read("overstays?asOf=2026-03-03T00:00:00%2B01:00&basis=\(basis)")
                    #expect(then["overstays"] == now["overstays"])
                    let before = try await site.read("overstays?asOf=2026-03-02T23:59:59%2B01:00&basis=\(basis)")
                    #expect(before["overstays"] == .array([]))
                }
            }
        }

        @Test func `golden 50: within its grace a car neither overstays nor pays, and a second later it does both`()
            async throws
        {
            let card = """
                {"rates": [{"id": "hourly", "price": {"perUnit": "4.00", "every": "1 h"}}], "crossing": "perBlock",
                 "overstay": {"fee": "25.00", "then": "rates", "grace": "15 min"}}
                """
            try await Site.with(settings: #", "admission": "reservation-required""#) { site in
                try await site.carryOut("card-published", card)
                for plate in ["A 1", "A 2"] {
                    try await site.carryOut("reserve", #"{"plate": "\#(plate)", "day": "2026-03-02"}"#)
                    try await site.carryOut("gate-open", #"{"plate": "\#(plate)", "gate": "north"}"#)
                }
                func overstays() async throws -> [String?]? {
                    try await site.read("overstays")["overstays"]?.array?.map { $0["plate"]?.string }
                }
                try site.clock.set("2026-03-03T00:15:00+01:00")
                #expect(try await overstays() == [])
                let left = try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                #expect(left["charge"]?["total"] == "0.00")
                #expect(left["charge"]?["lines"]?[1]?["why"] == "overstay-grace")
                try site.clock.set("2026-03-03T00:15:01+01:00")
                #expect(try await overstays() == ["A2"])
                let late = try await site.carryOut("exit", #"{"plate": "A 2", "gate": "south"}"#)
                #expect(late["charge"]?["total"] == "29.00")
                #expect(try await overstays() == [])
            }
        }

        @Test func `events are read page by page, without a gap`() async throws {
            try await Site.with { site in
                for number in 1...7 {
                    try await site.carryOut("reserve", #"{"plate": "A \#(number)", "day": "2026-03-04"}"#)
                }
                var versions: [Int64] = []
                var after: Int64 = 0
                var hashes: Set<String> = []
                while true {
                    let page = try #require(try await site.get("events?after=\(after)&limit=3").json)
                    let events = try #require(page["events"]?.array)
                    #expect(events.count <= 3)
                    versions += events.compactMap { $0["version"]?.integer }
                    hashes.formUnion(events.compactMap { $0["hash"]?.string })
                    after = try #require(page["next"]?.integer)
                    if events.isEmpty { break }
                }
                #expect(versions == Array(1...8))
                #expect(hashes.count == 8)
                #expect(after == 8)
                #expect(try await site.get("events?limit=1").json?["events"]?[0]?["type"] == "garage-configured")
                #expect(try await site.get("events?after=9223372036854775807").json?["events"] == .array([]))
            }
        }

        @Test func `a question may wait for a version, and is told when it does not come`() async throws {
            try await Site.with { site in
                let reply = try await site.post("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                let version = try #require(reply.json?["version"]?.integer)
                #expect(version == (try await site.head))
                #expect(try await site.read("occupancy")["inside"] == 1)
                #expect(try await site.get("occupancy?minVersion=0").status == .ok)
                try await site.expect("not-reached", 503) { try await site.get("occupancy?minVersion=99") }
            }
        }

        @Test(arguments: [
            ("occupancy?asOf=yesterday", "asOf"), ("occupancy?asOf=2026-03-02T08:00:00", "asOf"),
            ("occupancy?asOf=2026-02-30T08:00:00Z", "asOf"), ("occupancy?asOf", "asOf"), ("occupancy?asOf=%FF", "asOf"),
            ("occupancy?basis=known", "basis"), ("occupancy?basis=guessed&asOf=2026-03-02T08:00:00Z", "basis"),
            ("occupancy?minVersion=-1", "minVersion"), ("occupancy?minVersion=9223372036854775808", "minVersion"),
            ("overstays?asOf=10000-01-01T00:00:00Z", "asOf"), ("sessions/1?minVersion=one", "minVersion"),
            ("sessions/1/charge?until=now", "until"), ("events?after=-1", "after"), ("events?after=1e3", "after"),
            ("events?limit=0", "limit"), ("permits?day=2026-02-29", "day"), ("permits?limit=1001", "limit"),
            ("permits?after=-1", "after"), ("events?limit=1001", "limit"), ("events?limit=", "limit"),
            ("allowlists/2026-03-02?asOf=0000-00-00T00:00:00Z", "asOf"),
            ("occupancy?asof=2026-03-02T08:00:00Z", "asof"),
            ("events?after=1&after=2", "after"), ("overstays?limit=1", "limit"), ("?limit=1", "limit"),
            ("events?%61fter=1", "%61fter"), ("events?=1", ""), ("sessions/1?until=2026-03-02T08:00:00Z", "until"),
            ("sessions?state=parked", "state"), ("sessions?state=Open", "state"), ("sessions?state=", "state"),
            ("sessions?plate=", "plate"), ("sessions?plate=A%3B1", "plate"), ("sessions?plate=%F0%9F%9A%97", "plate"),
            ("sessions?plate=ABCDEFGHIJ1234567", "plate"), ("sessions?ticket=", "ticket"),
            ("sessions?ticket=a%20b", "ticket"), ("sessions?lookAlike=true", "lookAlike"),
            ("sessions?lookAlike=false", "lookAlike"), ("sessions?plate=A1&lookAlike=yes", "lookAlike"),
            ("sessions?plate=A1&ticket=T-1", "ticket"), ("sessions?from=yesterday", "from"),
            ("sessions?until=2026-03-02", "until"), ("sessions?limit=1001", "limit"), ("sessions?limit=0", "limit"),
            ("sessions?from=2026-03-02T08:00:01Z&until=2026-03-02T08:00:00Z", "until"),
            ("sessions?day=2026-03-02", "day"),
            ("inside?state=open", "state"), ("inside?after=-1", "after"), ("inside?minVersion=1", "minVersion"),
            ("reservations?plate=%F0%9F%9A%97", "plate"), ("reservations?day=2026-02-29", "day"),
            ("reservations?state=used", "state"), ("reservations?limit=1001", "limit"),
        ])
        func `a parameter that has no meaning is refused by its name`(uri: String, name: String) async throws {
            try await Site.with { site in
                try await site.expect("invalid-parameter", 400, field: name) { try await site.get(uri) }
            }
        }

        @Test(arguments: ["2026-02-29", "2026-13-01", "2026-3-2", "today", "2026-03-02T00:00:00Z", "%F0%9F%9A%97"])
        func `an allowlist of a day that does not exist is refused`(day: String) async throws {
            try await Site.with { site in
                try await site.expect("invalid-day", 400, field: "day") { try await site.get("allowlists/\(day)") }
            }
        }

        @Test(arguments: ["1", "999", "0", "-1", "9223372036854775808", "one", "%00"])
        func `a session that does not exist is unknown`(session: String) async throws {
            try await Site.with { site in
                for rest in ["", "/charge"] {
                    let exchange = try await site.get("sessions/\(session)\(rest)")
                    #expect(exchange.problem == "unknown-session")
                }
            }
        }
    }
}
