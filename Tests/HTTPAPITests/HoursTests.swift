import HTTPTypes
import Testing

extension HTTPTests {
    /// Hours of a day that are paid when they are reserved.
    @Suite struct HoursTests {
        private let grid = """
            {"id": "flex", "price": {"weekGrid": [
                {"name": "morning", "amount": "4.00", "hours": [{"days": ["monday"], "from": "08:00", "until": "10:00"}]},
                {"name": "day", "amount": "2.00", "hours": [{"days": ["monday"], "from": "10:00", "until": "18:00"}]}]}}
            """

        @Test func `four hours are reserved for what the grid says, and the stay in them costs nothing`() async throws {
            try await Site.with(at: "2026-03-02T07:00:00+01:00") { site in
                try await site.carryOut("rate-published", grid)
                let result = try await site.carryOut(
                    "reserve", #"{"plate": "B-AB 123", "start": "2026-03-02T07:30", "hours": 4}"#)
                #expect(result["from"] == "2026-03-02T07:00:00+01:00")
                #expect(result["until"] == "2026-03-02T11:00:00+01:00")
                #expect(result["charge"]?["total"] == "10.00")
                let event = try await site.get("events?after=2").json?["events"]?[0]
                #expect(event?["payload"]?["total"] == "10.00")
                let list = try await site.read("allowlists/2026-03-02")
                #expect(list["plates"]?[0]?["plate"] == "BAB123")
                #expect(list["plates"]?[0]?["from"] == "2026-03-02T07:00:00+01:00")
                #expect(list["plates"]?[0]?["until"] == "2026-03-02T11:00:00+01:00")
            }
        }

        /// Any hour of a Monday for 3.00, with a quarter of an hour forgiven on both sides.
        private let flex = """
            {"rates": [{"id": "flex", "price": {"weekGrid": [{"name": "any", "amount": "3.00", "hours": [
                {"days": ["monday"], "from": "00:00", "until": "24:00"}]}]}}], "crossing": "perBlock",
             "bookings": {"forgivenBefore": "15 min", "forgivenAfter": "15 min"}}
            """

        private func book(_ plate: String, _ hour: String, _ hours: Int, _ holder: String = "member") -> String {
            #"{"plate": "\#(plate)", "start": "2026-03-02T\#(hour):00", "hours": \#(hours), "holder": "\#(holder)"}"#
        }

        @Test func `one spot is booked hour by hour, a plate has several of them, and none of them twice`() async throws
        {
            try await Site.with(at: "2026-03-02T06:00:00+01:00", capacity: 1) { site in
                try await site.carryOut("card-published", flex)
                try await site.carryOut("reserve", book("A 1", "10", 3))
                try await site.carryOut("reserve", book("A 2", "13", 2))
                try await site.carryOut("reserve", book("A 1", "15", 1))
                try await site.expect("day-full", 409) { try await site.post("reserve", book("A 3", "12", 1)) }
                try await site.expect("already-reserved", 409) { try await site.post("reserve", book("A 1", "09", 2)) }
                try await site.expect("day-full", 409) {
                    try await site.post("reserve", #"{"plate": "A 3", "day": "2026-03-02"}"#)
                }
                for asOf in ["", "?asOf=2026-03-02T06:00:00%2B01:00"] {
                    let list = try await site.read("allowlists/2026-03-02\(asOf)")["plates"]?.array
                    #expect(list?.map { $0["plate"] } == ["A1", "A2", "A1"])
                    #expect(list?[1]["from"] == "2026-03-02T12:45:00+01:00")
                    #expect(list?[1]["until"] == "2026-03-02T15:00:00+01:00")
                }
                let whole = try await site.read("reservations")["reservations"]?.array
                #expect(whole?.last?["from"] == "2026-03-02T10:00:00+01:00")
            }
        }

        @Test func `a booking for the evening opens the gate in the evening`() async throws {
            let settings = #", "admission": "reservation-required""#
            try await Site.with(at: "2026-03-02T00:30:00+01:00", settings: settings) { site in
                try await site.carryOut("card-published", flex)
                try await site.carryOut("reserve", book("A 1", "20", 4))
                let seen = #"{"plate": "A 1", "gate": "north"}"#
                try site.clock.set("2026-03-02T00:38:00+01:00")
                let denied = try await site.carryOut("plate-seen", seen)
                #expect(denied["reason"] == "before-hours")
                #expect(denied["hoursFrom"] == "2026-03-02T19:45:00+01:00")
                let event = try await site.get("events?after=4").json?["events"]?[0]
                #expect(event?["payload"]?["reason"] == "before-hours")
                #expect(event?["payload"]?["hoursFrom"] == "2026-03-02T18:45:00Z")
                try site.clock.set("2026-03-02T19:45:00+01:00")
                #expect(try await site.carryOut("plate-seen", seen)["reason"] == "reserved")
            }
        }

        @Test(arguments: [("13:15:00", "0.00", "forgiven"), ("13:16:00", "3.00", "block")])
        func `golden 49: a quarter of an hour behind the hours is forgiven, and more is paid from their end`(
            exit: String, total: String, why: String
        ) async throws {
            try await Site.with(at: "2026-03-02T09:00:00+01:00") { site in
                try await site.carryOut("card-published", flex)
                try await site.carryOut("reserve", book("A 1", "10", 3))
                // What the card says later is no matter of the booking.
                try await site.carryOut("card-published", flex.replacing("15 min", with: "1 min"))
                try site.clock.set("2026-03-02T09:45:00+01:00")
                try await site.carryOut("plate-seen", #"{"plate": "A 1", "gate": "north"}"#)
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try site.clock.set("2026-03-02T\(exit)+01:00")
                let charge = try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)["charge"]
                #expect(charge?["total"] == .string(total))
                let lines = try #require(charge?["lines"]?.array)
                #expect(lines.map { $0["why"] } == ["forgiven", "covered", .string(why)])
                #expect(lines[2]["from"] == "2026-03-02T13:00:00+01:00")
            }
        }

        @Test(arguments: [
            #"{"plate": "B-AB 123", "start": "2026-03-02T23:00", "hours": 2}"#,
            #"{"plate": "B-AB 123", "start": "2026-03-02T08:00", "hours": 13}"#,
        ])
        func `golden 28: hours that leave the day or are too many are not bookable`(body: String) async throws {
            try await Site.with { site in
                try await site.carryOut("rate-published", grid)
                let refusal = try await site.post("reserve", body)
                #expect(refusal.status == .unprocessableContent)
                #expect(refusal.json?["type"] == "urn:parklog:problem:not-bookable")
            }
        }
    }
}
