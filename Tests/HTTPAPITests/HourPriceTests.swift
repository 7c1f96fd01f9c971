import HTTPTypes
import Testing

extension HTTPTests {
    /// The booking of hours, switched off and on; a day's price list; a guest who pays until the day's end.
    @Suite struct HourPriceTests {
        private let grid = ##"""
            {"id": "flex", "price": {"weekGrid": [
                {"name": "morning", "colour": "#d04020", "amount": "4.00",
                 "hours": [{"days": ["monday"], "from": "08:00", "until": "10:00"}]},
                {"name": "day", "amount": "2.00", "hours": [{"days": ["monday"], "from": "10:00", "until": "18:00"}]}]}}
            """##
        private let booking = #"{"plate": "A 1", "start": "2026-03-02T10:00", "hours": 2}"#

        private func read(_ site: Site, _ address: String) async throws -> JSON {
            let exchange = try await site.get(address)
            return try #require(exchange.status == .ok ? exchange.json : nil, "\(exchange.text)")
        }

        // MARK: Off and on

        @Test func `hours are switched off and on again without losing the grid or what was booked`() async throws {
            try await Site.with(at: "2026-03-02T08:00:00+01:00") { site in
                try await site.carryOut("rate-published", grid)
                #expect(try await read(site, "")["settings"]?["hourBookings"] == true)
                try await site.carryOut("reserve", booking)
                try site.clock.set("2026-03-02T08:30:00+01:00")
                let off = try await site.carryOut("change-settings", #"{"hourBookings": false}"#)
                #expect(off["changes"]?[0]?["setting"] == "hourBookings")
                #expect(off["changes"]?[0]?["from"] == true && off["changes"]?[0]?["to"] == false)
                for body in [
                    #"{"plate": "A 2", "start": "2026-03-02T10:00", "hours": 2}"#,
                    #"{"plate": "A 2", "until": "day-end"}"#,
                ] { try await site.expect("hour-bookings-off", 422) { try await site.post("reserve", body) } }
                for hours in [
                    #""start": "2026-03-02T10:00", "hours": 2"#, #""day": "2026-03-02", "hours": 2"#,
                    #""start": "2026-03-02T10:00", "until": "day-end""#,
                ] {
                    let asked = #""garage": "\#(site.garage)", "hours": {\#(hours)}"#
                    try await site.expect("hour-bookings-off", 422) {
                        try await QuoteTests.ask(site, asked, by: nil)
                    }
                    let before = #""asOf": "2026-03-02T08:15:00+01:00", "#
                    let past = try await QuoteTests.ask(site, before + asked, by: nil)
                    #expect(past.status == .ok, "\(past.text)")
                }
                let list = try await read(site, "hour-prices?day=2026-03-02")
                #expect(list["hourBookings"] == false && list["hours"]?[8]?["price"] == "4.00")
                #expect(try await site.read("allowlists/2026-03-02")["plates"]?[0]?["plate"] == "A1")
                try await site.carryOut("change-settings", #"{"hourBookings": null}"#)
                let again = #"{"plate": "A 2", "start": "2026-03-02T10:00", "hours": 2}"#
                #expect(try await site.carryOut("reserve", again)["charge"]?["total"] == "4.00")
            }
        }

        // MARK: The day's prices

        @Test func `a price list has each hour of the day, and the range of the whole grid`() async throws {
            try await Site.with(at: "2026-03-02T08:00:00+01:00") { site in
                try await site.carryOut("rate-published", grid)
                let list = try await read(site, "hour-prices")
                #expect(list["day"] == "2026-03-02" && list["card"] == "standard" && list["currency"] == "EUR")
                #expect(list["hours"]?.array?.count == 24)
                #expect(
                    list["hours"]?[8]
                        == (try JSON(
                            ##"""
                            {"from": "2026-03-02T08:00:00+01:00", "until": "2026-03-02T09:00:00+01:00", "price": "4.00",
                             "name": "morning", "colour": "#d04020"}
                            """##.utf8)))
                #expect(list["hours"]?[20]?["price"] == "0.00" && list["hours"]?[20]?["name"] == nil)
                #expect(list["range"] == (try JSON(#"{"least": "0.00", "most": "4.00"}"#.utf8)))
                let tuesday = try await read(site, "hour-prices?day=2026-03-03")
                #expect(tuesday["hours"]?.array?.allSatisfy { $0["price"] == "0.00" } == true)
                #expect(tuesday["range"]?["most"] == "4.00")
                for (day, hours) in [("2026-03-29", 23), ("2026-10-25", 25)] {
                    #expect(try await read(site, "hour-prices?day=\(day)")["hours"]?.array?.count == hours)
                }
            }
        }

        @Test func `a price list is that of a card and a group, as it was known at a moment`() async throws {
            try await Site.with(at: "2026-03-02T08:00:00+01:00", settings: VehicleTests.types) { site in
                let free = try await read(site, "hour-prices")
                #expect(free["range"] == nil && free["hours"]?[8]?["price"] == nil)
                try site.clock.set("2026-03-02T09:00:00+01:00")
                try await site.carryOut("rate-published", grid)
                let staff = grid.replacing(#""id": "flex""#, with: #""id": "staff", "group": "staff""#)
                    .replacing("4.00", with: "1.00")
                try await site.carryOut("rate-published", staff)
                let bike = grid.replacing(#""id": "flex""#, with: #""card": "bike", "id": "bike""#)
                    .replacing("4.00", with: "0.50")
                try await site.carryOut("rate-published", bike)
                func morning(_ parameters: String) async throws -> JSON? {
                    try await read(site, "hour-prices?day=2026-03-02\(parameters)")["hours"]?[8]?["price"]
                }
                #expect(try await morning("") == "4.00")
                #expect(try await morning("&group=staff") == "1.00")
                #expect(try await morning("&card=bike") == "0.50")
                #expect(try await morning("&asOf=2026-03-02T08:30:00%2B01:00") == nil)
                try await site.expect("unknown-vehicle", 422, field: "card") {
                    try await site.get("hour-prices?card=van")
                }
                try await site.expect("not-bookable", 422) { try await site.get("hour-prices?day=9999-12-31") }
                try await site.expect("in-the-future", 422, field: "asOf") {
                    try await site.get("hour-prices?asOf=2026-03-02T09:30:00%2B01:00")
                }
                try await site.expect("invalid-parameter", 400, field: "day") {
                    try await site.get("hour-prices?day=2026-02-30")
                }
            }
        }

        // MARK: Until the day's end

        @Test func `a guest is quoted and pays from now until the day's end`() async throws {
            try await Site.with(at: "2026-03-02T09:20:00+01:00") { site in
                try await site.carryOut("rate-published", grid)
                let hours = #""hours": {"start": "2026-03-02T09:20", "until": "day-end"}"#
                let quote = try await QuoteTests.ask(site, #""garage": "\#(site.garage)", \#(hours)"#, by: nil)
                #expect(quote.json?["hours"]?["charge"]?["total"] == "20.00", "\(quote.text)")
                let paid = try await site.carryOut("reserve", #"{"plate": "A 1", "until": "day-end"}"#)
                #expect(paid["from"] == "2026-03-02T09:00:00+01:00" && paid["until"] == "2026-03-03T00:00:00+01:00")
                #expect(paid["day"] == "2026-03-02" && paid["charge"]?["total"] == "20.00")
                try await site.expect("already-reserved", 409) {
                    try await site.post("reserve", #"{"plate": "A 1", "until": "day-end"}"#)
                }
                for (body, field) in [
                    (#"{"plate": "A 2", "until": "day-end", "hours": 2}"#, "hours"),
                    (#"{"plate": "A 2", "until": "day-end", "start": "2026-03-02T10:00"}"#, "start"),
                    (#"{"plate": "A 2", "until": "day-end", "day": "2026-03-02"}"#, "day"),
                    (#"{"plate": "A 2", "until": "noon"}"#, "until"),
                ] { try await site.expect("invalid-value", 400, field: field) { try await site.post("reserve", body) } }
            }
        }

        @Test func `whoever withdraws the grid is told of what was booked by it`() async throws {
            try await Site.with(at: "2026-03-02T08:00:00+01:00") { site in
                try await site.carryOut("rate-published", grid)
                try await site.carryOut("reserve", booking)
                let withdrawn = try await site.carryOut("rate-withdrawn", #"{"rate": "flex"}"#)
                #expect(withdrawn["warnings"]?[0]?["code"] == "grid-has-booked-hours")
                #expect(withdrawn["warnings"]?[0]?["bookings"] == 1)
            }
        }
    }
}
