import HTTPTypes
import Testing

extension HTTPTests {
    /// The types of vehicles that a garage lists.
    @Suite struct VehicleTests {
        static let types = ##", "vehicleTypes": [{"id": "bike", "name": "Bike", "colour": "#d04020", "capacity": 5}]"##

        @Test func `an order or a quote for a vehicle that the garage does not list is refused`() async throws {
            try await Site.with(settings: Self.types) { site in
                try await site.carryOut("card-published", CardTests.full)
                for (command, body) in [
                    (
                        "reserve",
                        #"{"plate": "A 1", "start": "2026-03-03T08:00", "hours": 2, "vehicle": "van"}"#
                    ),
                    (
                        "grant-permit",
                        #"{"plate": "A 1", "kind": "subscription", "subscription": "monthly", "vehicle": "van"}"#
                    ),
                ] {
                    try await site.expect("unknown-vehicle", 422, field: "vehicle") {
                        try await site.post(command, body)
                    }
                }
                let stay = #""entry": "2026-03-02T08:00", "vehicle": "van""#
                for (field, asked) in [
                    ("stays[0].vehicle", #""stays": [{\#(stay), "exit": "2026-03-02T10:00"}]"#),
                    ("hours.vehicle", #""hours": {"start": "2026-03-03T08:00", "hours": 2, "vehicle": "van"}"#),
                    ("subscription.vehicle", #""subscription": {"from": "2026-03-03", "vehicle": "van"}"#),
                    ("curve.stay.vehicle", #""curve": {"stay": {\#(stay)}}"#),
                ] {
                    try await site.expect("unknown-vehicle", 422, field: field) {
                        try await QuoteTests.ask(site, #""garage": "\#(site.garage)", \#(asked)"#, by: nil)
                    }
                }
                let sold = #"{"plate": "A 1", "kind": "subscription", "subscription": "monthly", "vehicle": "bike"}"#
                #expect(try await site.post("grant-permit", sold).status == .ok)
            }
        }

        @Test func `what a gate reports of another vehicle is taken, and the reply says so`() async throws {
            try await Site.with(settings: Self.types) { site in
                for (command, body) in [
                    ("plate-seen", #"{"plate": "A 1", "gate": "north", "vehicle": "van"}"#),
                    ("gate-open", #"{"plate": "A 1", "gate": "north", "vehicle": "van"}"#),
                    ("ticket-asked", #"{"gate": "north", "vehicle": "van"}"#),
                ] {
                    let reply = try await site.post(command, body)
                    #expect(reply.json?["result"]?["unknownVehicle"] == true, "\(reply.text)")
                    #expect(reply.json?["events"]?.array?.count == 1)
                }
                let known = try await site.carryOut(
                    "plate-seen", #"{"plate": "A 2", "gate": "north", "vehicle": "bike"}"#)
                #expect(known["unknownVehicle"] == nil)
                #expect(try await site.get("").json?["settings"]?["vehicleTypes"]?[0]?["name"] == "Bike")
            }
        }
    }
}
