import HTTPTypes
import Testing

extension HTTPTests.PermitTests {
    // What is sold for a week, a month or a year, and sold again.

    @Test func `golden 30: a month from 31 January that is renewed twice ends on 27 February, 30 March, 29 April`()
        async throws
    {
        try await Self.withOffice(at: "2026-01-31T10:00:00+01:00") { site in
            let sold = try await site.post("grant-permit", Self.subscribed("B-AB 123"))
            #expect(sold.json?["events"]?[0]?["type"] == "permit-granted")
            let permit = try #require(sold.json?["result"]?["permit"]?.integer)
            var period: [String: JSON] = [
                "permit": .integer(permit), "firstDay": "2026-01-31", "lastDay": "2026-02-27",
                "subscription": "resident", "total": "3000.00",
            ]
            #expect(sold.json?["result"] == .object(period))
            for (day, first, last) in [
                ("2026-02-27", "2026-02-28", "2026-03-30"), ("2026-03-01", "2026-03-31", "2026-04-29"),
            ] {
                try site.clock.set("\(day)T10:00:00+01:00")
                let renewed = try await site.post("renew-permit", #"{"permit": \#(permit)}"#)
                #expect(renewed.json?["events"]?[0]?["type"] == "permit-renewed")
                (period["firstDay"], period["lastDay"]) = (.string(first), .string(last))
                #expect(renewed.json?["result"] == .object(period))
            }
            for (day, count) in [("2026-01-30", 0), ("2026-01-31", 1), ("2026-04-29", 1), ("2026-04-30", 0)] {
                #expect(try await site.read("allowlists/\(day)")["plates"]?.array?.count == count, "\(day)")
            }
        }
    }

    @Test(arguments: [
        ("month", "2025-12-01", ["2025-12-31", "2026-01-31", "2026-02-28"]), ("week", "2026-03-02", ["2026-03-08"]),
    ]) func `golden 30: from 1 December it ends with each month, a week from a Monday on Sunday`(
        period: String, first: String, last: [String]
    ) async throws {
        try await Site.with(at: "\(first)T10:00:00+01:00") { site in
            try await site.carryOut("card-published", Self.office(period))
            let sold = try await site.carryOut("grant-permit", Self.subscribed("B-AB 123"))
            #expect(sold["firstDay"] == .string(first))
            let permit = try #require(sold["permit"]?.integer)
            var ends = [sold["lastDay"]?.string]
            for day in last.dropLast() {
                try site.clock.set("\(day)T23:59:59+01:00")
                ends.append(try await site.carryOut("renew-permit", #"{"permit": \#(permit)}"#)["lastDay"]?.string)
            }
            #expect(ends == last)
        }
    }

    @Test func `a subscription costs what the card says today, with its tax`() async throws {
        try await Self.withOffice { site in
            let sold = try await site.carryOut("grant-permit", Self.subscribed("A 1"))
            #expect(sold["total"] == "3000.00")
            let dearer = #"{"id": "resident", "amount": "4000.00", "period": "month"}"#
            try await site.carryOut(
                "card-published",
                #"{"rates": [], "crossing": "perBlock", "subscriptions": [\#(dearer)], "#
                    + #""tax": {"name": "VAT", "rate": "19.00", "included": false}}"#)
            let renewed = try await site.carryOut("renew-permit", #"{"permit": 5}"#)
            #expect(renewed["total"] == "4760.00")
            #expect(renewed["tax"] == "760.00")
            let event = try await site.get("events?after=\(try await site.head - 1)").json?["events"]?[0]
            #expect(event?["payload"]?["renewal"] == 1)
            #expect(event?["payload"]?["total"] == "4760.00")
        }
    }

    @Test func `a subscription that is revoked on its last day is not renewed`() async throws {
        try await Self.withOffice { site in
            let sold = try await site.carryOut("grant-permit", Self.subscribed("A 1"))
            let permit = #"{"permit": \#(try #require(sold["permit"]?.integer))}"#
            try site.clock.set("2026-04-01T23:59:59+02:00")
            #expect(try await site.carryOut("revoke-permit", permit)["lastDay"] == "2026-04-01")
            try await site.expect("not-renewable", 409, field: "permit") {
                try await site.post("renew-permit", permit)
            }
        }
    }

    @Test func `a machine renews a subscription by its plate`() async throws {
        try await Self.withOffice { site in
            let sold = try await site.carryOut("grant-permit", Self.subscribed("A 1"))
            let renewed = try await site.carryOut("renew-permit", #"{"plate": "a-1"}"#)
            #expect(renewed["permit"] == sold["permit"] && renewed["lastDay"] == "2026-05-01")
            try await site.expect("unknown-permit", 404, field: "plate") {
                try await site.post("renew-permit", #"{"plate": "P 1"}"#)
            }
            try await site.expect("invalid-value", 400, field: "permit") {
                try await site.post("renew-permit", #"{"plate": "A 1", "permit": 3}"#)
            }
        }
    }

    @Test func `a subscription that cannot be renewed is refused, and why`() async throws {
        try await Self.withOffice { site in
            func renew(_ permit: Int64) async throws -> Exchange {
                try await site.post("renew-permit", #"{"permit": \#(permit)}"#)
            }
            func grant(_ body: String) async throws -> Int64 {
                try #require(try await site.carryOut("grant-permit", body)["permit"]?.integer)
            }
            let month = try await grant(Self.subscribed("A 1"))
            for command in ["renew-permit", "revoke-permit"] {
                try await site.expect("unknown-permit", 404, field: "permit") {
                    try await site.post(command, #"{"permit": 2}"#)
                }
            }
            let pass = try await grant(Self.granted("A 1", "pass", #", "firstDay": "2026-04-10""#))
            try await site.expect("not-renewable", 409, field: "permit") { try await renew(pass) }
            try await site.expect("already-permitted", 409) { try await renew(month) }
            try await site.carryOut("revoke-permit", #"{"permit": \#(month)}"#)
            try await site.expect("not-renewable", 409, field: "permit") { try await renew(month) }
            let other = try await grant(Self.subscribed("A 2"))
            try await site.carryOut("card-published", Self.office("year"))
            try await site.expect("not-bookable", 422) { try await renew(other) }
            let year = try await grant(Self.subscribed("A 3"))
            try await site.carryOut("renew-permit", #"{"permit": \#(year)}"#)
            try await site.expect("day-too-far", 422) { try await renew(year) }
            try site.clock.set("2026-04-02T00:00:00+02:00")
            try await site.expect("day-over", 422, field: "permit") { try await renew(other) }
        }
    }
}
