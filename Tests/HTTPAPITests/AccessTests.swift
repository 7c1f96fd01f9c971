@testable import Access
import Chronology
import EventLog
import Foundation
import HTTPTypes
import Hosting
import Hummingbird
import JWTKit
@testable import HTTPAPI
import Parking
import TestSupport
import Testing

extension HTTPTests {
    /// Who may ask what: the table of roles, at every address.
    @Suite struct AccessTests {
        /// Tokens of a key that the service believes.
        struct Tokens {
            let key = SigningKey()
            let now = Instant("2026-03-02T08:00:00+01:00")!
            let verifier: TokenVerifier

            init() async {
                let clock = now
                verifier = TokenVerifier(clock: { clock })
                let set = #"{"keys": [\#(key.publicKey)]}"#
                await verifier.trust(
                    [TrustedIssuer("parklog", keySet: set, roles: Set(Role.allCases), garages: .every)],
                    revoked: ["revoked"])
            }

            func claims(_ role: Role, of garages: [String]) -> TokenClaims {
                let date = Date(timeIntervalSince1970: Double(now.microseconds) / 1e6)
                return TokenClaims(
                    iss: "parklog", sub: .init(value: "a-\(role.rawValue)"), exp: .init(value: date + 60),
                    nbf: .init(value: date), role: role, garages: garages)
            }

            func token(
                _ role: Role, of garages: String..., change: (inout TokenClaims) -> Void = { _ in }
            ) async throws -> String {
                var claims = claims(role, of: garages)
                change(&claims)
                return try await key.sign(claims)
            }
        }

        /// An operation of the table, as a request.
        private struct Asked: Sendable {
            let method: HTTPRequest.Method
            let path: @Sendable (Site) -> String
            let allowed: [Role: Extent]

            static let all: [Asked] =
                CommandName.allCases.map { command in
                    Asked(
                        method: .post, path: { $0.path("commands/\(command.rawValue)") }, allowed: command.senders)
                }
                + Reading.allCases.map { reading in
                    Asked(
                        method: [.quotes, .retry].contains(reading) ? .post : .get,
                        path: {
                            reading.address.replacing("{garage}", with: $0.garage)
                                .replacing("{day}", with: "2026-03-02").replacing("{session}", with: "1")
                                .replacing("{receipt}", with: "1").replacing("{report}", with: "tills")
                                + (reading == .sessions ? "?ticket=T-1" : "")
                        }, allowed: reading.readers)
                }

            /// Nothing that is carried out: the body says nothing.
            func status(at site: Site) async throws -> Int {
                let exchange = try await site.send(method, path(site), body: method == .post ? Array("{}".utf8) : nil)
                return exchange.status.code
            }
        }

        private func withTokens(_ body: @Sendable (Site, Tokens) async throws -> Void) async throws {
            let tokens = await Tokens()
            let token = try await tokens.token(.operator, of: "*")
            try await Site.with(authentication: .tokens(tokens.verifier, within: .wide), token: token) {
                try await body($0, tokens)
            }
        }

        @Test func `each role may do what the table says, in its garages, and nothing else`() async throws {
            try await withTokens { site, tokens in
                var (allowed, denied) = (0, 0)
                for role in Role.allCases {
                    let its = site.by(try await tokens.token(role, of: site.garage, "another"))
                    let others = site.by(try await tokens.token(role, of: "another"))
                    for asked in Asked.all {
                        let (status, elsewhere) = (try await asked.status(at: its), try await asked.status(at: others))
                        guard asked.allowed[role] != nil else {
                            #expect(status == 403 && elsewhere == 403, "\(role) \(asked.path(site))")
                            denied += 2
                            continue
                        }
                        #expect(![401, 403].contains(status), "\(role) \(asked.path(site))")
                        let isOfGarage = asked.path(site).contains(site.garage)
                        #expect((elsewhere == 403) == isOfGarage, "\(role) \(asked.path(site))")
                        (allowed, denied) = (allowed + 1, denied + (isOfGarage ? 1 : 0))
                    }
                }
                #expect((allowed, denied) == (169, 796), "\(allowed) \(denied)")
            }
        }

        @Test func `without a token that is believed everybody is a stranger, at every address`() async throws {
            try await withTokens { site, tokens in
                let good = try await tokens.token(.operator, of: "*")
                let parts = good.split(separator: ".").map(String.init)
                let unsigned = Data(#"{"alg": "none", "typ": "JWT"}"#.utf8).base64EncodedString()
                    .replacing("=", with: "").replacing("+", with: "-").replacing("/", with: "_")
                let date = Date(timeIntervalSince1970: Double(tokens.now.microseconds) / 1e6)
                let strangers: [String: String?] = [
                    "none at all": nil,
                    "expired": try await tokens.token(.operator, of: "*") { $0.exp = .init(value: date) },
                    "not yet": try await tokens.token(.operator, of: "*") { $0.nbf = .init(value: date + 1) },
                    "another issuer": try await tokens.token(.operator, of: "*") { $0.iss = "https://other.example" },
                    "another key": try await SigningKey().sign(tokens.claims(.operator, of: ["*"])),
                    "alg none": "\(unsigned).\(parts[1]).",
                    "revoked": try await tokens.token(.operator, of: "*") {
                        $0.jti = "revoked"
                    },
                    "no token": "hello", "too long": String(repeating: "a", count: 9_000),
                ]
                let before = try await site.head
                for (name, token) in strangers {
                    for asked in Asked.all {
                        let exchange = try await site.by(token).send(
                            asked.method, asked.path(site), body: asked.method == .post ? Array("{}".utf8) : nil)
                        #expect(exchange.status == .unauthorized && exchange.problem == "unauthorized", "\(name)")
                        #expect(exchange.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
                    }
                }
                #expect(try await site.head == before)
                for path in AccessMiddleware.forEverybody {
                    #expect(![.unauthorized, .forbidden].contains(try await site.by(nil).send(.get, path).status))
                }
                let basic = try await site.by(nil).send(.get, site.path(""), headers: [.authorization: "Basic YTpi"])
                #expect(basic.status == .unauthorized)
                // Schemes are spelled as one likes (RFC 9110, section 11.1).
                let lower = try await site.by(nil).send(
                    .get, site.path(""), headers: [.authorization: "bearer \(good)"])
                #expect(lower.status == .ok)
            }
        }

        @Test func `every route stands in the table`() throws {
            let service = try Service.shared
            let hosts = GarageHosts(
                log: PostgresEventLog(service.pool), zones: Service.zones, logger: TestDatabase.silent)
            let http = HTTPAPI(hosts: hosts, pool: service.pool, authentication: .none)
            for route in http.router().routes {
                let path = route.path.description
                #expect(
                    path.hasSuffix("/commands/{command}") || Reading(address: path) != nil
                        || AccessMiddleware.forEverybody.contains(path), "\(path)")
            }
        }

        @Test func `a gate's token reports from its gates only`() async throws {
            try await withTokens { site, tokens in
                let gate = site.by(
                    try await tokens.token(.gate, of: site.garage) { $0.gates = ["north"] })
                #expect(try await gate.post("plate-seen", #"{"plate": "B-AB 1", "gate": "north"}"#).status == .ok)
                let head = try await site.head
                for (command, body) in [
                    ("plate-seen", #"{"plate": "B-AB 2", "gate": "yard"}"#),
                    ("exit", #"{"plate": "B-AB 1", "gate": "south"}"#),
                    ("gate-open", #"{"gate": "yard", "direction": "in"}"#),
                    ("ticket-asked", #"{"gate": "yard"}"#),
                    ("lost-ticket", #"{"gate": "south", "reason": "lost"}"#),
                    (
                        "loop-counted",
                        #"{"gate": "south", "cars": 1, "from": "2026-03-02T06:00:00Z", "until": "2026-03-02T06:30:00Z"}"#
                    ),
                ] {
                    let exchange = try await gate.post(command, body)
                    #expect(exchange.status == .forbidden, "\(command) \(exchange.text)")
                }
                #expect(try await site.head == head)
            }
        }

        @Test func `a validator gives its own validations only`() async throws {
            try await withTokens { site, tokens in
                try await site.carryOut("gate-open", #"{"plate": "B-AB 1", "gate": "north"}"#)
                let cinema = site.by(
                    try await tokens.token(.validator, of: site.garage) { $0.validations = ["cinema"] })
                let other = try await cinema.post("validate", #"{"plate": "B-AB 1", "validation": "shop"}"#)
                #expect(other.status == .forbidden)
                let own = try await cinema.post("validate", #"{"plate": "B-AB 1", "validation": "cinema"}"#)
                #expect(own.status != .forbidden)
            }
        }

        @Test func `a booking app cancels and sees its own reservations only`() async throws {
            try await withTokens { site, tokens in
                let mine = site.by(try await tokens.token(.booking, of: site.garage) { $0.sub = "mine" })
                let other = site.by(try await tokens.token(.booking, of: site.garage) { $0.sub = "other" })
                let first = try await mine.carryOut("reserve", #"{"plate": "B-AB 1", "day": "2026-03-03"}"#)
                let second = try await other.carryOut("reserve", #"{"plate": "B-AB 2", "day": "2026-03-03"}"#)
                let (my, others) = (
                    try #require(first["reservation"]?.integer), try #require(second["reservation"]?.integer)
                )
                for reading in [
                    "reservations", "reservations?asOf=2026-03-02T08:00:00%2B01:00", "reservations?day=2026-03-03",
                    "reservations?plate=B-AB%201", "reservations?plate=B-AB%201&day=2026-03-03",
                ] {
                    let seen = try await mine.read(reading)["reservations"]?.array
                    #expect(seen?.compactMap { $0["reservation"]?.integer } == [my], "\(reading)")
                }
                for reading in ["reservations?plate=B-AB%202", "reservations?day=2026-03-04"] {
                    #expect(try await mine.read(reading)["reservations"]?.array?.isEmpty == true, "\(reading)")
                }
                #expect(try await site.read("reservations")["reservations"]?.array?.count == 2)
                #expect(try await mine.post("cancel", #"{"reservation": \#(others)}"#).status == .forbidden)
                #expect(try await mine.post("cancel", #"{"reservation": 999}"#).status == .forbidden)
                #expect(try await mine.post("cancel", #"{"reservation": \#(my)}"#).status == .ok)
                #expect(try await site.post("cancel", #"{"reservation": \#(others)}"#).status == .ok)
            }
        }

        @Test func `reports name no plate, and nobody looks for one in them`() async throws {
            try await withTokens { site, tokens in
                try await site.carryOut("reserve", #"{"plate": "B-AB 77", "day": "2026-03-02"}"#)
                try await site.carryOut("gate-open", #"{"plate": "B-AB 77", "gate": "north"}"#)
                for reading in ["sessions", "reservations"] { _ = try await site.read(reading) }
                let reports = site.by(try await tokens.token(.reporting, of: site.garage))
                for path in ["sessions", "inside", "reservations", "allowlists/2026-03-02", "sessions/3"] {
                    let named = try await site.get(path)
                    let silent = try await reports.get(path)
                    #expect(named.status == .ok && named.text.contains(/AB ?77/), "\(path): \(named.text)")
                    #expect(silent.status == .ok && !silent.text.contains(/AB ?77/), "\(path)")
                }
                #expect(try await reports.get("sessions?plate=B-AB%2077").status == .forbidden)
                #expect(try await reports.get("reservations?plate=B-AB%2077").status == .forbidden)
            }
        }

        @Test func `the log names who sent a command, and a key is its sender's own`() async throws {
            try await withTokens { site, tokens in
                let mine = site.by(try await tokens.token(.booking, of: site.garage) { $0.sub = "mine" })
                let other = site.by(try await tokens.token(.booking, of: site.garage) { $0.sub = "other" })
                let first = try await mine.post("reserve", #"{"plate": "B-AB 1", "day": "2026-03-03"}"#, key: "k")
                let second = try await other.post("reserve", #"{"plate": "B-AB 2", "day": "2026-03-03"}"#, key: "k")
                #expect(first.status == .ok && second.status == .ok)
                #expect(second.headers[.idempotentReplay] == nil)
                let again = try await mine.post("reserve", #"{"plate": "B-AB 1", "day": "2026-03-03"}"#, key: "k")
                #expect(again.headers[.idempotentReplay] == "true" && again.text == first.text)
                let events = try await site.get("events?after=1").json?["events"]?.array
                #expect(events?.compactMap { $0["actor"]?.string } == ["mine@parklog", "other@parklog"])
            }
        }

        @Test func `a kiosk finds the stay of the driver before it, and not everybody's`() async throws {
            try await withTokens { site, tokens in
                try await site.carryOut("plate-seen", #"{"plate": "B-AB 1", "gate": "north"}"#)
                try await site.carryOut("gate-open", #"{"gate": "north"}"#)
                let kiosk = site.by(try await tokens.token(.kiosk, of: site.garage))
                for all in ["", "?state=open", "?from=2026-03-01T00:00:00Z&limit=5"] {
                    let answer = try await kiosk.send(.get, site.path("sessions\(all)"))
                    #expect(answer.problem == "forbidden" && answer.text.contains("name one of them"), "\(all)")
                }
                try await until {
                    try await kiosk.send(.get, site.path("sessions?plate=B-AB%201")).json?["sessions"]?.array?.count
                        == 1
                }
                #expect(try await kiosk.send(.get, site.path("sessions?ticket=T-1")).status == .ok)
                // By its number it learns where a stay stands, and not whose it is.
                let session = try #require(
                    try await kiosk.send(.get, site.path("sessions?plate=B-AB%201")).json?["sessions"]?.array?.first?[
                        "session"]?
                        .integer)
                let one = try await kiosk.send(.get, site.path("sessions/\(session)"))
                #expect(one.status == .ok && one.json?["state"] == "open" && one.json?["plate"] == nil)
                let seen = try await site.read("sessions/\(session)")
                #expect(seen["plate"] == "BAB1")
            }
        }

        @Test func `each sees its own garages among all`() async throws {
            try await withTokens { site, tokens in
                _ = try await site.read("occupancy")
                let its = site.by(try await tokens.token(.kiosk, of: site.garage))
                let list = try await its.send(.get, "/v1/garages").json?["garages"]?.array
                #expect(list?.compactMap { $0["garage"]?.string } == [site.garage])
                let none = site.by(try await tokens.token(.kiosk, of: "another"))
                #expect(try await none.send(.get, "/v1/garages").json?["garages"]?.array?.isEmpty == true)
            }
        }
    }
}
