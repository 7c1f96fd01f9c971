import Testing

extension HTTPTests {
    /// Drivers without a readable plate, tickets that are lost, and loops that count: design rule 10.
    @Suite struct TicketTests {
        /// A garage at 2.00 an hour, at noon.
        private func garage(_ more: String = "", _ body: @Sendable (Site) async throws -> Void) async throws {
            try await Site.with(at: "2026-03-02T07:00:00+01:00", settings: more) { site in
                try await site.carryOut(
                    "rate-published", #"{"id": "hour", "price": {"perUnit": "2.00", "every": "1 h"}}"#)
                try site.clock.set("2026-03-02T12:00:00+01:00")
                try await body(site)
            }
        }

        @Test func `a ticket is given out, raises the barrier, and is told where it is used again`() async throws {
            try await garage { site in
                let asked = try await site.carryOut("ticket-asked", #"{"gate": "north", "deviceEvent": "m-1"}"#)
                let ticket = try #require(asked["ticket"]?.string)
                #expect(asked["answer"] == "open" && asked["reason"] == "pays-by-time")
                let again = try await site.carryOut("ticket-asked", #"{"gate": "north", "deviceEvent": "m-1"}"#)
                #expect(again["ticket"]?.string == ticket && again["repeated"] == true)
                try await site.carryOut("gate-open", #"{"gate": "north"}"#)
                try site.clock.set("2026-03-02T13:00:00+01:00")
                let left = try await site.carryOut("exit", #"{"gate": "south", "ticket": "\#(ticket)"}"#)
                #expect(left["charge"]?["total"] == "2.00" && left["reused"] == nil)
                let entered = try await site.carryOut("gate-open", #"{"gate": "north", "ticket": "\#(ticket)"}"#)
                #expect(entered["reused"] == true)
                try site.clock.set("2026-03-02T14:00:00+01:00")
                let exited = try await site.carryOut("exit", #"{"gate": "south", "ticket": "\#(ticket)"}"#)
                #expect(exited["reused"] == true)
                try await site.expect("ticket-used", 409, field: "ticket") {
                    try await site.post("ticket-asked", #"{"gate": "north", "ticket": "\#(ticket)"}"#)
                }
            }
        }

        @Test func `a lost ticket costs what the claimed entry costs, and its charge is read again`() async throws {
            try await garage { site in
                let opened = #"{"gate": "north", "ticket": "R5", "occurredAt": "2026-03-02T08:30:00+01:00"}"#
                let session = try #require(try await site.carryOut("gate-open", opened)["session"]?.integer)
                try await site.expect("claim-missing", 422, field: "enteredAt") {
                    try await site.post("lost-ticket", #"{"gate": "south"}"#)
                }
                let lost = try await site.carryOut(
                    "lost-ticket", #"{"gate": "south", "enteredAt": "2026-03-02T08:00:00+01:00"}"#)
                #expect(lost["session"]?.integer == session && lost["assumed"] == true)
                #expect(lost["charge"]?["total"] == "8.00")
                let charge = try await site.read("sessions/\(session)/charge")
                #expect(charge["charge"]?["total"] == "8.00")
                #expect(charge["charge"]?["lines"]?[0]?["why"] == "lost-ticket")
            }
        }

        @Test func `a garage may have a price for it`() async throws {
            try await garage(#", "lostTicket": {"price": "25.00"}"#) { site in
                let lost = try await site.carryOut("lost-ticket", #"{"gate": "south"}"#)
                #expect(lost["unseenEntry"] == true && lost["charge"]?["total"] == "25.00")
            }
        }

        @Test func `a lost ticket whose stay nobody knows is paid for by its exit`() async throws {
            try await garage(#", "lostTicket": {"price": "25.00"}, "unpaidExit": "listed""#) { site in
                let lost = try await site.carryOut("lost-ticket", #"{"gate": "south"}"#)
                #expect(lost["bill"]?["due"] == "25.00")
                let exit = try #require(lost["exit"]?.integer)
                let debts = try await site.read("debts")["debts"]?.array
                #expect(debts?.count == 1 && debts?[0]["exit"]?.integer == exit && debts?[0]["due"] == "25.00")
                let paid = try await site.carryOut("pay", #"{"exit": \#(exit), "method": "cash", "tendered": "30.00"}"#)
                #expect(paid["exit"]?.integer == exit && paid["change"] == "5.00" && paid["due"] == "0.00")
                #expect(try await site.read("debts")["debts"] == .array([]))
                #expect(try await site.read("receipts")["receipts"]?[0]?["exit"]?.integer == exit)
                let money = try await site.read("balance")["money"]
                #expect(money?["charged"] == "25.00" && money?["paid"] == "25.00" && money?["open"] == "0.00")
                try await site.expect("nothing-due", 409) {
                    try await site.post("pay", #"{"exit": \#(exit), "method": "cash"}"#)
                }
                try await site.expect("stay-gone", 404, field: "exit") {
                    try await site.post("pay", #"{"exit": 99, "method": "cash"}"#)
                }
            }
        }

        @Test func `what a loop counted stands beside the passages that are known`() async throws {
            try await garage { site in
                let hour = #""from": "2026-03-02T08:00:00+01:00", "until": "2026-03-02T09:00:00+01:00""#
                let counted = try await site.carryOut("loop-counted", #"{"gate": "north", "cars": 1, \#(hour)}"#)
                #expect(counted["counted"]?.integer == 1 && counted["known"]?.integer == 0)
                try await site.carryOut(
                    "gate-open", #"{"gate": "north", "occurredAt": "2026-03-02T08:30:00+01:00"}"#)
                let again = try await site.carryOut("loop-counted", #"{"gate": "north", "cars": 1, \#(hour)}"#)
                #expect(again["known"]?.integer == 1 && again["repeated"] == true)
                try await site.expect("loop-overlaps", 409, field: "from") {
                    try await site.post("loop-counted", #"{"gate": "north", "cars": 2, \#(hour)}"#)
                }
                try await site.expect("count-too-long", 422, field: "from") {
                    let days = #""from": "2026-02-28T08:00:00+01:00", "until": "2026-03-02T09:00:00+01:00""#
                    return try await site.post("loop-counted", #"{"gate": "south", "cars": 2, \#(days)}"#)
                }
            }
        }
    }
}
