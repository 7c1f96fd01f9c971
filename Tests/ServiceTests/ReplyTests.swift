import Chronology
import EventLog
import Parking
import JSON
import Hosting
import Testing

/// What a command is answered, once and again.
@Suite(.timeLimit(.minutes(5)))
struct ReplyTests {
    @Test(arguments: Store.available)
    func `a reply has the garage, its version, the events and the result`(_ store: Store) async throws {
        try await store.withLog { log in
            try await withHosts(on: log) { hosts in
                let site = Site(hosts)
                let made = try await site.configure(10).answer
                #expect(made.garage == "mitte")
                #expect(made.version == 1)
                #expect(made.events.map(\.type) == ["garage-configured"])
                #expect(made.result.configured == true)

                let reply = try await site.seen("M-AB 1")
                let seen = try reply.answer
                #expect(reply.version == 2)
                #expect(seen.version == 2)
                #expect(
                    seen.events == [
                        Answer.Event(version: 2, type: "entry-authorised", occurredAt: "2026-03-02T08:00:00+01:00")
                    ])
                #expect(seen.result.answer == "open")
                #expect(seen.result.reason == "pays-by-time")
                #expect(!reply.isRepeated)
            }
        }
    }

    @Test(arguments: Store.available)
    func `the same id gives the same reply, also after a restart`(_ store: Store) async throws {
        try await store.withLog { log in
            let first = try await withHosts(on: log) { hosts in
                let site = Site(hosts)
                try await site.configure(10)
                let first = try await site.reserve("M-AB 1", id: "order-1")
                // Decided again, it would be refused: the plate has the day already.
                let second = try await site.reserve("M-AB 1", id: "order-1")
                #expect(second.json == first.json)
                #expect(second.isRepeated)
                return first
            }
            try await withHosts(on: log) { hosts in
                let again = try await Site(hosts).reserve("M-AB 1", id: "order-1")
                #expect(again.json == first.json)
                #expect(again.version == first.version)
                #expect(again.isRepeated)
            }
            #expect(try await log.head(of: "mitte").version == 2)
        }
    }

    @Test(arguments: Store.available)
    func `the same id grants one permit, also after a restart`(_ store: Store) async throws {
        try await store.withLog { log in
            let body = #"{"plate": "M-AB 1", "kind": "pass", "groups": ["staff", "choir"]}"#
            let first = try await withHosts(on: log) { hosts in
                let site = Site(hosts)
                try await site.configure(10)
                return try await site.send(.grantPermit, body, id: "order-1")
            }
            #expect(try first.answer.result.permit == 2)
            try await withHosts(on: log, clock: { .monday + .days(1) }) { hosts in
                let site = Site(hosts)
                // Decided again, it would be refused: the plate has these days already.
                let again = try await site.send(.grantPermit, body, id: "order-1")
                #expect(again.json == first.json)
                #expect(again.isRepeated)
                let longer = #"{"plate": "M-AB 1", "kind": "pass", "groups": ["choir"]}"#
                let other = await failure { () throws(CommandError) in
                    try await site.send(.grantPermit, longer, id: "order-1")
                }
                #expect(other?.kind == .idReused)
            }
            #expect(try await log.head(of: "mitte").version == 2)
        }
    }

    @Test(arguments: Store.available)
    func `an id sent 50 times at once has one effect and equal replies`(_ store: Store) async throws {
        try await store.withLog { log in
            try await withHosts(on: log) { hosts in
                let site = Site(hosts)
                try await site.configure(10)
                let replies = try await atOnce(50) { _ in try await site.reserve("M-AB 1", id: "order-1") }
                #expect(Set(replies.map(\.json)).count == 1)
                #expect(try await log.events(of: "mitte", after: 0, limit: 100).count == 2)
            }
        }
    }

    @Test(arguments: Store.available)
    func `an id sent to two processes at once has one effect and equal replies`(_ store: Store) async throws {
        try await store.withLogs { one, other in
            try await withHosts(on: one) { left in
                try await withHosts(on: other) { right in
                    let sites = [Site(left), Site(right)]
                    try await sites[0].configure(100)
                    for round in 0..<10 {
                        let replies = try await atOnce(20) { index in
                            try await sites[index % 2].reserve("M-AB \(round)", id: "order-\(round)")
                        }
                        #expect(Set(replies.map(\.text)).count == 1)
                    }
                    #expect(try await one.head(of: "mitte").version == 11)
                }
            }
        }
    }

    @Test(arguments: Store.available)
    func `an id with another body is refused and leaves no trace`(_ store: Store) async throws {
        try await store.withLog { log in
            try await withHosts(on: log) { hosts in
                let site = Site(hosts)
                try await site.configure(10)
                let first = try await site.reserve("M-AB 1", id: "order-1")
                let trace = try await Trace(log, plates: ["MAB1", "MAB2"], ids: ["order-1"])
                let other = await failure { () throws(CommandError) in try await site.reserve("M-AB 2", id: "order-1") }
                #expect(other?.kind == .idReused)
                let another = await failure { () throws(CommandError) in
                    try await site.send(.cancel, #"{"reservation": 2}"#, id: "order-1")
                }
                #expect(another?.kind == .idReused)
                #expect(try await Trace(log, plates: ["MAB1", "MAB2"], ids: ["order-1"]) == trace)
                #expect(try await site.reserve("M-AB 1", id: "order-1").json == first.json)
            }
        }
    }

    @Test func `an id with two bodies at once is carried out once, and the other is refused`() async throws {
        try await Store.memory.withLog { log in
            try await withHosts(on: log) { hosts in
                let site = Site(hosts)
                try await site.configure(100)
                let outcomes = try await atOnce(40) { index in
                    await failure { () throws(CommandError) in
                        try await site.reserve("M-AB \(index % 2)", id: "order-1")
                    }
                }
                #expect(outcomes.count { $0 == nil } == 20)
                #expect(outcomes.count { $0?.kind == .idReused } == 20)
                #expect(try await log.head(of: "mitte").version == 2)
            }
        }
    }

    @Test func `a repeated reading without events keeps its reply too`() async throws {
        try await Store.memory.withLog { log in
            try await withHosts(on: log) { hosts in
                let site = Site(hosts)
                try await site.configure(10)
                try await site.seen("M-AB 1")
                let repeated = try await site.seen("M-AB 1", id: "read-2")
                #expect(try repeated.answer.events.isEmpty)
                #expect(try repeated.answer.result.repeated == true)
                try await site.drive("M-CD 2")
                #expect(try await site.seen("M-AB 1", id: "read-2").json == repeated.json)
            }
        }
    }
}
