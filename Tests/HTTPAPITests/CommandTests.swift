import HTTPTypes
import Testing

extension HTTPTests {
    @Suite struct CommandTests {
        @Test func `a garage is configured and shows every setting, also those at their defaults`() async throws {
            try await Site.with(capacity: nil) { site in
                let result = try await site.configure(capacity: 7, #", "guestSpots": 2, "lateness": "5 days""#)
                #expect(result == .object(["configured": true, "created": true]))
                let settings = try #require(try await site.get("").json?["settings"])
                #expect(settings["capacity"] == 7)
                #expect(settings["guestSpots"] == 2)
                #expect(settings["lateness"] == "5 days")
                #expect(settings["admission"] == "open")
                #expect(settings["gates"]?.array?.count == 3)
                try await site.configure(capacity: 8)
                #expect(try await site.get("").json?["settings"]?["capacity"] == 8)
                // What is left out stays.
                #expect(try await site.get("").json?["settings"]?["guestSpots"] == 2)
            }
        }

        @Test func `a reply tells the garage's version and the events that the command added`() async throws {
            try await Site.with { site in
                let reply = try await site.post("reserve", #"{"plate": "B-AB 123", "day": "2026-03-04"}"#)
                #expect(reply.json?["garage"]?.string == site.garage)
                #expect(reply.json?["version"] == 2)
                #expect(reply.json?["events"]?.array?.count == 1)
                #expect(reply.json?["events"]?[0]?["type"] == "day-reserved")
                #expect(reply.json?["events"]?[0]?["occurredAt"] == "2026-03-02T08:00:00+01:00")
                #expect(reply.json?["result"] == .object(["reservation": 2, "day": "2026-03-04"]))
            }
        }

        @Test func `a reservation that is given back leaves its day's allowlist`() async throws {
            try await Site.with { site in
                try await site.carryOut("reserve", #"{"plate": "B-AB 123", "day": "2026-03-04"}"#)
                try await site.carryOut("reserve", #"{"plate": "HH X 9", "day": "2026-03-04", "holder": "member"}"#)
                let full = try await site.read("allowlists/2026-03-04")
                #expect(full["plates"]?.array?.compactMap { $0["plate"]?.string } == ["BAB123", "HHX9"])
                let result = try await site.carryOut("cancel", #"{"reservation": 2}"#)
                #expect(result == .object(["cancelled": 2]))
                let list = try await site.read("allowlists/2026-03-04")
                #expect(list["plates"]?.array?.count == 1)
                #expect(list["plates"]?[0]?["reservation"] == 3)
                #expect(list["plates"]?[0]?["why"] == "reservation")
            }
        }

        @Test func `a rate is published and stands in the log as it was sent`() async throws {
            try await Site.with { site in
                let rate = """
                    {"id": "night", "name": "By night", "group": "staff", "tier": "casual", "windows": [
                        {"days": ["monday", "friday"], "from": "19:00", "until": "07:00"},
                        {"from": "2026-03-05T13:00", "until": "2026-03-05T15:00"}],
                     "price": {"perUnit": "3.00", "every": "1 h"}, "grace": "15 min",
                     "caps": [{"amount": "15.00", "per": "day"}, {"amount": "20.00", "per": "24 h"},
                              {"amount": "9.00", "from": "19:00", "until": "24:00"}]}
                    """
                #expect(
                    try await site.carryOut("rate-published", rate)
                        == .object(["rate": "night", "warnings": .array([])]))
                let event = try #require(try await site.get("events?after=1").json?["events"]?[0])
                #expect(event["payload"]?["rate"]?["caps"]?.array?.count == 3)
                #expect(event["payload"]?["rate"]?["windows"]?[0]?["days"]?.array == ["monday", "friday"])
                #expect(event["payload"]?["rate"]?["price"] == .object(["perUnit": "3.00", "every": "1 h"]))
                try await site.carryOut("rate-published", #"{"id": "once", "price": {"once": "20"}}"#)
                try await site.carryOut(
                    "rate-published", #"{"id": "daily", "tier": "advanced", "price": {"perDay": "30.5"}}"#)
            }
        }

        @Test func `a command's fields may come in any order, with escapes and white space`() async throws {
            try await Site.with { site in
                let body = " { \"\\u0064ay\" :\n\"2026-03-04\" ,\t\"plate\" : \"B\\u002dAB 123\" } \r\n"
                let result = try await site.carryOut("reserve", body)
                #expect(result["reservation"] == 2)
            }
        }
    }
}
