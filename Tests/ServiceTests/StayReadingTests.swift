import Projections
import Chronology
import TestSupport
import Foundation
import Parking
import JSON
import Hosting
import Tariffs
import Testing

/// What is known of a stay, and what it costs.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct StayReadingTests {
    private static func publish(_ euros: String) -> String {
        #"{"id": "hour", "price": {"perUnit": "\#(euros)", "every": "1 h"}}"#
    }

    private func total(_ json: [UInt8]) throws -> String? {
        try JSONDecoder().decode(Answer.Charge.self, from: Data(json)).total
    }

    @Test func `the second visit of a stay that was split is known at once`() async throws {
        try await ReadingSite.with { reading in
            try await reading.site.configure(10)
            let first = try await reading.site.drive("M-AB 1")
            reading.clock.set(reading.clock.now + .hours(3))
            let (left, returned) = (reading.clock.now - .hours(2), reading.clock.now - .hours(1))
            let split = try await reading.site.send(
                .splitSession,
                #"{"session": \#(first), "leftAt": "\#(left)", "returnedAt": "\#(returned)", "reason": "unseen"}"#)
            // The read model has not heard of it.
            let second = try await reading.queries.session(SessionID(version: split.version), of: .mitte)
            #expect(second.state == .open && second.enteredAt == returned)
        }
    }

    @Test func `a stay is open, then ended, and was open before`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock, queries) = (reading.site, reading.clock, reading.queries)
            try await site.configure(10)
            try await site.send(.ratePublished, StayReadingTests.publish("2.00"))
            clock.set(.monday + .minutes(1))
            let id = SessionID(version: try await site.drive("M-AB 1"))
            // The read model has not heard of it.
            let fresh = try await queries.session(id, of: .mitte)
            #expect(fresh.state == .open)
            #expect(fresh.plate?.characters == "MAB1")
            try await reading.catchUp()
            #expect(try await queries.session(id, of: .mitte).enteredAt == fresh.enteredAt)
            let asked = try await queries.charge(of: id, in: .mitte, until: clock.now + .minutes(61))
            #expect(try total(asked.json) == "4.00")

            clock.set(.monday + .minutes(91))
            // Until now, where nobody says until when.
            let open = try await queries.charge(of: id, in: .mitte)
            #expect(try total(open.json) == "4.00")
            #expect(open.until == clock.now)
            let left = try await site.leave("M-AB 1").answer
            #expect(left.result.charge?.total == "4.00")
            try await reading.catchUp()
            let ended = try await queries.session(id, of: .mitte)
            #expect(ended.state == .ended)
            #expect(ended.exitedAt == clock.now)
            let charged = try await queries.charge(of: id, in: .mitte, until: clock.now + .hours(9))
            // It is over: no later time changes what it cost.
            #expect(try total(charged.json) == "4.00")
            #expect(charged.until == clock.now)

            let past = AsOf(.monday + .minutes(30))
            #expect(try await queries.session(id, of: .mitte, asOf: past).state == .open)
            #expect(try total(await queries.charge(of: id, in: .mitte, asOf: past).json) == "2.00")
            let later = AsOf(clock.now)
            #expect(try await queries.session(id, of: .mitte, asOf: later).state == .ended)
            #expect(try await queries.charge(of: id, in: .mitte, asOf: later).json == charged.json)
        }
    }

    @Test func `a rate that was published after the entry changes nothing, and is named`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock, queries) = (reading.site, reading.clock, reading.queries)
            try await site.configure(10)
            try await site.send(.ratePublished, StayReadingTests.publish("2.00"))
            clock.set(.monday + .hours(1))
            let id = SessionID(version: try await site.drive("M-AB 1"))
            clock.set(.monday + .hours(2))
            try await site.send(.ratePublished, StayReadingTests.publish("9.00"))
            clock.set(.monday + .hours(3))
            try await reading.catchUp()
            let charge = try await queries.charge(of: id, in: .mitte)
            #expect(try total(charge.json) == "4.00")
            #expect(String(decoding: charge.json, as: UTF8.self).contains("published-later"))
        }
    }

    @Test func `what bears on a stay's price is read at once, and stays with it`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock, queries) = (reading.site, reading.clock, reading.queries)
            try await site.configure(10)
            try await site.send(
                .cardPublished,
                #"{"rates": [\#(StayReadingTests.publish("2.00"))], "crossing": "perBlock", "agreements": ["#
                    + #"{"id": "hospital", "minutesOff": "60 min"}]}"#)
            clock.set(.monday + .minutes(1))
            let entered = try await site.send(.gateOpen, #"{"plate": "M-AB 1", "gate": "in", "vehicle": "van"}"#)
            let id = SessionID(version: try #require(try entered.answer.result.session))
            try await reading.catchUp()
            try await site.send(.validate, #"{"session": \#(id), "validation": "cinema"}"#)
            try await site.send(.applyAgreement, #"{"plate": "M-AB 1", "agreement": "hospital"}"#)
            func check() async throws {
                let view = try await queries.session(id, of: .mitte)
                #expect(view.vehicle?.text == "van")
                #expect(view.validations.map(\.text) == ["cinema"])
                #expect(view.agreement?.text == "hospital")
            }
            // The read model has heard of the entry only.
            try await check()
            try await reading.catchUp()
            try await check()
            clock.set(.monday + .minutes(91))
            let asked = try await queries.charge(of: id, in: .mitte)
            #expect(try total(asked.json) == "2.00")
            try await site.leave("M-AB 1")
            try await check()
            try await reading.catchUp()
            try await check()
            #expect(try await queries.charge(of: id, in: .mitte).json == asked.json)
            #expect(
                try await queries.session(id, of: .mitte, asOf: AsOf(.monday + .minutes(1))).validations.count == 1)
        }
    }

    @Test func `a stay whose exit nobody saw is an orphan`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock, queries) = (reading.site, reading.clock, reading.queries)
            try await site.configure(10, #""antiPassback": "soft""#)
            let id = SessionID(version: try await site.drive("M-AB 1"))
            clock.set(.monday + .hours(2))
            let next = SessionID(version: try await site.drive("M-AB 1"))
            try await reading.catchUp()
            let orphan = try await queries.session(id, of: .mitte)
            #expect(orphan.state == .orphaned)
            #expect(orphan.exitedAt == nil)
            #expect(orphan.charge == nil)
            #expect(try await queries.session(next, of: .mitte).state == .open)
            #expect(try await queries.session(id, of: .mitte, asOf: AsOf(clock.now)).state == .orphaned)
            #expect(try await queries.session(id, of: .mitte, asOf: AsOf(.monday)).state == .open)
            // Nobody knows until when: what it cost cannot be said.
            for asOf in [nil, AsOf(clock.now)] {
                let error = await unanswered { () throws(QueryError) in
                    try await queries.charge(of: id, in: .mitte, asOf: asOf)
                }
                guard case .orphaned(id) = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test func `tickets and cars that nobody knows have stays too`() async throws {
        try await ReadingSite.with { reading in
            let (site, queries) = (reading.site, reading.queries)
            try await site.configure(10)
            let ticket = try await site.send(.gateOpen, #"{"ticket": "T-17", "gate": "in"}"#).answer.result.session
            let unknown = try await site.send(.gateOpen, #"{"gate": "in", "remark": "By hand."}"#).answer.result.session
            try await reading.catchUp()
            let first = try await queries.session(SessionID(version: try #require(ticket)), of: .mitte)
            #expect(first.ticket == TicketID("T-17"))
            #expect(first.plate == nil)
            #expect(first.gate == GateID("in"))
            let second = try await queries.session(SessionID(version: try #require(unknown)), of: .mitte)
            #expect(second.ticket == nil)
            #expect(second.plateID == nil)
        }
    }

    @Test func `what is not there is said to be unknown`() async throws {
        try await ReadingSite.with { reading in
            let queries = reading.queries
            let id = SessionID(version: 7)
            for asOf in [nil, AsOf(.monday)] {
                let nowhere = await unanswered { () throws(QueryError) in
                    try await queries.session(id, of: .mitte, asOf: asOf)
                }
                guard case .unknownGarage = nowhere else {
                    Issue.record("\(String(describing: nowhere))")
                    continue
                }
            }
            try await reading.site.configure(10)
            try await reading.catchUp()
            for asOf in [nil, AsOf(.monday)] {
                let error = await unanswered { () throws(QueryError) in
                    try await queries.charge(of: id, in: .mitte, asOf: asOf)
                }
                guard case .unknownSession(id) = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            let events = await unanswered { () throws(QueryError) in
                try await queries.events(of: GarageID("none")!, after: 0, limit: 10)
            }
            guard case .unknownGarage = events else {
                Issue.record("\(String(describing: events))")
                return
            }
            #expect(try await queries.events(of: .mitte, after: 0, limit: 10).count == 1)
            #expect(try await queries.events(of: .mitte, after: 1, limit: 10).isEmpty)
        }
    }
}
