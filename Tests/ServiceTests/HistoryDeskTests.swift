import Chronology
import Desks
import EventLog
import Hosting
import Parking
import Projections
import Synchronization
import TestSupport
import Testing

/// Questions about the past wait for one another, and end when nobody waits for them.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct HistoryDeskTests {
    private let asOf = AsOf(.monday + .hours(1))

    /// The garage's log, which hands over events once somebody lets it.
    private func held(_ reading: ReadingSite) -> (log: HookedLog, latch: Latch) {
        let latch = Latch()
        return (HookedLog(reading.site.hosts.log, reading: { await latch.pass() }), latch)
    }

    @Test func `who asks for the past keeps a place until the log is read, and one too many is told so`() async throws {
        try await ReadingSite.with { reading in
            try await reading.site.configure(10)
            let desks = Desks(DeskSizes(history: 1, room: 0))
            let (log, latch) = held(reading)
            let queries = Queries(pool: reading.pool, hosts: reading.site.hosts, log: log, desks: desks)
            let first = Task { try await queries.garage(.mitte, asOf: asOf) }
            try await until { log.counts.reads == 1 }
            #expect(desks.history.load.served == 1)
            guard
                case .deskFull(DeskFull(kind: .history)) = await unanswered({ () throws(QueryError) in
                    try await queries.garage(.mitte, asOf: asOf)
                })
            else {
                Issue.record("one too many was served")
                return
            }
            // Who asks for the garage as it is does not wait.
            #expect(try await queries.garage(.mitte).settings != nil)
            latch.open()
            #expect(try await first.value.settings != nil)
            #expect(desks.history.load.served == 0)
            #expect(try await queries.garage(.mitte, asOf: asOf).inside == 0)
        }
    }

    @Test func `a reading that nobody waits for reads no further`() async throws {
        try await ReadingSite.with { reading in
            try await reading.site.configure(10)
            let desks = Desks(DeskSizes(history: 1, room: 0))
            let (log, latch) = held(reading)
            let queries = Queries(pool: reading.pool, hosts: reading.site.hosts, log: log, desks: desks)
            let reader = Task { () async -> QueryError? in
                await unanswered { () throws(QueryError) in try await queries.garage(.mitte, asOf: asOf) }
            }
            try await until { log.counts.reads == 1 }
            reader.cancel()
            latch.open()
            guard case .givenUp = await reader.value else {
                Issue.record("it was answered")
                return
            }
            #expect(desks.history.load.served == 0)
            #expect(log.counts.reads == 1)
        }
    }
}

/// Holds up whoever comes until it is opened.
private final class Latch: Sendable {
    private let isOpen = Atomic<Bool>(false)

    func open() { isOpen.store(true, ordering: .releasing) }

    func pass() async {
        while !isOpen.load(ordering: .acquiring) { await Task.yield() }
    }
}
