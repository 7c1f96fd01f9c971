import HTTPTypes
import Testing

extension HTTPTests {
    /// What an operator looks for, over HTTP.
    @Suite struct FindingTests {
        @Test func `an operator at the barrier finds a stay in one call`() async throws {
            try await Site.with { site in
                try await site.carryOut(
                    "rate-published", #"{"id": "hour", "price": {"perUnit": "2.00", "every": "1 h"}}"#)
                try site.clock.set("2026-03-02T08:10:00+01:00")
                try await site.carryOut("gate-open", #"{"plate": "B-OO 100", "gate": "north"}"#)
                try await site.carryOut("gate-open", #"{"ticket": "T-17", "gate": "north"}"#)
                func sessions(_ query: String) async throws -> [JSON] {
                    try #require(try await site.read("sessions\(query)")["sessions"]?.array)
                }
                func numbers(_ query: String) async throws -> [Int64] {
                    try await sessions(query).compactMap { $0["session"]?.integer }
                }
                #expect(try await numbers("") == [4, 3])
                #expect(try await numbers("?plate=b.oo+100") == [3])
                #expect(try await numbers("?plate=B-0O%20100") == [])
                #expect(try await numbers("?plate=B-0O%20100&lookAlike=true") == [3])
                #expect(try await numbers("?plate=B-0O%20100&lookAlike=false&state=open") == [])
                #expect(try await numbers("?ticket=T-17&state=open") == [4])
                try site.clock.set("2026-03-02T10:00:00+01:00")
                try await site.carryOut("exit", #"{"plate": "B-OO 100", "gate": "south"}"#)
                let ended = try #require(try await sessions("?state=ended").first)
                #expect(ended["total"] == "4.00")
                #expect(ended["charge"] == nil)
                #expect(ended["plate"] == "BOO100")
                let whole = try await site.read("sessions/3")
                for field in ["state", "plate", "plateId", "gate", "enteredAt", "recordedAt", "exitedAt"] {
                    #expect(ended[field] == whole[field])
                }
                #expect(try await numbers("?from=2026-03-02T10:00:00+01:00&until=2026-03-02T10:00:00%2B01:00") == [4])
                #expect(try await numbers("?until=2026-03-02T09:00:00%2B01:00&plate=BOO100") == [3])
                for basis in ["known", "happened"] {
                    let then = "?asOf=2026-03-02T09:00:00%2B01:00&basis=\(basis)&state=open"
                    #expect(try await numbers(then) == [4, 3])
                }
                let page = try await site.read("sessions?limit=1")
                #expect(page["sessions"]?[0]?["session"] == 4)
                #expect(page["next"] == 4)
                #expect(try await numbers("?after=4") == [3])
                #expect(try await site.read("sessions?after=3")["next"] == 3)
            }
        }

        @Test func `the cars inside are told at once, with their rights`() async throws {
            try await Site.with { site in
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-02"}"#)
                try await site.carryOut("grant-permit", #"{"plate": "A 1", "kind": "pass"}"#)
                for car in [#""plate": "A 1""#, #""plate": "A 2", "vehicle": "van""#, #""ticket": "T-1""#] {
                    try await site.carryOut("gate-open", #"{\#(car), "gate": "north"}"#)
                }
                try await site.carryOut("correct-count", #"{"inside": 5, "reason": "counted"}"#)
                let now = try #require(try await site.get("inside").json)
                #expect(now["inside"] == 5)
                #expect(now["cars"]?.array?.count == 3)
                #expect(now["cars"]?[0]?["rights"]?[0]?["reservation"] == 2)
                #expect(now["cars"]?[0]?["rights"]?[1]?["kind"] == "pass")
                #expect(now["cars"]?[1]?["vehicle"] == "van")
                #expect(now["cars"]?[1]?["rights"] == nil)
                #expect(now["cars"]?[2]?["ticket"] == "T-1")
                #expect(now["next"] == 6)
                let page = try #require(try await site.get("inside?after=4&limit=1").json)
                #expect(page["cars"]?.array?.compactMap { $0["plate"]?.string } == ["A2"])
                let then = try await site.get("inside?asOf=2026-03-02T08:00:00%2B01:00&basis=happened")
                #expect(then.json?["cars"]?.array?.count == 3)
                #expect(then.json?["asOf"] == "2026-03-02T07:00:00Z")
            }
        }

        @Test func `a reservation is told with what became of it`() async throws {
            try await Site.with { site in
                for plate in ["A 1", "A 2", "A 3"] {
                    try await site.carryOut("reserve", #"{"plate": "\#(plate)", "day": "2026-03-02"}"#)
                }
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-03"}"#)
                try await site.carryOut("cancel", #"{"reservation": 3}"#)
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                func states(_ query: String) async throws -> [String] {
                    let read = try await site.read("reservations\(query)")
                    return read["reservations"]?.array?.compactMap { view in
                        view["reservation"]?.integer.map { "\($0) \(view["state"]?.string ?? "")" }
                    } ?? []
                }
                #expect(try await states("") == ["5 standing", "4 standing", "3 cancelled", "2 used"])
                #expect(try await states("?plate=a-1") == ["5 standing", "2 used"])
                #expect(try await states("?limit=1&after=5") == ["4 standing"])
                try site.clock.set("2026-03-03T08:00:00+01:00")
                #expect(try await states("?day=2026-03-02") == ["4 no-show", "3 cancelled", "2 used"])
                #expect(try await states("?asOf=2026-03-02T08:00:00%2B01:00&plate=A3") == ["4 standing"])
                let used = try await site.read("reservations?plate=A1&day=2026-03-02")
                #expect(used["reservations"]?[0]?["sessions"] == .array([7]))
                #expect(used["reservations"]?[0]?["until"] == "2026-03-03T00:00:00+01:00")
                #expect(used["next"] == 2)
            }
        }

        @Test func `the garages that there are are listed`() async throws {
            try await Site.with(capacity: 7) { site in
                _ = try await site.read("occupancy")
                // Other tests have garages of their own.
                let before = String(site.garage.dropLast())
                let page = try #require(try await site.send(.get, "/v1/garages?after=\(before)&limit=1000").json)
                let own = page["garages"]?.array?.first { $0["garage"]?.string == site.garage }
                #expect(own?["name"] == "Harbour")
                #expect(own?["timeZone"] == "Europe/Berlin")
                #expect(own?["capacity"] == 7)
                #expect(own?["inside"] == 0)
                let one = try #require(try await site.send(.get, "/v1/garages?limit=1").json)
                #expect(one["garages"]?.array?.count == 1)
                #expect(one["next"] == one["garages"]?[0]?["garage"])
                let none = try await site.send(.get, "/v1/garages?after=zzzz")
                #expect(none.json?["garages"] == .array([]))
                for (query, field) in [("after=No", "after"), ("limit=0", "limit"), ("asOf=2026-03-02", "asOf")] {
                    try await site.expect("invalid-parameter", 400, field: field) {
                        try await site.send(.get, "/v1/garages?\(query)")
                    }
                }
            }
        }
    }
}
