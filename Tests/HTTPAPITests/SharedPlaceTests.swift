import HTTPTypes
import Testing

extension HTTPTests {
    /// Permits of several plates, of tenants and of cards, and what is given back for one, by HTTP.
    struct SharedPlaceTests {
        @Test func `a permit of several plates, one of them a card, lets one in at a time`() async throws {
            try await Site.with(at: "2026-03-02T10:00:00+01:00", settings: #", "admission": "reservation-required""#) {
                site in
                let own = try await site.carryOut("grant-permit", #"{"plate": "A 1", "kind": "pass"}"#)
                let permit = try #require(own["permit"]?.integer)
                let further = ##"{"plate": "#04:A2", "kind": "further", "permit": \##(permit)}"##
                let card = try await site.carryOut("grant-permit", further)
                let number = try #require(card["permit"]?.integer)
                try await site.expect("permit-not-shared", 409, field: "permit") {
                    try await site.post("grant-permit", #"{"plate": "A 3", "kind": "further", "permit": \#(number)}"#)
                }
                try await site.expect("unknown-permit", 404, field: "permit") {
                    try await site.post("grant-permit", #"{"plate": "A 3", "kind": "further", "permit": 99}"#)
                }
                let seen = try await site.carryOut("plate-seen", ##"{"plate": "#04a2", "gate": "north"}"##)
                #expect(seen["answer"] == "open" && seen["reason"] == "permit" && seen["right"] != nil)
                try await site.carryOut("gate-open", ##"{"plate": "#04a2", "gate": "north"}"##)
                let other = try await site.carryOut("plate-seen", #"{"plate": "A 1", "gate": "north"}"#)
                #expect(other["answer"] == "deny" && other["reason"] == "quota-full")
                let permits = try await site.read("permits?day=2026-03-02")["permits"]
                #expect(permits?[1]?["plate"] == "#04A2" && permits?[1]?["placeOf"]?.integer == permit)
            }
        }

        @Test func `a tenant's people share its spots`() async throws {
            try await Site.with(at: "2026-03-02T10:00:00+01:00") { site in
                func grant(_ plate: String, _ tenant: String) async throws -> Exchange {
                    try await site.post(
                        "grant-permit", #"{"plate": "\#(plate)", "kind": "pass", "tenant": "\#(tenant)"}"#)
                }
                try await site.expect("unknown-tenant", 422, field: "tenant") { try await grant("A 1", "acme") }
                let tenants = #"{"tenants": [{"id": "acme", "name": "Acme", "spots": 1, "above": "denied"}]}"#
                try await site.carryOut("change-settings", tenants)
                for plate in ["A 1", "A 2"] { #expect(try await grant(plate, "acme").status == .ok) }
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                let seen = try await site.carryOut("plate-seen", #"{"plate": "A 2", "gate": "north"}"#)
                #expect(seen["answer"] == "deny" && seen["reason"] == "quota-full")
                try await site.expect("tenant-has-permits", 409, field: "tenants") {
                    try await site.post("change-settings", #"{"tenants": null}"#)
                }
            }
        }

        @Test func `what a card gives back of a subscription is told where it is revoked, and refunded by that`()
            async throws
        {
            try await Site.with(at: "2026-03-02T10:00:00+01:00") { site in
                try await site.carryOut(
                    "card-published",
                    #"""
                    {"rates": [], "crossing": "perBlock", "subscriptions": [{"id": "week", "amount": "70.00", "period": "week"}],
                     "refunds": {"bookings": [{"before": "24 h", "percent": "100"}], "permits": "unused-days"}}
                    """#)
                let bought = try await site.carryOut(
                    "grant-permit", #"{"plate": "A 1", "kind": "subscription", "subscription": "week"}"#)
                let permit = try #require(bought["permit"]?.integer)
                try await site.carryOut("pay", #"{"permit": \#(permit), "method": "cash"}"#)
                let revoked = try await site.carryOut("revoke-permit", #"{"permit": \#(permit)}"#)
                #expect(revoked["refundable"] == "60.00")
                let waiting = try await site.read("exceptions?kind=refund-due")["exceptions"]?.array
                #expect(waiting?.count == 1 && waiting?[0]["permit"]?.integer == permit)
                #expect(waiting?[0]["atRisk"] == "-60.00" && waiting?[0]["plate"] == "A1")
                let refund = #"{"permit": \#(permit), "method": "cash", "reason": "revoked"}"#
                #expect(try await site.carryOut("refund", refund)["refunded"] == "60.00")
                #expect(try await site.read("exceptions?kind=refund-due")["exceptions"] == .array([]))
                let closed = try await site.read("exceptions?kind=refund-due&state=closed")["exceptions"]?[0]
                #expect(closed?["outcome"] == "payment-refunded" && closed?["atRisk"] == "-60.00")
                try await site.expect("refund-amount-missing", 409, field: "amount") {
                    try await site.post("refund", refund)
                }
            }
        }
    }
}
