import HTTPTypes
import Testing

extension HTTPTests {
    /// How a gate keeps its copy of a day's list.
    @Suite struct AllowlistTests {
        private func plates(_ json: JSON?) -> [String] { json?.array?.compactMap { $0["plate"]?.string } ?? [] }

        @Test func `a list's generation is the version of the last event that changed it`() async throws {
            try await Site.with { site in
                func generation(_ query: String = "") async throws -> Int64? {
                    try await site.read("allowlists/2026-03-04\(query)")["generation"]?.integer
                }
                #expect(try await generation() == 0)
                let first = try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#)
                #expect(try await generation() == 2)
                try await site.carryOut("reserve", #"{"plate": "A 2", "day": "2026-03-05"}"#)
                #expect(try await generation() == 2)
                try site.clock.set("2026-03-02T09:00:00+01:00")
                try await site.carryOut("grant-permit", #"{"plate": "A 3", "kind": "pass"}"#)
                #expect(try await generation() == 4)
                let number = try #require(first["reservation"]?.integer)
                try await site.carryOut("cancel", #"{"reservation": \#(number)}"#)
                #expect(try await generation() == 5)
                try await site.carryOut("revoke-permit", #"{"permit": 4}"#)
                #expect(try await generation() == 6)
                #expect(try await generation("?asOf=2026-03-02T08:30:00%2B01:00") == 2)
                #expect(try await generation("?asOf=2026-03-02T09:00:00%2B01:00&basis=happened") == 6)
            }
        }

        @Test func `a list that a gate has is not sent again until it changes`() async throws {
            try await Site.with { site in
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#)
                let uri = site.path("allowlists/2026-03-04?minVersion=2")
                let list = try await site.send(.get, uri)
                let tag = try #require(list.headers[.eTag])
                #expect(tag == "\"\(site.garage)/2026-03-04/2\"")
                for known in [tag, "W/\(tag)", "\"other\", \(tag)"] {
                    let same = try await site.send(.get, uri, headers: [.ifNoneMatch: known])
                    #expect(same.status == .notModified && same.body.isEmpty)
                    #expect(same.headers[.eTag] == tag)
                    #expect(try await site.send(.head, uri, headers: [.ifNoneMatch: known]).status == .notModified)
                }
                for unknown in ["\"other\"", "other", "\"\"", "", "*", "\"\(site.garage)/2026-03-05/2\""] {
                    let whole = try await site.send(.get, uri, headers: [.ifNoneMatch: unknown])
                    #expect(whole.status == .ok, "\(unknown)")
                }
                try await site.carryOut("reserve", #"{"plate": "A 2", "day": "2026-03-04"}"#)
                let changed = try await site.send(
                    .get, site.path("allowlists/2026-03-04?minVersion=3"), headers: [.ifNoneMatch: tag])
                #expect(changed.status == .ok)
                #expect(changed.headers[.eTag] == "\"\(site.garage)/2026-03-04/3\"")
            }
        }

        @Test func `a gate is told what has come and gone since the list that it has`() async throws {
            try await Site.with { site in
                for plate in ["A 1", "A 2"] {
                    try await site.carryOut("reserve", #"{"plate": "\#(plate)", "day": "2026-03-04"}"#)
                }
                try await site.carryOut("grant-permit", #"{"plate": "A 1", "kind": "pass"}"#)
                try await site.carryOut("cancel", #"{"reservation": 2}"#)
                try await site.carryOut("reserve", #"{"plate": "A 4", "day": "2026-03-04"}"#)
                try await site.carryOut("cancel", #"{"reservation": 6}"#)
                let changes = try await site.read("allowlists/2026-03-04?since=3")
                #expect(changes["since"] == 3 && changes["generation"] == 7)
                // The car stays on the list by its pass; who came and went meanwhile is not spoken of.
                #expect(plates(changes["added"]) == ["A1"] && changes["added"]?[0]?["why"] == "permit")
                #expect(plates(changes["removed"]) == ["A1"] && changes["removed"]?[0]?["reservation"] == 2)
                let none = try await site.read("allowlists/2026-03-04?since=7")
                #expect(none["added"] == .array([]) && none["removed"] == .array([]))
                let all = try await site.read("allowlists/2026-03-04?since=0")
                #expect(plates(all["added"]) == ["A2", "A1"] && all["removed"] == .array([]))
                try await site.expect("generation-ahead", 409, field: "since") {
                    try await site.get("allowlists/2026-03-04?since=8")
                }
                try await site.expect("invalid-day", 400, field: "day") {
                    try await site.get("allowlists/9999-12-31")
                }
                // A command takes its parameters in its body.
                try await site.expect("invalid-parameter", 400, field: "minVersion") {
                    try await site.post("cancel?minVersion=2", #"{"reservation": 2}"#)
                }
                try await site.expect("invalid-parameter", 400, field: "since") {
                    try await site.get("allowlists/2026-03-04?since=-1")
                }
                try await site.expect("invalid-parameter", 400, field: "since") {
                    try await site.get("allowlists/2026-03-04?since=1&asOf=2026-03-02T09:00:00Z")
                }
            }
        }

        @Test func `a list holds from local midnight to local midnight, also where the clocks change`() async throws {
            try await Site.with { site in
                for (day, from, until) in [
                    ("2026-03-03", "2026-03-03T00:00:00+01:00", "2026-03-04T00:00:00+01:00"),
                    ("2026-03-29", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"),
                    ("2026-10-25", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"),
                ] {
                    let list = try await site.read("allowlists/\(day)")
                    #expect(list["validFrom"]?.string == from && list["validUntil"]?.string == until)
                }
            }
        }
    }
}
