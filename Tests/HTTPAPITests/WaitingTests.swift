import HTTPTypes
import Testing

@testable import HTTPAPI

extension HTTPTests {
    /// The waiting list of a full day by HTTP.
    struct WaitingTests {
        @Test func `a full day is waited for, and what is given back is the first one's for a time`() async throws {
            try await Site.with(at: "2026-03-02T10:00:00+01:00") { site in
                try await site.configure(capacity: 1, #", "offerTime": "1 h", "noShowAfter": "11:00""#)
                let day = "2026-03-04"
                let taken = try await site.carryOut("reserve", #"{"plate": "A 1", "day": "\#(day)"}"#)
                try await site.expect("day-not-full", 409, field: "day") {
                    try await site.post("wait-for-day", #"{"plate": "A 2", "day": "2026-03-05"}"#)
                }
                let waits = try await site.carryOut("wait-for-day", #"{"plate": "A 2", "day": "\#(day)"}"#)
                #expect(waits["place"] == 1)
                #expect(
                    try await site.carryOut("wait-for-day", #"{"plate": "a-2", "day": "\#(day)"}"#)["repeated"] == true)
                #expect(try await site.get("waiting?day=\(day)").json?["waiting"]?[0]?["offeredUntil"] == nil)
                let reservation = try #require(taken["reservation"]?.integer)
                try await site.carryOut("cancel", #"{"reservation": \#(reservation)}"#)
                let list = try await site.get("waiting?day=\(day)").json?["waiting"]
                #expect(list?[0]?["plate"] == "A2" && list?[0]?["offeredUntil"] == "2026-03-02T11:00:00+01:00")
                try await site.expect("day-full", 409) {
                    try await site.post("reserve", #"{"plate": "A 3", "day": "\#(day)"}"#)
                }
                try await site.carryOut("reserve", #"{"plate": "A 2", "day": "\#(day)"}"#)
                #expect(try await site.get("waiting?day=\(day)").json?["waiting"] == .array([]))
                #expect(
                    try await site.carryOut("stop-waiting", #"{"plate": "A 2", "day": "\#(day)"}"#)["wasWaiting"]
                        == false)
                #expect(try await site.get("").json?["settings"]?["noShowAfter"] == "11:00")
                // Who waits gets the spot of a car that has not come by the garage's hour.
                try await site.carryOut("wait-for-day", #"{"plate": "A 4", "day": "\#(day)"}"#)
                try site.clock.set("2026-03-04T11:30:00+01:00")
                let got = try await site.post("reserve", #"{"plate": "A 4", "day": "\#(day)"}"#)
                #expect(got.json?["events"]?[0]?["type"] == "reservation-missed")
                let missed = try await site.read("reservations?plate=A2")["reservations"]?[0]
                #expect(missed?["state"] == "cancelled")
            }
        }

        @Test func `what led to nothing is answered alike under its key, also where nobody had heard of the plate`()
            async throws
        {
            try await Site.with(at: "2026-03-02T10:00:00+01:00") { site in
                try await site.configure(capacity: 1, "")
                let body = #"{"plate": "HH-NEW 1", "day": "2026-03-04"}"#
                let first = try await site.post("stop-waiting", body, key: "k1")
                #expect(first.json?["result"]?["wasWaiting"] == false)
                let again = try await site.post("stop-waiting", body, key: "k1")
                #expect(again.json == first.json && again.headers[.idempotentReplay] == "true")
                // By now the plate is known.
                try await site.carryOut("reserve", body)
                let third = try await site.post("stop-waiting", body, key: "k1")
                #expect(third.json == first.json && third.headers[.idempotentReplay] == "true")
                try await site.expect("idempotency-key-reused", 409) {
                    try await site.post(
                        "stop-waiting", #"{"plate": "HH-NEW 1", "day": "2026-03-05"}"#, key: "k1")
                }
            }
        }
    }
}
