import EventLog
import Parking
import Postgres
import Synchronization
import SystemTime
import TestSupport
import Testing

@testable import Hosting

/// Nobody waits for a database that does not answer, and whoever is told tells the truth.
@Suite(.timeLimit(.minutes(5)))
struct PatienceTests {
    private static let short = Patience(.seconds(1))

    /// Asks until nobody is too late any more, as on a busy machine somebody may be: nothing is stored then.
    private func inTime(_ ask: () async throws(CommandError) -> Reply) async throws -> Result<Reply, CommandError> {
        while true {
            do throws(CommandError) { return .success(try await ask()) } catch {
                guard case .unavailable = error else { return .failure(error) }
                try Task.checkCancellation()
            }
        }
    }

    /// When an append that nobody waits for any more reaches the log after all.
    enum Arrival: CaseIterable { case never, beforeTheNext, afterTheNext }

    @Test(arguments: Arrival.allCases)
    func `an append without an answer is told as not known, and the same key tells`(_ arrival: Arrival) async throws {
        let base = InMemoryEventLog()
        let lost = Mutex<Append?>(nil)
        let log = HookedLog(base) { append, pass in
            let isLost =
                append.head.version == 1
                && lost.withLock { lost in
                    guard lost == nil else { return false }
                    lost = append
                    return true
                }
            guard isLost else { return try await pass() }
            await untilCancelled()
            throw PostgresError(.connectionLost, "the connection was given up")
        }
        try await withHosts(on: log, patience: Self.short) { hosts in
            let site = Site(hosts)
            _ = try await inTime { () throws(CommandError) in try await site.configure(10) }.get()
            let order = { () async throws(CommandError) in try await site.reserve("M-AB 1", id: "order-1") }
            let unknown = try await inTime(order)
            let error = #expect(throws: CommandError.self) { try unknown.get() }
            #expect(error?.kind == .outcomeUnknown)
            #expect(error?.problem.type == .outcomeUnknown)
            #expect(error?.problem.detail.contains("under the same key") == true)
            let append = try #require(lost.withLock { $0 })
            if arrival == .beforeTheNext { #expect(try await base.append(append) == .appended(append.newHead)) }
            let reply = try await inTime(order).get()
            #expect(reply.isRepeated == (arrival == .beforeTheNext))
            #expect(try reply.answer.result.reservation == 2)
            if arrival == .afterTheNext { #expect(try await base.append(append) == .conflict) }
            let again = try await inTime(order).get()
            #expect(again.isRepeated)
            #expect(await base.head(of: "mitte").version == 2)
            let seen = try await inTime { () throws(CommandError) in try await site.seen("M-AB 1") }.get()
            #expect(try seen.answer.result.reason == "reserved")
        }
    }

    @Test func `a log that answers nothing has stored nothing, says so, and is used again once it answers`()
        async throws
    {
        let base = InMemoryEventLog()
        let log = SilentLog(base)
        try await withHosts(on: log, patience: Self.short) { hosts in
            let site = Site(hosts)
            _ = try await inTime { () throws(CommandError) in try await site.configure(10) }.get()
            log.fall(.everything)
            for id in ["order-1", "order-1", nil] {
                let error = await failure { () throws(CommandError) in try await site.reserve("M-AB 1", id: id) }
                #expect(error?.kind == .unavailable)
                #expect(error?.problem.detail.contains("Nothing was stored") == true)
            }
            await #expect(throws: CommandError.self) { _ = try await hosts.current(.mitte) }
            let strange = await failure { () throws(CommandError) in
                try await Site(hosts, GarageID("ost")!).configure(1)
            }
            #expect(strange?.kind == .unavailable)
            log.fall(.none)
            let reply = try await inTime { () throws(CommandError) in
                try await site.reserve("M-AB 1", id: "order-1")
            }.get()
            #expect(try reply.answer.result.reservation == 2)
            #expect(await base.head(of: "mitte").version == 2)
        }
    }

    @Test func `what reading a command took of its time is not given again to what follows`() async throws {
        let log = InMemoryEventLog()
        try await withHosts(on: log, patience: Patience(.seconds(100))) { hosts in
            let site = Site(hosts)
            _ = try await site.configure(10)
            let over = ContinuousClock.now.advanced(by: .seconds(-100))
            let body = Array(#"{"day": "2026-03-02", "plate": "M-AB 1"}"#.utf8)
            let request = try await hosts.read(.reserve, of: .mitte, body, askedAt: .now)
            let late = await failure { () throws(CommandError) in
                try await hosts.submit(request, to: .mitte, actor: Parking.Actor("app")!, askedAt: over)
            }
            #expect(late?.kind == .unavailable)
            let strange = await failure { () throws(CommandError) in
                try await hosts.submit(request, to: GarageID("ost")!, actor: Parking.Actor("app")!, askedAt: over)
            }
            #expect(strange?.kind == .unavailable)
            let unread = await #expect(throws: CommandError.self) {
                try await hosts.read(.ratePublished, of: .mitte, Array("{}".utf8), askedAt: over)
            }
            #expect(unread?.kind == .unavailable)
            #expect(await log.head(of: "mitte").version == 1)
        }
    }

    @Test func `those who wait behind a silent append are answered too, each with what is so`() async throws {
        let base = InMemoryEventLog()
        let log = SilentLog(base)
        try await withHosts(on: log, patience: Self.short) { hosts in
            let site = Site(hosts)
            _ = try await inTime { () throws(CommandError) in try await site.configure(100) }.get()
            log.fall(.appends)
            let failures = try await atOnce(50) { index in
                await failure { () throws(CommandError) in try await site.reserve("M-\(index) A", id: "order-\(index)")
                }
            }
            #expect(failures.allSatisfy { $0?.kind == .outcomeUnknown || $0?.kind == .unavailable })
            #expect(await base.head(of: "mitte").version == 1)
            log.fall(.none)
            _ = try await atOnce(50) { index in
                try await inTime { () throws(CommandError) in
                    try await site.reserve("M-\(index) A", id: "order-\(index)")
                }.get()
            }
            #expect(await base.head(of: "mitte").version == 51)
        }
    }

    @Test(arguments: [
        (SQLState.diskFull, "disk is full"), (.outOfMemory, "no memory"), (.readOnlyTransaction, "takes no writes"),
        (.insufficientPrivilege, "service's role"),
    ])
    func `what the database refuses is told by name, is not tried again, and is not stored`(
        _ state: SQLState, _ words: String
    ) async throws {
        let isFull = Mutex(false)
        let base = InMemoryEventLog()
        let log = HookedLog(base) { _, pass in
            guard isFull.withLock({ $0 }) else { return try await pass() }
            throw PostgresError(.server(state), "could not extend file", sqlState: state)
        }
        try await withHosts(on: log) { hosts in
            let site = Site(hosts)
            try await site.configure(10)
            isFull.withLock { $0 = true }
            let error = await failure { () throws(CommandError) in try await site.reserve("M-AB 1", id: "order-1") }
            #expect(error?.kind == .unavailable)
            #expect(error?.problem.type == .databaseRefuses)
            #expect(error?.problem.detail.contains(words) == true)
            #expect(log.counts.appends == 2)
            isFull.withLock { $0 = false }
            let reply = try await site.reserve("M-AB 1", id: "order-1")
            #expect(!reply.isRepeated)
        }
    }

    @Test func `a log of several batches is read whole, and what is decided follows its end`() async throws {
        let base = InMemoryEventLog()
        let events = 2 * InMemoryEventLog.batch
        try await withHosts(on: base) { hosts in
            let site = Site(hosts)
            try await site.configure(100)
            _ = try await atOnce(events) { index in
                try await site.send(.exit, #"{"ticket": "T-\#(index)", "gate": "out"}"#)
            }
        }
        try await withHosts(on: base) { hosts in
            let read = try await hosts.current(.mitte).version
            #expect(read == Int64(events) + 1)
            let seen = try await Site(hosts).seen("M-AB 1").version
            #expect(seen == Int64(events) + 2)
        }
    }

    @Test func `hosts that end while an append has no answer tell its callers that the outcome is not known`()
        async throws
    {
        let silent = SilentLog(InMemoryEventLog())
        let log = HookedLog(silent)
        let hosts = GarageHosts(
            log: log, zones: ZoneDatabase(), clock: { .monday }, patience: Patience(.seconds(100)),
            logger: TestDatabase.silent)
        let running = Task { await hosts.run() }
        let site = Site(hosts)
        try await site.configure(10)
        silent.fall(.appends)
        let first = Task { await failure { () throws(CommandError) in try await site.seen("M-AB 1", id: "a") } }
        try await until { log.counts.appends == 2 }
        let second = Task { await failure { () throws(CommandError) in try await site.seen("M-AB 2", id: "b") } }
        try await hosts.waits(for: 1, in: .mitte)
        running.cancel()
        await running.value
        #expect(await first.value?.kind == .outcomeUnknown)
        #expect(await second.value?.kind == .stopping)
    }
}
