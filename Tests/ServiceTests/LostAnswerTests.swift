import TestSupport
import EventLog
import Parking
import Hosting
import Postgres
import Synchronization
import Testing

/// Appends whose fate nobody told the host.
@Suite(.timeLimit(.minutes(5)))
struct LostAnswerTests {
    /// When the connection breaks.
    enum Break: CaseIterable {
        case before
        case after

        /// A log that breaks at its second append, and then so many times more.
        func log(over log: any EventLog, times: Int = 1) -> HookedLog {
            let done = Mutex(0)
            return HookedLog(log) { append, pass in
                let breaks =
                    append.head.version > 0
                    && done.withLock { done in
                        done += 1
                        return done <= times
                    }
                guard breaks else { return try await pass() }
                if self == .after { _ = try await pass() }
                throw PostgresError(.connectionLost, "the test broke it")
            }
        }
    }

    @Test(arguments: Store.available, Break.allCases)
    func `a lost append has one effect and the right reply`(_ store: Store, _ broken: Break) async throws {
        try await store.withLog { base in
            let log = broken.log(over: base)
            try await withHosts(on: log) { hosts in
                let site = Site(hosts)
                try await site.configure(10)
                let reply = try await site.reserve("M-AB 1", id: "order-1")
                #expect(try reply.answer.result.reservation == 2)
                #expect(try await site.reserve("M-AB 1", id: "order-1").json == reply.json)
                #expect(try await base.head(of: "mitte").version == 2)
                #expect(try await site.seen("M-AB 1").answer.result.reason == "reserved")
            }
        }
    }

    @Test(arguments: Break.allCases)
    func `a command without an id has one effect too`(_ broken: Break) async throws {
        let base = InMemoryEventLog()
        try await withHosts(on: broken.log(over: base)) { hosts in
            let site = Site(hosts)
            try await site.configure(10)
            #expect(try await site.seen("M-AB 1").answer.result.answer == "open")
            #expect(await base.head(of: "mitte").version == 2)
        }
    }

    @Test(arguments: Break.allCases)
    func `a lost append of many commands answers each with its own reply`(_ broken: Break) async throws {
        let base = InMemoryEventLog()
        let log = broken.log(over: base, times: 3)
        try await withHosts(on: log) { hosts in
            let site = Site(hosts)
            try await site.configure(1000)
            let replies = try await atOnce(200) { index in
                try await site.reserve("M-\(index) A", id: "order-\(index)").answer.result.reservation
            }
            #expect(Set(replies.compactMap(\.self)) == Set(2...201))
            for index in [0, 77, 199] {
                let again = try await site.reserve("M-\(index) A", id: "order-\(index)")
                #expect(try again.answer.result.reservation == replies[index])
            }
            #expect(await base.head(of: "mitte").version == 201)
        }
    }

    @Test func `a log that does not come back is said to be unavailable, and nothing waits for ever`() async throws {
        let base = InMemoryEventLog()
        let log = Break.before.log(over: base, times: 5)
        try await withHosts(on: log) { hosts in
            let site = Site(hosts)
            try await site.configure(10)
            let error = await failure { () throws(CommandError) in try await site.reserve("M-AB 1", id: "order-1") }
            #expect(error?.kind == .outcomeUnknown)
            // It is back, and the same command is carried out.
            #expect(try await site.reserve("M-AB 1", id: "order-1").answer.result.reservation == 2)
        }
    }

    @Test func `a log that was restored from a backup is read anew`() async throws {
        let (lost, restored) = (InMemoryEventLog(), InMemoryEventLog())
        try await withHosts(on: lost) { hosts in
            let site = Site(hosts)
            try await site.configure(2)
            try await site.drive("M-AB 1")
            try await site.drive("M-CD 2")
        }
        try await withHosts(on: restored) { try await Site($0).configure(2) }
        let log = SwitchedLog(lost)
        try await withHosts(on: log) { hosts in
            let site = Site(hosts)
            #expect(try await site.seen("M-EF 3").answer.result.reason == "garage-full")
            log.point(to: restored)
            // The cars of the lost history are not in this one.
            let seen = try await site.seen("M-GH 4").answer
            #expect(seen.result.answer == "open")
            #expect(seen.version == 2)
            #expect(try await site.seen("M-AB 1").answer.result.answer == "open")
            let entries = await restored.vaultEntries(of: "mitte", plates: ["MAB1", "MGH4"])
            #expect(entries.count == 2)
        }
    }

    @Test func `a log that has another event in the same place is read anew`() async throws {
        let (lost, restored) = (InMemoryEventLog(), InMemoryEventLog())
        try await withHosts(on: lost) { hosts in
            let site = Site(hosts)
            try await site.configure(1)
            try await site.seen("M-AB 1")
        }
        try await withHosts(on: restored) { hosts in
            let site = Site(hosts)
            try await site.configure(5)
            try await site.seen("M-CD 2")
        }
        let log = SwitchedLog(lost)
        try await withHosts(on: log) { hosts in
            let site = Site(hosts)
            #expect(try await hosts.current(.mitte).settings?.capacity == 1)
            log.point(to: restored)
            let seen = try await site.seen("M-EF 3").answer
            #expect(seen.result.answer == "open")
            #expect(seen.version == 3)
        }
    }
}
