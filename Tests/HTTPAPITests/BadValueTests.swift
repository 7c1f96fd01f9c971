import HTTPTypes
import Testing

extension HTTPTests {
    /// Values that make no sense, in bodies that are well formed.
    @Suite struct BadValueTests {
        static func reserve(_ name: String, plate: String, _ problem: String = "invalid-plate") -> BadCommand {
            BadCommand(name, "reserve", #"{"plate": "\#(plate)", "day": "2026-03-04"}"#, problem, 400, "plate")
        }

        static let plates: [BadCommand] = [
            reserve("40 characters", plate: String(repeating: "A1", count: 20)),
            reserve("17 characters", plate: "ABCDEFGHIJ1234567"), reserve("nothing", plate: ""),
            reserve("separators only", plate: " -. "), reserve("emoji", plate: "🚗🚙"), reserve("a keycap", plate: "A1️⃣"),
            reserve("an emoji among letters", plate: "AB🚗12"), reserve("a family", plate: "👨‍👩‍👧‍👦"),
            reserve("punctuation", plate: "AB;12"), reserve("a joiner only", plate: "\u{200D}"),
            reserve("an accent only", plate: "\u{301}"), reserve("a quote", plate: #"A\"1"#),
            reserve("ligatures that grow", plate: String(repeating: "ﬃ", count: 6)),
        ]

        static let days: [BadCommand] = [
            BadCommand(
                "29 February 2026", "reserve", #"{"plate": "A 1", "day": "2026-02-29"}"#, "invalid-day", 400, "day"),
            BadCommand("31 April", "reserve", #"{"plate": "A 1", "day": "2026-04-31"}"#, "invalid-day", 400, "day"),
            BadCommand("month 13", "reserve", #"{"plate": "A 1", "day": "2026-13-01"}"#, "invalid-day", 400, "day"),
            BadCommand("year 0", "reserve", #"{"plate": "A 1", "day": "0000-01-01"}"#, "invalid-day", 400, "day"),
            BadCommand(
                "a time", "reserve", #"{"plate": "A 1", "day": "2026-03-04T00:00Z"}"#, "invalid-day", 400, "day"),
            BadCommand("a number", "reserve", #"{"plate": "A 1", "day": 20260304}"#, "invalid-value", 400, "day"),
            BadCommand("yesterday", "reserve", #"{"plate": "A 1", "day": "2026-03-01"}"#, "day-over", 422),
            BadCommand("year 1", "reserve", #"{"plate": "A 1", "day": "0001-01-01"}"#, "day-over", 422),
            BadCommand("in 367 days", "reserve", #"{"plate": "A 1", "day": "2027-03-04"}"#, "day-too-far", 422, "day"),
            BadCommand("year 9999", "reserve", #"{"plate": "A 1", "day": "9999-12-31"}"#, "day-too-far", 422, "day"),
        ]

        static func opened(_ name: String, at time: String, _ problem: String, _ status: Int) -> BadCommand {
            BadCommand(
                name, "gate-open", #"{"gate": "north", "occurredAt": "\#(time)"}"#, problem, status, "occurredAt")
        }

        static let times: [BadCommand] = [
            opened("year 1900", at: "1900-01-01T00:00:00Z", "too-long-ago", 422),
            opened("before it somewhere", at: "1900-01-01T00:00:00+01:00", "too-long-ago", 422),
            opened("year 1899", at: "1899-12-31T23:59:59Z", "invalid-value", 400),
            opened("year 1", at: "0001-01-01T00:00:00Z", "invalid-value", 400),
            opened("before year 1", at: "0001-01-01T00:00:00+01:00", "invalid-value", 400),
            opened("1970", at: "1970-01-01T00:00:00Z", "too-long-ago", 422),
            opened("a second too late", at: "2026-02-27T07:59:59+01:00", "too-long-ago", 422),
            opened("in 25 hours", at: "2026-03-03T09:00:00+01:00", "in-the-future", 422),
            opened("year 2199", at: "2199-12-31T23:59:59Z", "in-the-future", 422),
            opened("after it somewhere", at: "2199-12-31T23:59:59-01:00", "in-the-future", 422),
            opened("year 2200", at: "2200-01-01T00:00:00Z", "invalid-value", 400),
            opened("year 9999", at: "9999-12-31T23:59:59Z", "invalid-value", 400),
            opened("after year 9999", at: "9999-12-31T23:59:59-01:00", "invalid-value", 400),
            opened("year 10000", at: "10000-01-01T00:00:00Z", "invalid-value", 400),
            opened("no offset", at: "2026-03-02T08:00:00", "invalid-value", 400),
            opened("hour 25", at: "2026-03-02T25:00:00Z", "invalid-value", 400),
            opened("a minute's fraction", at: "2026-03-02T08:00.5Z", "invalid-value", 400),
            opened("ten digits of a second", at: "2026-03-02T08:00:00.0000000000Z", "invalid-value", 400),
            opened("behind midnight", at: "2026-03-02T24:00:00.1Z", "invalid-value", 400),
            opened("a leap second", at: "2026-03-02T07:59:60Z", "invalid-value", 400),
            opened("offset 24", at: "2026-03-02T08:00:00+24:00", "invalid-value", 400),
            opened("seconds since 1970", at: "1772434800", "invalid-value", 400),
        ]

        static let gates: [BadCommand] = [
            BadCommand("unknown", "plate-seen", #"{"plate": "A 1", "gate": "west"}"#, "unknown-gate", 422, "gate"),
            BadCommand("unknown at opening", "gate-open", #"{"gate": "west"}"#, "unknown-gate", 422, "gate"),
            BadCommand("unknown at leaving", "exit", #"{"gate": "west"}"#, "unknown-gate", 422, "gate"),
            BadCommand("in capitals", "exit", #"{"gate": "SOUTH"}"#, "invalid-value", 400, "gate"),
            BadCommand(
                "out by an entry", "exit", #"{"plate": "A 1", "gate": "north"}"#, "wrong-direction", 422, "direction"),
            BadCommand(
                "in by an exit", "gate-open", #"{"gate": "south", "direction": "in"}"#, "wrong-direction", 422,
                "direction"),
            BadCommand(
                "either way", "plate-seen", #"{"plate": "A 1", "gate": "yard"}"#, "direction-missing", 422, "direction"),
            BadCommand("no direction", "gate-open", #"{"gate": "yard"}"#, "direction-missing", 422, "direction"),
            BadCommand(
                "sideways", "gate-open", #"{"gate": "yard", "direction": "up"}"#, "invalid-value", 400, "direction"),
            BadCommand(
                "an empty ticket", "gate-open", #"{"gate": "north", "ticket": ""}"#, "invalid-value", 400, "ticket"),
            BadCommand(
                "a line break in a ticket", "exit", #"{"gate": "south", "ticket": "a\r\nb"}"#, "invalid-value", 400,
                "ticket"),
            BadCommand(
                "a blank remark", "gate-open", #"{"gate": "north", "remark": " "}"#, "invalid-value", 400, "remark"),
            BadCommand(
                "a long remark", "gate-open", #"{"gate": "north", "remark": "\#(String(repeating: "r", count: 201))"}"#,
                "invalid-value", 400, "remark"),
        ]

        static func granted(_ name: String, _ fields: String, _ problem: String, _ field: String) -> BadCommand {
            BadCommand(name, "grant-permit", #"{"plate": "A 1", \#(fields)}"#, problem, 400, field)
        }

        static let permits: [BadCommand] = [
            BadCommand("no plate", "grant-permit", #"{"plate": "", "kind": "pass"}"#, "invalid-plate", 400, "plate"),
            granted("another kind", #""kind": "season""#, "invalid-value", "kind"),
            granted("30 February", #""kind": "pass", "firstDay": "2026-02-30""#, "invalid-day", "firstDay"),
            granted("31 April", #""kind": "pass", "lastDay": "2026-04-31""#, "invalid-day", "lastDay"),
            granted("a number", #""kind": "pass", "lastDay": 20260431"#, "invalid-value", "lastDay"),
            granted("a group in capitals", #""kind": "pass", "groups": ["STAFF"]"#, "invalid-value", "groups[0]"),
            granted("one group", #""kind": "pass", "groups": "staff""#, "invalid-value", "groups"),
            granted(
                "101 groups",
                #""kind": "pass", "groups": [\#((0...100).map { #""g\#($0)""# }.joined(separator: ", "))]"#,
                "invalid-value", "groups"),
            granted("no groups", #""kind": "membership""#, "missing-field", "groups"),
            granted("none", #""kind": "membership", "groups": []"#, "missing-field", "groups"),
            granted("nothing sold", #""kind": "subscription""#, "missing-field", "subscription"),
            granted(
                "sold in words", #""kind": "subscription", "subscription": "A month""#, "invalid-value", "subscription"),
            granted(
                "an end", #""kind": "subscription", "subscription": "month", "lastDay": "2026-03-31""#, "invalid-value",
                "lastDay"),
            granted(
                "a pass that is sold", #""kind": "pass", "subscription": "month""#, "invalid-value", "subscription"),
            granted("a pass for vans", #""kind": "pass", "vehicle": "van""#, "invalid-value", "vehicle"),
            BadCommand("a text", "renew-permit", #"{"permit": "2"}"#, "invalid-value", 400, "permit"),
            BadCommand("zero", "renew-permit", #"{"permit": 0}"#, "invalid-value", 400, "permit"),
            BadCommand("negative", "revoke-permit", #"{"permit": -1}"#, "invalid-value", 400, "permit"),
            BadCommand("none", "revoke-permit", #"{"permit": 9223372036854775807}"#, "unknown-permit", 404, "permit"),
            BadCommand("a reservation", "revoke-permit", #"{"reservation": 2}"#, "unknown-field", 400, "reservation"),
        ]

        static let settings: [BadCommand] = [
            .settings("a word", "publicHours", #""always""#, "invalid-value", 400),
            .settings("no windows", "publicHours", "{}", "missing-field", 400, at: "publicHours.windows"),
            .settings(
                "none", "publicHours", #"{"windows": []}"#, "invalid-settings", 422, at: "publicHours.windows"),
            .settings(
                "without length", "publicHours",
                #"{"windows": [{"from": "2026-03-05T13:00", "until": "2026-03-05T13:00"}]}"#, "invalid-settings", 422,
                at: "publicHours.windows[0].until"),
            .settings(
                "no windows", "groupHours", #"[{"group": "a", "windows": []}]"#, "invalid-value", 400,
                at: "groupHours[0].windows"),
            .settings(
                "a group twice", "groupHours", #"[{"group": "a"}, {"group": "a"}]"#, "invalid-settings", 422,
                at: "groupHours[1].group"),
            .settings("negative", "capacity", "-1", "invalid-value", 400),
            .settings("nothing", "capacity", "0", "invalid-settings", 422),
            .settings("absurd", "capacity", "100001", "invalid-settings", 422),
            .settings("beyond 64 bits", "capacity", "9223372036854775808", "invalid-value", 400),
            .settings("a thousand digits", "capacity", String(repeating: "9", count: 1000), "invalid-value", 400),
            .settings("a fraction", "capacity", "10.5", "invalid-value", 400),
            .settings("an exponent", "capacity", "1e400", "invalid-value", 400),
            .settings("a text", "capacity", #""10""#, "invalid-value", 400),
            .settings("leading zero", "capacity", "010", "invalid-value", 400),
            .settings("more than there are", "guestSpots", "11", "invalid-settings", 422),
            .settings("negative", "fallbackSpots", "-9223372036854775808", "invalid-value", 400),
            .settings("none", "gates", "[]", "invalid-settings", 422),
            .settings(
                "too many", "gates",
                "[" + (0..<65).map { #"{"id": "g\#($0)", "lane": "in"}"# }.joined(separator: ",") + "]",
                "invalid-value", 400),
            .settings(
                "one twice", "gates", #"[{"id": "a", "lane": "in"}, {"id": "a", "lane": "out"}]"#, "invalid-settings",
                422, at: "gates[1].id"),
            .settings("a whole number with a fraction of none", "capacity", "0.0", "invalid-settings", 422),
            .settings("leap seconds", "timeZone", #""right/Europe/Berlin""#, "invalid-value", 400),
            .settings("the machine's", "timeZone", #""localtime""#, "invalid-value", 400),
            .settings("an empty part", "timeZone", #""Europe//Berlin""#, "invalid-value", 400),
            .settings("nobody's", "timeZone", #""Factory""#, "invalid-value", 400),
            .settings("no zone", "timeZone", #""Mars/Olympus""#, "invalid-value", 400),
            .settings("a path", "timeZone", #""../../etc/passwd""#, "invalid-value", 400),
            .settings("a folder", "timeZone", #""Europe""#, "invalid-value", 400),
            .settings("a NUL", "timeZone", #""Europe/Berlin\u0000""#, "invalid-value", 400),
            .settings("no currency", "currency", #""EURO""#, "invalid-value", 400),
            .settings("nobody", "admission", #""nobody""#, "invalid-value", 400),
            .settings("a blank name", "name", #"" ""#, "invalid-settings", 422),
            .settings("a line break", "name", #""a\nb""#, "invalid-settings", 422),
            .settings("a long name", "name", #""\#(String(repeating: "n", count: 101))""#, "invalid-settings", 422),
            .settings("above 31 days", "lateness", #""32 days""#, "invalid-settings", 422),
            .settings("beyond all time", "lateness", #""999999999 days""#, "invalid-value", 400),
            .settings("words", "authorisationWait", #""a while""#, "invalid-value", 400),
            .settings("fixed", "timeZone", #""Europe/Paris""#, "setting-fixed", 409),
            .settings("fixed", "currency", #""CHF""#, "setting-fixed", 409),
        ]

        @Test(arguments: plates + days + times + gates + rates + cards + permits + settings)
        func `a value that makes no sense is refused by its field`(bad: BadCommand) async throws {
            try await Site.with { site in
                try await site.expect(bad.problem, bad.status, field: bad.field) {
                    try await site.send(.post, site.path("commands/\(bad.command)"), body: bad.body)
                }
            }
        }

        @Test func `what a garage cannot give is refused`() async throws {
            try await Site.with(capacity: 2, settings: #", "guestSpots": 1"#) { site in
                func reserve(_ plate: String, _ holder: String = "member") async throws -> Exchange {
                    try await site.post(
                        "reserve", #"{"plate": "\#(plate)", "day": "2026-03-02", "holder": "\#(holder)"}"#)
                }
                #expect(try await reserve("A 1").status == .ok)
                try await site.expect("already-reserved", 409) { try await reserve("a-1") }
                try await site.expect("day-full", 409) { try await reserve("A 2") }
                #expect(try await reserve("A 3", "guest").status == .ok)
                try await site.expect("guest-quota-full", 409) { try await reserve("A 4", "guest") }
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try await site.expect("car-inside", 409) { try await site.post("cancel", #"{"reservation": 2}"#) }
                for number in ["4", "0", "-1", "9223372036854775807"] {
                    let exchange = try await site.post("cancel", #"{"reservation": \#(number)}"#)
                    #expect(["unknown-reservation", "invalid-value"].contains(exchange.problem))
                }
                try site.clock.set("2026-03-03T08:00:00+01:00")
                try await site.expect("day-over", 422) { try await site.post("cancel", #"{"reservation": 3}"#) }
                #expect(try await site.head == 4)
            }
        }
    }
}
