import TestSupport
import HTTPTypes
import Testing

extension HTTPTests {
    @Suite struct AddressTests {
        @Test func `nothing is at an unknown address`() async throws {
            try await Site.with(capacity: nil) { site in
                for uri in [
                    "/", "/v1", "/v2/garages/a", "/v2/garages", "/v1/garages/a/occupancy/now", "/health", "/metrics",
                    "/openapi.json", "/%2e%2e/etc/passwd", "/v1/garages/a/../../..", "//", "/?x", "/health/live/x",
                ] {
                    let exchange = try await site.send(.get, uri)
                    #expect(exchange.problem == "not-found", "\(uri)")
                }
            }
        }

        @Test func `an address that is asked by another method says which it takes`() async throws {
            try await Site.with { site in
                let methods: [HTTPRequest.Method] = [
                    .put, .delete, .patch, .options, .trace, HTTPRequest.Method("PROPFIND")!,
                ]
                for uri in [
                    site.path(""), site.path("occupancy"), site.path("sessions"), site.path("events"), "/v1/garages",
                    "/health/live",
                    "/openapi.yaml",
                ] {
                    for method in methods + [.post] {
                        let exchange = try await site.send(method, uri)
                        #expect(exchange.problem == "method-not-allowed", "\(method) \(uri)")
                        #expect(exchange.headers[.allow] == "GET, HEAD")
                    }
                }
                for method in methods + [.get] {
                    let exchange = try await site.send(method, site.path("commands/reserve"))
                    #expect(exchange.problem == "method-not-allowed", "\(method)")
                    #expect(exchange.headers[.allow] == "POST")
                }
                let head = try await site.send(.head, site.path("commands/reserve"))
                #expect(head.status == .methodNotAllowed)
                #expect(try await site.head == 1)
            }
        }

        @Test func `every question may be asked as HEAD`() async throws {
            try await Site.with { site in
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                // What catches up between two questions answers them differently.
                for question in ["occupancy", "allowlists/2026-03-02", "overstays", "sessions/2", "reservations"] {
                    _ = try await site.read(question)
                }
                for uri in [
                    site.path(""), site.path("occupancy"), site.path("allowlists/2026-03-02"), site.path("permits"),
                    site.path("overstays"), site.path("inside"), site.path("sessions"), site.path("reservations"),
                    site.path("sessions/2"), site.path("sessions/2/charge"), site.path("events"), "/health/live",
                    "/health/ready", "/openapi.yaml", "/nothing", site.path("sessions/9"),
                ] {
                    let (head, get) = (try await site.send(.head, uri), try await site.send(.get, uri))
                    #expect(head.status == get.status, "\(uri)")
                    // Each request has a place of its own in its trace.
                    let headers = [head, get].map { $0.headers.filter { $0.name != .traceparent } }
                    #expect(headers[0] == headers[1], "\(uri)")
                    #expect(head.body.isEmpty)
                }
            }
        }

        @Test func `a garage that does not exist is unknown to every question and command`() async throws {
            try await Site.with(capacity: nil) { site in
                for rest in [
                    "", "occupancy", "allowlists/2026-03-02", "permits", "overstays", "sessions/1", "sessions/1/charge",
                    "events", "inside", "sessions", "reservations", "sessions?plate=A1", "reservations?plate=A1",
                    "inside?asOf=2026-03-01T08:00:00Z", "sessions?asOf=2026-03-01T08:00:00Z",
                    "reservations?asOf=2026-03-01T08:00:00Z", "sessions?minVersion=7",
                    "occupancy?asOf=2026-03-01T08:00:00Z", "overstays?minVersion=7",
                    "availability", "availability?asOf=2026-03-01T08:00:00Z", "suspensions",
                    "suspensions?asOf=2026-03-01T08:00:00Z", "debts", "waiting",
                ] {
                    try await site.expect("unknown-garage", 404) { try await site.get(rest) }
                }
                for (command, body) in [
                    ("reserve", #"{"plate": "A 1", "day": "2026-03-04"}"#), ("cancel", #"{"reservation": 1}"#),
                    ("plate-seen", #"{"plate": "A 1", "gate": "north"}"#), ("gate-open", #"{"gate": "north"}"#),
                    ("exit", #"{"gate": "south"}"#), ("rate-published", #"{"id": "a", "price": {"once": "1.00"}}"#),
                    ("rate-withdrawn", #"{"rate": "a"}"#),
                    ("card-published", #"{"rates": [], "crossing": "perBlock"}"#),
                    ("validate", #"{"session": 1, "validation": "cinema"}"#),
                    ("apply-agreement", #"{"plate": "A 1", "agreement": "hospital"}"#),
                    ("suspend-plate", #"{"plate": "A 1", "reason": "blocking"}"#),
                    ("lift-suspension", #"{"plate": "A 1", "reason": "goodwill"}"#),
                    ("erase-plate", #"{"plate": "A 1"}"#),
                    ("erase-text", #"{"text": "0123456789abcdef0123456789abcdef"}"#),
                    ("assign-fallback", #"{"plate": "A 1"}"#),
                    ("wait-for-day", #"{"plate": "A 1", "day": "2026-03-04"}"#),
                    ("stop-waiting", #"{"plate": "A 1", "day": "2026-03-04"}"#),
                ] {
                    try await site.expect("unknown-garage", 404) { try await site.post(command, body) }
                }
            }
        }

        @Test(arguments: [
            "Upper", "-dash", ".", "..", "a%20b", "a%2Fb", "%00", "%", "%zz", "a%", "ü", "%C3%BC", "%FF", "a;b",
            "a%0d%0aX:1",
            String(repeating: "a", count: 65), String(repeating: "a", count: 60_000),
        ])
        func `a name that no garage can have is unknown`(name: String) async throws {
            try await Site.with(capacity: nil) { site in
                let asked = try await site.send(.get, "/v1/garages/\(name)/occupancy")
                #expect(asked.problem == "unknown-garage")
                let told = try await site.send(
                    .post, "/v1/garages/\(name)/commands/configure-garage", body: Array(Site.settings().utf8))
                #expect(told.problem == "unknown-garage")
            }
        }

        @Test func `a percent-encoded name is the name`() async throws {
            try await Site.with { site in
                let encoded = site.garage.utf8.map { "%" + String($0, radix: 16) }.joined()
                let exchange = try await site.send(.get, "/v1/garages/\(encoded)")
                #expect(exchange.json?["garage"]?.string == site.garage)
                let reply = try await site.send(
                    .post, "/v1/garages/\(encoded)/commands/%72eserve",
                    body: Array(#"{"plate": "A 1", "day": "2026-03-04"}"#.utf8))
                #expect(reply.status == .ok)
                #expect(try await site.head == 2)
            }
        }

        @Test(arguments: [
            "fly", "Reserve", "reserve%20", "configure_garage", "%00", "exit%2F", String(repeating: "x", count: 9000),
        ])
        func `a command that does not exist is unknown`(command: String) async throws {
            try await Site.with { site in
                try await site.expect("unknown-command", 404) { try await site.post(command, "{}") }
                let nowhere = try await site.send(.post, "/v1/garages/No%20Name/commands/\(command)")
                #expect(nowhere.problem == "unknown-command")
            }
        }

        @Test func `the document is served as YAML`() async throws {
            try await Site.with(capacity: nil) { site in
                let exchange = try await site.send(.get, "/openapi.yaml")
                #expect(exchange.headers[.contentType] == "application/yaml")
                #expect(exchange.text.hasPrefix("openapi: 3.1.0\n"))
            }
        }

        @Test func `the service says that it lives and is ready`() async throws {
            // Elsewhere read models are stopped on purpose, so this asks about a database of its own.
            let server = try #require(TestDatabase.server)
            try await TestDatabase.with(migrated: true, on: server) { database in
                try await Service.install(in: database)
                try await TestDatabase.withPool(on: database, size: 2) { pool in
                    try await Site.with(capacity: nil, pool: pool) { site in
                        let live = try await site.send(.get, "/health/live")
                        #expect(live.json == .object(["status": "live"]))
                        let ready = try await site.send(.get, "/health/ready")
                        #expect(ready.json == .object(["status": "ready"]))
                    }
                }
            }
        }
    }
}
