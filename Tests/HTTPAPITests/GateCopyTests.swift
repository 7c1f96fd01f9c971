import Access
import Chronology
import Foundation
import HTTPTypes
import Money
import Parking
import Postgres
import Projections
import SystemTime
import Tariffs
import Testing

extension HTTPTests {
    /// Copies for the hours in which a gate cannot ask, and what it tells when it can again.
    @Suite struct GateCopyTests {
        /// Lends a site whose service signs copies, and the keys as a gate has fetched them.
        private static func with(_ body: @Sendable (Site, InstallationKey) async throws -> Void) async throws {
            let path = NSTemporaryDirectory() + "parklog-copy-key-\(UInt64.random(in: 0 ... .max))"
            defer { try? FileManager.default.removeItem(atPath: path) }
            let key = InstallationKey()
            try key.save(to: path)
            try await Service.shared.pool.run { try AccessStore.add(key, $0) }
            try await Site.with(at: "2026-03-02T08:00:00+01:00", copyKey: path) { try await body($0, key) }
        }

        private static func open(_ exchange: Exchange, by keys: Exchange) throws -> GateCopy {
            try #require(exchange.status == .ok, "\(exchange.text)")
            return try SignedCopy.open(
                exchange.body, keys: try #require(InstallationKeys(json: keys.body)), zones: { Service.zones.rules($0) }
            )
        }

        private static let hourly = #"{"id": "day", "price": {"perUnit": "3.00", "every": "1 h"}}"#

        @Test func `a copy has the rights of its day, and its generation is the list's`() async throws {
            try await Self.with { site, key in
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-02"}"#)
                try await site.carryOut("reserve", #"{"plate": "A 2", "day": "2026-03-03"}"#)
                try await site.carryOut("grant-permit", #"{"plate": "A 3", "kind": "pass"}"#)
                try await site.carryOut("reserve", #"{"plate": "A 4", "day": "2026-03-03"}"#)
                let keys = try await site.send(.get, "/v1/copy-keys")
                #expect(keys.text.contains(key.id))
                let copy = try Self.open(try await site.get("allowlists/2026-03-02/copy"), by: keys)
                #expect(copy.garage.text == site.garage && copy.day == LocalDay("2026-03-02"))
                #expect(copy.generation == 4)
                #expect(copy.expiresAt == Instant("2026-03-03T06:00:00+01:00"))
                let noon = Instant("2026-03-02T12:00:00+01:00")!
                #expect(copy.verdict(on: Plate("A1")!, at: noon).right != nil)
                #expect(copy.verdict(on: Plate("A2")!, at: noon).right == nil)
                #expect(copy.verdict(on: Plate("A3")!, at: noon).right != nil)
                let longer = try Self.open(try await site.get("allowlists/2026-03-03/copy?hours=24"), by: keys)
                #expect(longer.expiresAt == Instant("2026-03-05T00:00:00+01:00") && longer.generation == 5)
            }
        }

        @Test func `a copy of a day that is over or far ahead, or for too long, is refused`() async throws {
            try await Self.with { site, _ in
                try await site.expect("day-over", 422) {
                    try await site.get("allowlists/2026-03-01/copy")
                }
                try await site.expect("day-too-far", 422, field: "day") {
                    try await site.get("allowlists/2026-03-10/copy")
                }
                for hours in ["25", "6+h", "-1", "06", ""] {
                    try await site.expect("invalid-parameter", 400, field: "hours") {
                        try await site.get("allowlists/2026-03-02/copy?hours=\(hours)")
                    }
                }
                try await site.expect("invalid-day", 400, field: "day") {
                    try await site.get("allowlists/2026-02-30/copy")
                }
                try await site.expect("unknown-garage", 404) {
                    try await site.send(.get, "/v1/garages/nowhere/allowlists/2026-03-02/copy")
                }
            }
        }

        @Test func `without a key that is known nothing is signed`() async throws {
            let path = NSTemporaryDirectory() + "parklog-copy-key-\(UInt64.random(in: 0 ... .max))"
            defer { try? FileManager.default.removeItem(atPath: path) }
            for isThere in [false, true] {
                // One that gates have never heard of.
                if isThere { try InstallationKey().save(to: path) }
                try await Site.with(copyKey: path) { site in
                    try await site.expect("copy-key-missing", 409) { try await site.get("allowlists/2026-03-02/copy") }
                }
            }
        }

        @Test func `a key that was replaced signs no more, and gates go on knowing it`() async throws {
            try await Self.with { site, key in
                let old = try await site.get("allowlists/2026-03-02/copy")
                let new = InstallationKey()
                try await Service.shared.pool.run { session in
                    try AccessStore.add(new, session)
                    try session.execute(
                        "update access.copy_keys set retired_at = now() + interval '10 days' where key_id = $1",
                        [.text(key.id)])
                }
                let keys = try await site.send(.get, "/v1/copy-keys")
                #expect(keys.text.contains(new.id))
                _ = try Self.open(old, by: keys)
                try await site.expect("copy-key-missing", 409) { try await site.get("allowlists/2026-03-02/copy") }
            }
        }

        /// What a gate noted while it could not ask.
        private struct Noted {
            let plate: String
            let from: String
            let until: String
        }

        @Test func `what gates did by a copy comes back as late facts, in whatever order, and costs what they took`()
            async throws
        {
            try await Self.with { site, _ in
                try await site.carryOut("rate-published", Self.hourly)
                try await site.carryOut(
                    "rate-published",
                    #"{"id": "staff", "group": "staff", "price": {"perUnit": "1.00", "every": "1 h"}}"#)
                try await site.carryOut("reserve", #"{"plate": "A 1", "day": "2026-03-02"}"#)
                try await site.carryOut("grant-permit", #"{"plate": "A 3", "kind": "pass"}"#)
                try await site.carryOut(
                    "grant-permit", #"{"plate": "A 5", "kind": "membership", "groups": ["staff"]}"#)
                let keys = try await site.send(.get, "/v1/copy-keys")
                let copy = try Self.open(try await site.get("allowlists/2026-03-02/copy"), by: keys)
                // The gates hear nothing from nine to five; meanwhile somebody makes it dearer.
                try site.clock.set("2026-03-02T17:00:00+01:00")
                try await site.carryOut("rate-published", Self.hourly.replacing("3.00", with: "30.00"))
                try site.clock.set("2026-03-02T19:00:00+01:00")
                let day = [
                    Noted(plate: "A 1", from: "09:10", until: "12:00"),
                    Noted(plate: "A 3", from: "09:20", until: "16:00"),
                    Noted(plate: "A 5", from: "09:30", until: "12:40"),
                    Noted(plate: "A 9", from: "10:00", until: "15:01"),
                    Noted(plate: "A 9", from: "15:30", until: "15:40"),
                ]
                func time(_ clock: String) -> String { "2026-03-02T\(clock):00+01:00" }
                var taken: [String: Int] = [:]
                for stay in day {
                    let (plate, from) = (try #require(Plate(stay.plate)), try #require(Instant(time(stay.from))))
                    try copy.check(at: from, at: GarageID(site.garage))
                    guard case .open = copy.verdict(on: plate, at: from).answer else { throw NotOpened() }
                    guard
                        case .charged(let charge) = try copy.charge(
                            of: plate, from: from, until: try #require(Instant(time(stay.until))))
                    else { throw NotOpened() }
                    taken["\(plate.characters) \(time(stay.from))"] = Int(charge.total.minorUnits)
                }
                #expect(taken.values.sorted() == [0, 0, 300, 400, 1800])
                for stay in day.reversed() {
                    try await site.carryOut(
                        "exit", #"{"plate": "\#(stay.plate)", "gate": "south", "occurredAt": "\#(time(stay.until))"}"#)
                    try await site.carryOut(
                        "gate-open",
                        #"{"plate": "\#(stay.plate)", "gate": "north", "occurredAt": "\#(time(stay.from))"}"#)
                }
                let sessions = try await site.read("sessions?limit=100")["sessions"]?.array ?? []
                #expect(sessions.count == day.count)
                for session in sessions {
                    let (plate, from) = (session["plate"]?.string ?? "", session["enteredAt"]?.string ?? "")
                    let number = try #require(session["session"]?.integer)
                    let total = try await site.read("sessions/\(number)/charge")["charge"]?["total"]?.string
                    let cents = total.map { Int($0.replacing(".", with: "")) ?? -1 }
                    #expect(cents == taken["\(plate) \(from)"], "\(plate) \(from)")
                }
                #expect(try await site.get("inside").json?["inside"] == 0)
            }
        }

        private struct NotOpened: Error {}
    }
}
