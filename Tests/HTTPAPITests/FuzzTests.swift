import TestSupport
import HTTPTypes
import Testing

extension HTTPTests {
    @Suite struct FuzzTests {
        static let bodies: [(command: String, body: String)] = [
            (
                "configure-garage",
                Site.settings(capacity: 9, #", "guestSpots": 2, "lateness": "2 days", "admission": "open""#)
            ),
            ("rate-published", ChargeTests.casual), ("rate-published", ChargeTests.concert),
            (
                "rate-published",
                #"{"id": "n", "tier": "advanced", "windows": [{"days": ["monday"], "from": "19:00", "until": "07:00"}], "price": {"perDay": "3"}, "caps": [{"amount": "9.00", "per": "24 h"}, {"amount": "7", "from": "08:00", "until": "09:00"}], "grace": "5 min"}"#
            ),
            ("reserve", #"{"plate": "B-AB 123", "day": "2026-03-04", "holder": "member"}"#),
            ("cancel", #"{"reservation": 5}"#),
            (
                "grant-permit",
                #"{"plate": "B-AB 123", "kind": "pass", "firstDay": "2026-03-03", "lastDay": "2026-03-04", "groups": ["staff"]}"#
            ),
            ("grant-permit", #"{"plate": "B-CD 456", "kind": "subscription", "subscription": "monthly"}"#),
            ("grant-permit", #"{"plate": "B-CD 456", "kind": "membership", "groups": ["students", "staff"]}"#),
            ("suspend-plate", #"{"plate": "B-EF 7", "lastDay": "2026-03-09", "reason": "blocking"}"#),
            ("lift-suspension", #"{"plate": "B-EF 7", "reason": "goodwill"}"#),
            ("erase-plate", #"{"plate": "B-GH 8"}"#),
            ("erase-text", #"{"text": "0123456789abcdef0123456789abcdef"}"#),
            ("renew-permit", #"{"permit": 9}"#), ("revoke-permit", #"{"permit": 7}"#),
            ("plate-seen", #"{"plate": "B-AB 123", "gate": "yard", "direction": "in", "deviceEvent": "cam-1"}"#),
            (
                "gate-open",
                #"{"ticket": "T1", "gate": "north", "occurredAt": "2026-03-02T07:00:00Z", "remark": "by hand"}"#
            ),
            ("gate-open", #"{"plate": "B-AB 123", "gate": "north", "direction": "in"}"#),
            ("exit", #"{"plate": "B-AB 123", "gate": "south", "occurredAt": "2026-03-02T07:30:00Z"}"#),
            ("rate-withdrawn", #"{"rate": "casual", "card": "standard"}"#),
            ("card-published", CardTests.bike), ("card-published", CardTests.full),
            ("gate-open", #"{"plate": "B-CD 456", "gate": "north", "vehicle": "bike"}"#),
            ("validate", #"{"plate": "B-CD 456", "validation": "cinema"}"#),
            ("apply-agreement", #"{"ticket": "T1", "agreement": "hospital"}"#),
        ]

        @Test func `mutated commands are carried out or refused as documented, and nothing breaks`() async throws {
            print("mutated commands: PARKLOG_TEST_SEED=\(Seeded.seed)")
            try await Site.with(settings: #", "lateness": "2 days""#) { site in
                var generator = Seeded(Seeded.seed)
                var (head, accepted) = (try await site.head, 0)
                for round in 0..<1500 {
                    let (command, valid) = Self.bodies.randomElement(using: &generator)!
                    let body = Mutation.of(valid, using: &generator)
                    let exchange = try await site.send(.post, site.path("commands/\(command)"), body: body)
                    let sent = String(decoding: body, as: UTF8.self)
                    let comment: Comment = "seed \(Seeded.seed), round \(round): \(sent)"
                    #expect(exchange.status.code < 500, comment)
                    let now = try await site.head
                    if exchange.status == .ok {
                        accepted += 1
                        #expect(exchange.json?["version"]?.integer == now, comment)
                        #expect(now == head + Int64(exchange.json?["events"]?.array?.count ?? 0), comment)
                    } else {
                        #expect(exchange.problem != nil, comment)
                        #expect(now == head, comment)
                    }
                    head = now
                }
                // A run in which nothing or everything is taken tries nothing.
                #expect((50..<1450).contains(accepted), "seed \(Seeded.seed)")
                try await readEverything(site)
            }
        }

        /// Whatever was taken can be read back in the documented form.
        private func readEverything(_ site: Site) async throws {
            var after: Int64 = 0
            var sessions: [Int64] = []
            while true {
                let page = try #require(try await site.get("events?after=\(after)&limit=500").json)
                let events = try #require(page["events"]?.array)
                if events.isEmpty { break }
                sessions += events.filter { $0["type"] == "car-entered" }.compactMap { $0["version"]?.integer }
                after = try #require(page["next"]?.integer)
            }
            #expect(after == (try await site.head))
            for rest in [
                "overstays", "permits?limit=3", "occupancy", "allowlists/2026-03-04",
                "occupancy?asOf=2026-03-02T07:00:00Z&basis=happened",
            ] {
                _ = try await site.read(rest)
            }
            for session in sessions { _ = try await site.read("sessions/\(session)") }
            #expect(try await site.get("").status == .ok)
        }

        @Test func `random addresses and parameters are never an error of the service`() async throws {
            print("random addresses: PARKLOG_TEST_SEED=\(Seeded.seed)")
            try await Site.with { site in
                var generator = Seeded(Seeded.seed)
                let parts = [
                    "v1", "garages", site.garage, "occupancy", "sessions", "2", "charge", "events", "allowlists",
                    "2026-03-02",
                    "%", "%00", "%2F", "..", "?", "?asOf=", "&basis=", "known", "?after=", "&limit=", "-1", "é", "🚗",
                    "",
                    "?until=", "&minVersion=1", "1", "99999999999999999999", "commands", "health", "#", "=", ";",
                    "overstays",
                ]
                for round in 0..<600 {
                    var uri = Bool.random(using: &generator) ? site.path("") : ""
                    for _ in 0..<Int.random(in: 0...5, using: &generator) {
                        let part = parts.randomElement(using: &generator)!
                        uri += ["?", "&"].contains(part.prefix(1)) || uri.contains("?") ? part : "/" + part
                    }
                    if uri.isEmpty { uri = "/" }
                    let exchange = try await site.send(
                        [.get, .head, .post, .put].randomElement(using: &generator)!, uri)
                    #expect(
                        exchange.status.code < 500 || exchange.problem == "not-reached",
                        "seed \(Seeded.seed), round \(round): \(uri)")
                }
                #expect(try await site.head == 1)
            }
        }
    }
}
