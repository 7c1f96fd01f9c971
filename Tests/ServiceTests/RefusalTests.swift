import Chronology
import EventLog
import TestSupport
import Parking
import JSON
import Hosting
import Testing

/// Commands that are turned away, and what they leave behind.
@Suite(.timeLimit(.minutes(5)))
struct RefusalTests {
    @Test(arguments: Store.available)
    func `a refused command leaves no trace`(_ store: Store) async throws {
        try await store.withLog { log in
            try await withHosts(on: log) { hosts in
                let site = Site(hosts)
                try await site.configure(1)
                try await site.reserve("M-AB 1")
                let plates = ["MAB1", "MCD2", "MEF3"]
                let trace = try await Trace(log, plates: plates, ids: ["a", "b", "c"])
                let full = await failure { () throws(CommandError) in try await site.reserve("M-CD 2", id: "a") }
                #expect(full?.refusal == .dayFull(.init("2026-03-02")!))
                let gate = await failure { () throws(CommandError) in
                    try await site.send(.plateSeen, #"{"plate": "M-EF 3", "gate": "side"}"#, id: "b")
                }
                #expect(gate?.refusal == .unknownGate(GateID("side")!))
                let body = await failure { () throws(CommandError) in
                    try await site.send(.plateSeen, #"{"plate": "M-EF 3"}"#, id: "c")
                }
                #expect(body?.kind == .body)
                #expect(try await Trace(log, plates: plates, ids: ["a", "b", "c"]) == trace)
                #expect(trace.plates.map(\.plate) == ["MAB1"])
            }
        }
    }

    @Test func `a refused command may be sent again under its id`() async throws {
        try await Store.memory.withLog { log in
            try await withHosts(on: log) { hosts in
                let site = Site(hosts)
                try await site.configure(1)
                let taken = try await site.reserve("M-AB 1").answer.result.reservation ?? 0
                let full = await failure { () throws(CommandError) in try await site.reserve("M-CD 2", id: "order-2") }
                #expect(full?.kind == .refused)
                try await site.send(.cancel, #"{"reservation": \#(taken)}"#)
                #expect(try await site.reserve("M-CD 2", id: "order-2").answer.result.reservation == 4)
            }
        }
    }

    @Test(arguments: Store.available)
    func `a denied plate is logged`(_ store: Store) async throws {
        try await store.withLog { log in
            try await withHosts(on: log) { hosts in
                let site = Site(hosts)
                try await site.configure(1)
                try await site.drive("M-AB 1")
                let denied = try await site.seen("M-CD 2").answer
                #expect(denied.result.answer == "deny")
                #expect(denied.result.reason == "garage-full")
                #expect(denied.events.map(\.type) == ["entry-denied"])
                #expect(try await log.vaultEntries(of: "mitte", plates: ["MCD2"]).count == 1)
            }
        }
    }

    @Test(arguments: Store.available)
    func `a refusal counts what another process wrote meanwhile`(_ store: Store) async throws {
        try await store.withLogs { one, other in
            try await withHosts(on: one) { left in
                try await withHosts(on: other) { right in
                    let (here, there) = (Site(left), Site(right))
                    try await here.configure(1)
                    try await there.seen("M-AB 1")
                    // What one process does, the other has not heard of when it is asked.
                    let reservation = try await here.reserve("M-CD 2").answer.result.reservation ?? 0
                    try await there.send(.cancel, #"{"reservation": \#(reservation)}"#)
                    try await here.configure(2, #""lateness": "2 h""#)
                    try await there.reserve("M-EF 3")
                    try await there.reserve("M-GH 4")
                }
            }
        }
    }

    @Test(arguments: Store.available)
    func `a repeated reading counts what another process wrote meanwhile`(_ store: Store) async throws {
        try await store.withLogs { one, other in
            try await withHosts(on: one) { left in
                try await withHosts(on: other) { right in
                    let (here, there) = (Site(left), Site(right))
                    try await here.configure(5)
                    #expect(try await there.seen("M-AB 1").answer.result.answer == "open")
                    try await here.send(.gateOpen, #"{"plate": "M-AB 1", "gate": "in"}"#)
                    try await here.leave("M-AB 1")
                    // Within the window it is the same reading, but the car it let in has come and gone.
                    let version = try await there.seen("M-AB 1").version
                    #expect(version >= 4)
                }
            }
        }
    }

    @Test func `a name that no garage has leaves no host behind`() async throws {
        let log = HookedLog(InMemoryEventLog())
        try await withHosts(on: log) { hosts in
            let site = Site(hosts)
            let commands: [(CommandName, String)] = [
                (.plateSeen, #"{"plate": "M-AB 1", "gate": "in"}"#), (.ratePublished, "{}"), (.cancel, "{}"),
                (.configureGarage, "{}"), (.configureGarage, Site.settings(0)), (.changeSettings, #"{"capacity": 9}"#),
            ]
            for (name, body) in commands {
                let refused = await failure { () throws(CommandError) in try await site.send(name, body) }
                #expect(refused != nil)
            }
            let unknown = await failure { () throws(CommandError) in try await site.seen("M-AB 1") }
            #expect(unknown?.refusal == .unknownGarage)
            await #expect(throws: CommandError.self) { _ = try await hosts.current(.mitte) }
            // A host would have read the log for its garage.
            #expect(log.counts.reads == 0)
            try await site.configure(1)
        }
    }
}
