import Parking
import HTTPTypes
import JSON
import Testing

extension HTTPTests {
    /// Bodies that are not what a command's body must be.
    @Suite struct BadBodyTests {
        static let reserve = #"{"plate": "A 1", "day": "2026-03-04"}"#

        static let texts: [BadCommand] = [
            BadCommand("nothing", "reserve", "", "invalid-value"),
            BadCommand("white space", "reserve", " \n", "invalid-value"),
            BadCommand("a list", "reserve", "[]", "invalid-value"),
            BadCommand("a text", "reserve", #""plate""#, "invalid-value"),
            BadCommand("null", "reserve", "null", "invalid-value"),
            BadCommand("no end", "reserve", #"{"plate": "A 1""#, "malformed-json"),
            BadCommand("no end of a text", "reserve", #"{"plate": "A 1"#, "malformed-json", 400, "plate"),
            BadCommand("two texts", "reserve", reserve + reserve, "malformed-json"),
            BadCommand("a comma too many", "reserve", #"{"plate": "A 1", "day": "2026-03-04",}"#, "malformed-json"),
            BadCommand("no colon", "reserve", #"{"plate" "A 1"}"#, "malformed-json", 400, "plate"),
            BadCommand("single quotes", "reserve", "{'plate': 'A 1'}", "malformed-json"),
            BadCommand("a comment", "reserve", "{/* */}", "malformed-json"),
            BadCommand(
                "a field twice", "reserve", #"{"plate": "A 1", "plate": "A 2", "day": "2026-03-04"}"#, "malformed-json",
                400, "plate"),
            BadCommand(
                "a field twice, once escaped", "cancel", #"{"reservation": 2, "reservatio\u006e": 3}"#,
                "malformed-json", 400, "reservation"),
            BadCommand(
                "a raw control character", "reserve", "{\"plate\": \"A\u{1}1\"}", "malformed-json", 400, "plate"),
            BadCommand("a raw NUL", "reserve", "{\"plate\": \"A\u{0}1\"}", "malformed-json", 400, "plate"),
            BadCommand(
                "an escaped NUL", "gate-open", #"{"gate": "north", "remark": "a\u0000b"}"#, "invalid-value", 400,
                "remark"),
            BadCommand(
                "half a surrogate pair", "gate-open", #"{"gate": "north", "remark": "\ud83d"}"#, "malformed-json", 400,
                "remark"),
            BadCommand(
                "an unknown escape", "gate-open", #"{"gate": "north", "remark": "\x41"}"#, "malformed-json", 400,
                "remark"),
            BadCommand(
                "invalid UTF-8", "reserve", Array(#"{"plate": ""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8),
                "invalid-utf8", 400, "plate"),
            BadCommand(
                "UTF-8 of a surrogate", "reserve",
                Array(#"{"plate": ""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8), "invalid-utf8", 400, "plate"),
            BadCommand(
                "an overlong slash", "reserve", Array(#"{"plate": ""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8),
                "invalid-utf8", 400, "plate"),
            BadCommand("a byte order mark", "reserve", [0xEF, 0xBB, 0xBF] + Array(reserve.utf8), "invalid-value"),
            BadCommand(
                "deep lists", "reserve",
                #"{"plate": "# + String(repeating: "[", count: 30_000) + String(repeating: "]", count: 30_000) + "}",
                "invalid-value", 400, "plate"),
            BadCommand(
                "deep lists without their ends", "reserve", #"{"plate": "# + String(repeating: "[", count: 30_000),
                "malformed-json", 400, "plate"),
            BadCommand(
                "deep objects", "configure-garage",
                #"{"name": "M", "timeZone": "UTC", "currency": "EUR", "capacity": 1, "gates": ["#
                    + String(repeating: #"{"gates":["#, count: 3000) + String(repeating: "]}", count: 3001),
                "unknown-field", 400, "gates[0].gates"),
            BadCommand(
                "deep objects without their ends", "configure-garage", String(repeating: #"{"gates":["#, count: 3000),
                "malformed-json", 400, "gates"),
            BadCommand(
                "a field of another command", "reserve", #"{"plate": "A 1", "day": "2026-03-04", "gate": "north"}"#,
                "unknown-field", 400, "gate"),
            BadCommand(
                "a field in capitals", "reserve", #"{"Plate": "A 1", "day": "2026-03-04"}"#, "unknown-field", 400,
                "Plate"),
            BadCommand(
                "a prototype", "cancel", #"{"__proto__": {}, "reservation": 2}"#, "unknown-field", 400, "__proto__"),
            BadCommand("a field of the empty name", "cancel", #"{"": 1}"#, "unknown-field", 400, "\"\""),
            BadCommand(
                "a long field", "cancel", #"{""# + String(repeating: "e\u{301}", count: 9000) + #"": 1}"#,
                "unknown-field", 400, String(repeating: "e\u{301}", count: 20) + "…"),
            BadCommand("no plate", "reserve", #"{"day": "2026-03-04"}"#, "missing-field", 400, "plate"),
            BadCommand("no day", "reserve", #"{"plate": "A 1"}"#, "missing-field", 400, "day"),
            BadCommand("no reservation", "cancel", "{}", "missing-field", 400, "reservation"),
            BadCommand("no kind", "grant-permit", #"{"plate": "A 1"}"#, "missing-field", 400, "kind"),
            BadCommand("no plate to permit", "grant-permit", #"{"kind": "pass"}"#, "missing-field", 400, "plate"),
            BadCommand("no permit to renew", "renew-permit", "{}", "missing-field", 400, "permit"),
            BadCommand("no permit to revoke", "revoke-permit", "{}", "missing-field", 400, "permit"),
            BadCommand("no plate to suspend", "suspend-plate", #"{"reason": "a"}"#, "missing-field", 400, "plate"),
            BadCommand("no text to erase", "erase-text", "{}", "missing-field", 400, "text"),
            BadCommand("no plate to erase", "erase-plate", "{}", "missing-field", 400, "plate"),
            BadCommand("no reason", "lift-suspension", #"{"plate": "A 1"}"#, "missing-field", 400, "reason"),
            BadCommand("no gate", "exit", #"{"plate": "A 1"}"#, "missing-field", 400, "gate"),
            BadCommand("no plate at a camera", "plate-seen", #"{"gate": "north"}"#, "missing-field", 400, "plate"),
            BadCommand("no price", "rate-published", #"{"id": "r"}"#, "missing-field", 400, "price"),
            BadCommand(
                "no lane", "configure-garage",
                #"{"name": "M", "timeZone": "UTC", "currency": "EUR", "capacity": 1, "gates": [{"id": "a"}]}"#,
                "missing-field", 400, "gates[0].lane"),
            BadCommand(
                "null for a plate", "reserve", #"{"plate": null, "day": "2026-03-04"}"#, "invalid-value", 400, "plate"),
            BadCommand(
                "plate and ticket", "exit", #"{"plate": "A 1", "ticket": "T", "gate": "south"}"#, "invalid-value", 400,
                "ticket"),
        ]

        @Test(arguments: texts) func `a body of another form is refused`(bad: BadCommand) async throws {
            try await Site.with { site in
                try await site.expect(bad.problem, bad.status, field: bad.field) {
                    try await site.send(.post, site.path("commands/\(bad.command)"), body: bad.body)
                }
            }
        }

        @Test func `no command takes a field that it does not know`() async throws {
            try await Site.with { site in
                for command in CommandName.allCases {
                    try await site.expect("unknown-field", 400, field: "surprise") {
                        try await site.post(command.rawValue, #"{"surprise": 1}"#)
                    }
                }
            }
        }

        @Test(arguments: [64 * 1024 + 1, 100_000, 10_000_000])
        func `a body above 64 KiB is refused`(size: Int) async throws {
            try await Site.with { site in
                let body = Array(Self.reserve.utf8) + [UInt8](repeating: 0x20, count: size - Self.reserve.utf8.count)
                try await site.expect("body-too-large", 413) {
                    try await site.send(.post, site.path("commands/reserve"), body: body)
                }
            }
        }

        @Test(arguments: [(1024 * 1024, 200), (1024 * 1024 + 1, 413)])
        func `a rate card has at most 1 MiB`(size: Int, status: Int) async throws {
            try await Site.with { site in
                let card = #"{"rates": [], "crossing": "perBlock"}"#
                let body = Array(card.utf8) + [UInt8](repeating: 0x20, count: size - card.utf8.count)
                let reply = try await site.send(.post, site.path("commands/card-published"), body: body)
                #expect(reply.status.code == status)
            }
        }

        @Test func `a body of 64 KiB is read`() async throws {
            try await Site.with { site in
                let body =
                    Array(Self.reserve.utf8) + [UInt8](repeating: 0x20, count: 64 * 1024 - Self.reserve.utf8.count)
                let reply = try await site.send(.post, site.path("commands/reserve"), body: body)
                #expect(reply.status == .ok)
            }
        }
    }
}
