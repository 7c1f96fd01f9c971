import HTTPTypes
import Testing

extension HTTPTests {
    /// Money that is taken, given back and let off.
    @Suite struct PaymentTests {
        private let rate = #"{"id": "day", "price": {"perUnit": "3.00", "every": "1 h"}}"#

        /// A car comes in at a time of the day; its session.
        private func enter(_ site: Site, _ plate: String, _ time: String) async throws -> Int64 {
            let body = #"{"plate": "\#(plate)", "gate": "north", "occurredAt": "2026-03-02T\#(time):00+01:00"}"#
            let result = try await site.carryOut("gate-open", body)
            return try #require(result["session"]?.integer)
        }

        private func leave(_ site: Site, _ plate: String, _ time: String) async throws -> JSON {
            try await site.carryOut(
                "exit", #"{"plate": "\#(plate)", "gate": "south", "occurredAt": "2026-03-02T\#(time):00+01:00"}"#)
        }

        @Test(arguments: [("12:13", "6.00", "0.00"), ("12:14", "9.00", "3.00")])
        func `golden 52: what was paid at 11 58 pays for leaving within a quarter of an hour`(
            time: String, total: String, due: String
        ) async throws {
            try await Site.with(at: "2026-03-01T08:00:00+01:00") { site in
                try await site.carryOut("rate-published", rate)
                try site.clock.set("2026-03-02T10:00:00+01:00")
                let session = try await enter(site, "B-AB 123", "10:00")
                try site.clock.set("2026-03-02T11:58:00+01:00")
                let paid = try await site.carryOut("pay", #"{"session": \#(session), "method": "cash"}"#)
                #expect(paid["paid"] == "6.00" && paid["receipt"]?.integer == 1)
                #expect(paid["leaveBy"] == "2026-03-02T12:13:00+01:00")
                try site.clock.set("2026-03-02T12:14:00+01:00")
                let left = try await leave(site, "B-AB 123", time)
                #expect(left["charge"]?["total"]?.string == total)
                #expect(left["bill"]?["total"]?.string == total)
                #expect(left["bill"]?["due"]?.string == due)
                let charge = try await site.read("sessions/\(session)/charge")
                #expect(charge["bill"]?["due"]?.string == due)
                let balance = try await site.read("balance")
                #expect(balance["money"]?["charged"]?.string == total)
                #expect(balance["money"]?["paid"] == "6.00")
                #expect(balance["money"]?["open"]?.string == due)
                #expect(balance["even"] == true)
            }
        }

        @Test func `a kiosk's day: payments, a refund, a waiver, receipts, the till, and a balance that is even`()
            async throws
        {
            try await Site.with(at: "2026-03-01T08:00:00+01:00") { site in
                let card = """
                    {"crossing": "perBlock", "rates": [\(rate)], "tax": {"name": "VAT", "rate": "19", "included": true}}
                    """
                try await site.carryOut("card-published", card)
                try site.clock.set("2026-03-02T12:00:00+01:00")
                var sessions: [Int64] = []
                for plate in ["B-A 1", "B-A 2", "B-A 3", "B-A 4"] {
                    sessions.append(try await enter(site, plate, "10:00"))
                }
                try await site.carryOut(
                    "pay", #"{"session": \#(sessions[0]), "method": "cash", "tendered": "10.00", "till": "kiosk-1"}"#)
                try await site.carryOut(
                    "pay",
                    #"{"session": \#(sessions[1]), "method": "card", "card": {"token": "tok_9", "lastFour": "4242"}, "till": "kiosk-1"}"#
                )
                try await site.carryOut(
                    "pay", #"{"session": \#(sessions[2]), "method": "cash", "amount": "2.00", "till": "kiosk-1"}"#)
                try await site.carryOut(
                    "refund",
                    #"{"session": \#(sessions[0]), "method": "cash", "amount": "1.00", "reason": "goodwill", "till": "kiosk-1"}"#
                )
                try await site.carryOut("waive", #"{"session": \#(sessions[3]), "reason": "goodwill"}"#)
                let receipt = try await site.read("receipts/1")
                #expect(receipt["gross"] == "6.00" && receipt["net"] == "5.04" && receipt["change"] == "4.00")
                #expect(receipt["tax"]?["percent"] == "19" && receipt["tax"]?["amount"] == "0.96")
                let receipts = try await site.read("receipts?till=kiosk-1")
                #expect(receipts["receipts"]?.array?.compactMap { $0["receipt"]?.integer } == [1, 2, 3, 4])
                #expect(receipts["receipts"]?[1]?["lastFour"] == "4242")
                let takings = try await site.read(
                    "takings?from=2026-03-02T00:00:00Z&until=2026-03-02T20:00:00Z&till=kiosk-1")
                #expect(takings["net"] == "13.00")
                for plate in ["B-A 1", "B-A 2", "B-A 3", "B-A 4"] { _ = try await leave(site, plate, "12:00") }
                let money = try #require(try await site.read("balance")["money"])
                #expect(money["charged"] == "23.00" && money["paid"] == "13.00")
                #expect(money["waived"] == "6.00" && money["open"] == "4.00")
                #expect(try await site.read("balance")["even"] == true)
                let debts = try await site.read("debts")["debts"]
                #expect(debts?.array?.count == 1 && debts?[0]?["due"] == "4.00")
                #expect(debts?[0]?["plate"]?.string?.hasPrefix("BA") == true)
                let past = try await site.read("balance?asOf=2026-03-02T12:00:01%2B01:00")
                #expect(past["money"]?["charged"] == "23.00" && past["even"] == true)
            }
        }

        @Test func `a car that has to pay first is told how much, and goes once it has paid`() async throws {
            try await Site.with(at: "2026-03-01T08:00:00+01:00", settings: #","unpaidExit": "held""#) { site in
                try await site.carryOut("rate-published", rate)
                try site.clock.set("2026-03-02T12:00:00+01:00")
                let session = try await enter(site, "B-AB 123", "10:00")
                let seen = #"{"plate": "B-AB 123", "gate": "south"}"#
                let held = try await site.carryOut("plate-seen", seen)
                #expect(held["answer"] == "deny" && held["reason"] == "payment-due" && held["due"] == "6.00")
                try await site.carryOut("pay", #"{"session": \#(session), "method": "app"}"#)
                #expect(try await site.carryOut("plate-seen", seen)["answer"] == "open")
            }
        }

        @Test(arguments: [
            (#""amount": "7.00""#, 409, "more-than-due"), (#""tendered": "5.00""#, 409, "too-little-tendered"),
            (#""currency": "GBP""#, 422, "other-currency"), (#""amount": "0.00""#, 400, "invalid-value"),
            (#""card": {"token": "4111 1111 1111 1111", "lastFour": "1111"}"#, 400, "invalid-value"),
            (#""card": {"token": "4111111111111111", "lastFour": "1111"}"#, 400, "invalid-value"),
            (#""permit": 3"#, 400, "invalid-value"),
        ])
        func `what cannot be paid so is told why, and nothing is logged`(
            field: String, status: Int, problem: String
        ) async throws {
            try await Site.with(at: "2026-03-01T08:00:00+01:00") { site in
                try await site.carryOut("rate-published", rate)
                try site.clock.set("2026-03-02T12:00:00+01:00")
                let session = try await enter(site, "B-AB 123", "10:00")
                let head = try await site.head
                let answer = try await site.post("pay", #"{"session": \#(session), "method": "card", \#(field)}"#)
                #expect(answer.status.code == status && answer.problem == problem, "\(answer.text)")
                #expect(!answer.text.contains("4111"))
                #expect(try await site.head == head)
            }
        }

        @Test func `paying twice, for a stay that is gone, and giving back more than was paid are told apart`()
            async throws
        {
            try await Site.with(at: "2026-03-01T08:00:00+01:00") { site in
                try await site.carryOut("rate-published", rate)
                try site.clock.set("2026-03-02T12:00:00+01:00")
                let session = try await enter(site, "B-AB 123", "10:00")
                try await site.carryOut("pay", #"{"session": \#(session), "method": "cash"}"#)
                let head = try await site.head
                for (command, body, problem) in [
                    ("pay", #"{"session": \#(session), "method": "cash"}"#, "nothing-due"),
                    ("pay", #"{"session": 99, "method": "cash"}"#, "stay-gone"),
                    ("pay", #"{"reservation": 99, "method": "cash"}"#, "unknown-reservation"),
                    ("pay", #"{"permit": 99, "method": "cash"}"#, "unknown-permit"),
                    ("waive", #"{"session": \#(session), "reason": "goodwill"}"#, "nothing-due"),
                    (
                        "refund", #"{"session": \#(session), "method": "cash", "amount": "6.01", "reason": "x"}"#,
                        "more-than-paid"
                    ),
                    ("refund", #"{"session": \#(session), "method": "cash", "reason": "x"}"#, "refund-amount-missing"),
                ] { #expect(try await site.post(command, body).problem == problem) }
                #expect(try await site.head == head)
                #expect(try await site.get("receipts/2").problem == "unknown-receipt")
            }
        }
    }
}
