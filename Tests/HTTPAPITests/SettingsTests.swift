import HTTPTypes
import Testing

extension HTTPTests {
    /// Settings that change by themselves, and what is said to them.
    @Suite struct SettingsTests {
        private func change(
            _ site: Site, _ body: String, by command: String = "change-settings", key: String? = nil
        ) async throws -> Exchange {
            try await site.post(command, body, key: key)
        }

        @Test(arguments: ["change-settings", "configure-garage"])
        func `what is named changes, what is left out stays, and null is the default`(command: String) async throws {
            try await Site.with(settings: #", "guestSpots": 2, "lateness": "1 h", "reasons": ["misread"]"#) { site in
                let changed = try await change(
                    site, #"{"lateness": null, "capacity": 12, "currency": "EUR", "lostTicket": {"price": "25"}}"#,
                    by: command)
                #expect(changed.status == .ok)
                #expect(
                    changed.json?["result"]
                        == (try JSON(
                            #"""
                            {"configured": true, "warnings": [], "changes": [
                                {"setting": "capacity", "from": 10, "to": 12},
                                {"setting": "lateness", "from": "1 h", "to": "3 days"},
                                {"setting": "lostTicket", "from": {"claimedEntry": true}, "to": {"price": "25.00"}}]}
                            """#.utf8)))
                #expect(changed.json?["events"]?.array?.count == 1)
                let settings = try await site.get("").json?["settings"]
                #expect(settings?["guestSpots"] == 2 && settings?["reasons"] == .array(["misread"]))
                #expect(settings?["capacity"] == 12 && settings?["lateness"] == "3 days")
                let again = try await change(site, #"{"capacity": 12, "lateness": "72 h"}"#, by: command)
                #expect(again.json?["events"] == .array([]) && again.json?["result"]?["changes"] == .array([]))
                #expect(try await site.head == 2)
            }
        }

        @Test func `what goes beyond a narrower setting is told, and stands`() async throws {
            try await Site.with(capacity: 3) { site in
                for plate in ["A 1", "A 2"] {
                    try await site.carryOut("reserve", #"{"plate": "\#(plate)", "day": "2026-03-04"}"#)
                    try await site.carryOut("gate-open", #"{"plate": "\#(plate)", "gate": "north"}"#)
                    try await site.carryOut("grant-permit", #"{"plate": "\#(plate)", "kind": "pass"}"#)
                }
                let widened = try await site.carryOut("change-settings", #"{"permanentSpots": 1}"#)
                #expect(widened["warnings"] == .array([]))
                try await site.carryOut("plate-seen", #"{"plate": "A 3", "gate": "north"}"#)
                let narrowed = try await site.carryOut(
                    "change-settings",
                    #"{"capacity": 1, "permanentSpots": 0, "gates": [{"id": "south", "lane": "out"}]}"#)
                #expect(
                    narrowed["warnings"]?.array?.compactMap { $0["code"]?.string }
                        == [
                            "reservations-beyond-spots", "permits-beyond-spots", "cars-wait-at-removed-gate",
                            "cars-beyond-capacity",
                        ])
                let days = try JSON(#"[{"day": "2026-03-04", "reserved": 2}]"#.utf8)
                #expect(narrowed["warnings"]?[0]?["days"] == days)
            }
        }

        @Test func `booked hours that are not over, and subscriptions for a vehicle that is gone, are told and stand`()
            async throws
        {
            try await Site.with(at: "2026-03-02T06:00:00+01:00") { site in
                try await site.carryOut(
                    "card-published",
                    #"""
                    {"rates": [{"id": "flex", "price": {"weekGrid": [{"name": "any", "amount": "3.00", "hours": [
                        {"days": ["monday"], "from": "00:00", "until": "24:00"}]}]}}], "crossing": "perBlock",
                     "subscriptions": [{"id": "monthly", "amount": "31.00", "period": "month"}]}
                    """#)
                try await site.carryOut("reserve", #"{"plate": "A 1", "start": "2026-03-02T10:00", "hours": 2}"#)
                try await site.carryOut(
                    "grant-permit",
                    #"{"plate": "A 2", "kind": "subscription", "subscription": "monthly", "vehicle": "van"}"#)
                let changed = try await site.carryOut(
                    "change-settings", #"{"hourBookings": false, "vehicleTypes": [{"id": "bike", "name": "Bike"}]}"#)
                #expect(changed["warnings"]?[0]?["code"] == "hours-are-booked")
                #expect(changed["warnings"]?[0]?["bookings"] == 1)
                #expect(changed["warnings"]?[1]?["code"] == "vehicle-type-has-permits")
                #expect(changed["warnings"]?[1]?["vehicle"] == "van" && changed["warnings"]?[1]?["permits"] == 1)
                let replaced = try await site.carryOut(
                    "rate-published", #"{"id": "flex", "price": {"perUnit": "3.00", "every": "1 h"}}"#)
                #expect(replaced["warnings"]?[0]?["code"] == "grid-has-booked-hours")
            }
        }

        @Test func `a change under its key is the same change, unless it names more`() async throws {
            try await Site.with { site in
                let first = try await change(site, #"{"capacity": 12}"#, key: "change-1")
                let again = try await change(site, #"{"capacity": 12.0}"#, key: "change-1")
                #expect(again.headers[.idempotentReplay] == "true" && again.body == first.body)
                // A setting that is left out stays, so to name its default is to ask for something else.
                try await site.expect("idempotency-key-reused", 409) {
                    try await change(site, #"{"capacity": 12, "guestSpots": 0}"#, key: "change-1")
                }
                #expect(try await site.head == 2)
            }
        }

        static let refused: [(String, String, Int, String?)] = [
            ("{}", "missing-field", 400, nil),
            (#"{"spots": 1}"#, "unknown-field", 400, "spots"),
            (#"{"capacity": "12"}"#, "invalid-value", 400, "capacity"),
            (#"{"capacity": null}"#, "invalid-value", 400, "capacity"),
            (#"{"name": null, "guestSpots": 1}"#, "invalid-value", 400, "name"),
            (#"{"gates": [{"id": "a"}]}"#, "missing-field", 400, "gates[0].lane"),
            (#"{"timeZone": "Mars/Olympus"}"#, "invalid-value", 400, "timeZone"),
            (#"{"lostTicket": {"price": "2.505"}}"#, "invalid-value", 400, "lostTicket.price"),
            (#"{"guestSpots": 11}"#, "invalid-settings", 422, "guestSpots"),
            (#"{"capacity": 0}"#, "invalid-settings", 422, "capacity"),
            (#"{"fallbackSpots": 9, "guestSpots": 2}"#, "invalid-settings", 422, "guestSpots"),
            (#"{"gates": []}"#, "invalid-settings", 422, "gates"),
            (#"{"timeZone": "Europe/Paris"}"#, "setting-fixed", 409, "timeZone"),
            (#"{"currency": "CHF", "lostTicket": {"price": "2.50"}}"#, "setting-fixed", 409, "currency"),
        ]

        @Test(arguments: refused.indices) func `a change that cannot be is refused, and says where`(
            index: Int
        ) async throws {
            let (body, problem, status, field) = Self.refused[index]
            try await Site.with { site in
                for command in ["change-settings", "configure-garage"] {
                    try await site.expect(problem, status, field: field) { try await change(site, body, by: command) }
                }
            }
        }

        @Test func `a change makes no garage, and neither does half a configuration`() async throws {
            try await Site.with(capacity: nil) { site in
                try await site.expect("unknown-garage", 404) { try await change(site, #"{"capacity": 12}"#) }
                let half = #"{"name": "M", "timeZone": "UTC", "capacity": 1, "gates": [{"id": "a", "lane": "in"}]}"#
                try await site.expect("missing-field", 400, field: "currency") {
                    try await change(site, half, by: "configure-garage")
                }
                try await site.expect("missing-field", 400, field: "name") {
                    try await change(site, "{}", by: "configure-garage")
                }
                try await site.expect("missing-field", 400, field: "currency") {
                    try await change(site, #"{"lostTicket": {"price": "2.50"}}"#, by: "configure-garage")
                }
            }
        }
    }
}
