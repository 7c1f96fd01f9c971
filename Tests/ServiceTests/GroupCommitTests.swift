import Chronology
import TestSupport
import EventLog
import Parking
import JSON
import Hosting
import Testing

/// Commands that wait are appended together.
@Suite(.timeLimit(.minutes(5)))
struct GroupCommitTests {
    @Test func `commands that wait share appends`() async throws {
        let door = Door()
        let log = HookedLog(InMemoryEventLog()) { append, pass in
            if append.head.version > 0 { await door.pass() }
            return try await pass()
        }
        try await withHosts(on: log) { hosts in
            let site = Site(hosts)
            try await site.configure(10_000)
            async let first = site.seen("M-AB 1")
            try await until { door.waiting == 1 }
            async let rest = atOnce(300) { try await site.seen("M-CD \($0)") }
            try await hosts.waits(for: 300, in: .mitte)
            door.open()
            let versions = try await rest.map(\.version) + [first.version]
            #expect(Set(versions) == Set(2...302))
            // One for the settings, one for the first car, one for all that waited behind it.
            #expect(log.counts.appends == 3)
        }
    }

    @Test func `a refused command among those that wait does not disturb the others`() async throws {
        let door = Door()
        let log = HookedLog(InMemoryEventLog()) { append, pass in
            if append.head.version > 0 { await door.pass() }
            return try await pass()
        }
        try await withHosts(on: log) { hosts in
            let site = Site(hosts)
            try await site.configure(10)
            async let first = site.seen("M-AB 1")
            try await until { door.waiting == 1 }
            async let rest = atOnce(30) { index in
                await failure { () throws(CommandError) in
                    try await site.reserve("M-CD \(index)", id: "order-\(index)")
                }
            }
            try await hosts.waits(for: 30, in: .mitte)
            door.open()
            _ = try await first
            let failures = try await rest
            #expect(failures.count { $0 == nil } == 10)
            #expect(failures.count { $0?.refusal == .dayFull(.init("2026-03-02")!) } == 20)
            #expect(log.counts.appends == 3)
            #expect(try await log.head(of: "mitte").version == 12)
            #expect(try await log.replies(of: "mitte", to: (0..<30).map { "test order-\($0)" }).count == 10)
        }
    }

    @Test(arguments: Store.available)
    func `of fifty that ask at once under one key one is carried out, and the others are told that they repeat it`(
        _ store: Store
    ) async throws {
        try await store.withLog { log in
            try await withHosts(on: log) { hosts in
                let site = Site(hosts)
                try await site.configure(10)
                for round in 1...5 {
                    let replies = try await atOnce(50) { _ in
                        try await site.reserve("M-AB \(round)", id: "order-\(round)")
                    }
                    #expect(Set(replies.map(\.json)).count == 1)
                    #expect(replies.count { $0.isRepeated } == 49)
                    #expect(try await log.head(of: "mitte").version == Int64(round + 1))
                }
            }
        }
    }

    @Test func `commands of two garages do not wait for each other`() async throws {
        let door = Door()
        let log = HookedLog(InMemoryEventLog()) { append, pass in
            if append.garage == "mitte", append.head.version > 0 { await door.pass() }
            return try await pass()
        }
        try await withHosts(on: log) { hosts in
            let (stuck, free) = (Site(hosts), Site(hosts, GarageID("ost")!))
            try await stuck.configure(10)
            async let waiting = stuck.seen("M-AB 1")
            try await until { door.waiting == 1 }
            try await free.configure(10)
            #expect(try await free.seen("M-AB 1").answer.result.answer == "open")
            door.open()
            #expect(try await waiting.answer.result.answer == "open")
        }
    }

    @Test func `a flood of commands is turned away, and what waits is carried out`() async throws {
        let door = Door()
        let log = HookedLog(InMemoryEventLog()) { append, pass in
            if append.head.version > 0 { await door.pass() }
            return try await pass()
        }
        try await withHosts(on: log) { hosts in
            let site = Site(hosts)
            try await site.configure(100)
            async let first = site.seen("M-AB 1")
            try await until { door.waiting == 1 }
            async let flood = atOnce(10_050) { index in
                await failure { () throws(CommandError) in
                    try await site.send(.exit, #"{"ticket": "T-\#(index)", "gate": "out"}"#)
                }
            }
            try await hosts.waits(for: 10_000, in: .mitte)
            let overloaded = await failure { () throws(CommandError) in try await site.seen("M-CD 2") }
            #expect(overloaded?.kind == .overloaded)
            door.open()
            _ = try await first
            let failures = try await flood
            #expect(failures.count { $0?.kind == .overloaded } + failures.count { $0 == nil } == 10_050)
            #expect(try await log.head(of: "mitte").version == Int64(failures.count { $0 == nil }) + 2)
            #expect(failures.count { $0 == nil } >= 10_000)
        }
    }
}
