import Chronology
import EventLog
import Parking
import Postgres
import Projections
import ServiceLifecycle
import SystemTime
import TestSupport
import Testing

@testable import Hosting

/// Garages that leave memory, and come back from snapshots.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct SnapshotHostTests {
    /// A database's log, its snapshots, and what tells of both.
    private struct Kept {
        let log: HookedLog
        let snapshots: PostgresSnapshots
        let pool: PostgresPool

        func versions() async throws -> [Int64] {
            try await pool.run { session in
                try session.query("select version from projection.snapshots order by 1").map { $0.int8(0) }
            }
        }

        func change(_ statement: Statement) async throws { try await pool.run { _ = try $0.execute(statement) } }

        /// A garage as its host has it, and how many events that had to read for it.
        func current(_ hosts: GarageHosts) async throws -> (garage: Garage, read: Int) {
            let before = log.counts.events
            return (try await hosts.current(.mitte), log.counts.events - before)
        }
    }

    private func withSnapshots(_ body: (Kept) async throws -> Void) async throws {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await TestDatabase.withPool(on: database, size: 4) { pool in
                try await body(
                    Kept(log: HookedLog(PostgresEventLog(pool)), snapshots: PostgresSnapshots(pool), pool: pool))
            }
        }
    }

    /// A day on which 350 cars come and most of them leave again: more events than a garage reads again as fast as a snapshot.
    private func fill(_ site: Site) async throws {
        try await site.configure(2_000)
        try await site.reserve("M-RS 1")
        _ = try await atOnce(350) { try await site.drive("M-AB \($0)") }
        _ = try await atOnce(340) { try await site.leave("M-AB \($0)") }
    }

    /// The garage leaves memory; a snapshot of it is there then.
    private func letGo(_ site: Site, _ kept: Kept) async throws {
        let garage = try await site.hosts.current(site.garage)
        await site.hosts.letGo(unaskedSince: .now)
        #expect(site.hosts.residents == 0)
        try await until {
            let stored = try await kept.snapshots.snapshot(of: "mitte", form: Garage.snapshotForm, upTo: .max)
            guard let stored, let kept = try? Garage(snapshot: stored.state, zones: site.hosts.codec.zones) else {
                return false
            }
            return stored.head.version == garage.version && kept.version == garage.version
        }
    }

    @Test func `a garage that nobody asks leaves memory, and comes back from its snapshot as it was`() async throws {
        try await withSnapshots { kept in
            try await withHosts(on: kept.log, snapshots: kept.snapshots) { hosts in
                let site = Site(hosts)
                try await fill(site)
                #expect(hosts.residents == 1)
                let before = try await hosts.current(.mitte)
                try await letGo(site, kept)
                let (restored, read) = try await kept.current(hosts)
                #expect((restored == before) as Bool)
                #expect(read == 0)
                // What comes then is decided as it would have been.
                #expect(try await site.leave("M-AB 345").answer.result.charge?.total == "0.00")
                #expect(try await site.seen("M-AB 346").answer.result.repeated == true)
                try await withHosts(on: kept.log) { others in
                    let whole = try await others.current(.mitte)
                    #expect((try await hosts.current(.mitte) == whole) as Bool)
                }
            }
        }
    }

    @Test func `one that nobody asked for a while is let go, and one that somebody asked stays`() async throws {
        try await withSnapshots { kept in
            try await withHosts(on: kept.log, snapshots: kept.snapshots) { hosts in
                let (quiet, busy) = (Site(hosts), Site(hosts, GarageID("nord")!))
                try await quiet.configure(5)
                try await busy.configure(5)
                let moment = ContinuousClock.now
                try await busy.seen("M-AB 1")
                await hosts.letGo(unaskedSince: moment)
                #expect(hosts.residents == 1)
                // So few events are read as fast as a snapshot.
                #expect(try await quiet.seen("M-AB 1").answer.version == 2)
                #expect(try await kept.versions() == [])
            }
        }
    }

    @Test(
        arguments: [
            "delete from projection.snapshots",
            "update projection.snapshots set state = substr(state, 1, length(state) / 2)",
            "update projection.snapshots set state = set_byte(state, length(state) / 2, 255 - get_byte(state, length(state) / 2))",
            "update projection.snapshots set state = ''",
            "update projection.snapshots set hash = set_byte(hash, 0, 255 - get_byte(hash, 0))",
            "update projection.snapshots set form = '0'",
            "update projection.snapshots s set version = e.version, hash = e.hash from log.events e where e.version = 7",
        ] as [Statement])
    func `a snapshot of no use is passed over, and the log says all of it`(_ change: Statement) async throws {
        try await withSnapshots { kept in
            try await withHosts(on: kept.log, snapshots: kept.snapshots) { hosts in
                let site = Site(hosts)
                try await fill(site)
                let before = try await hosts.current(.mitte)
                try await letGo(site, kept)
                try await kept.change(change)
                let (garage, read) = try await kept.current(hosts)
                #expect((garage == before) as Bool)
                #expect(read == before.version)
                // It is replaced.
                try await letGo(site, kept)
                #expect(try await kept.current(hosts).read == 0)
            }
        }
    }

    @Test func `a busy garage's snapshots are written while it goes on, and the newest two are kept`() async throws {
        try await withSnapshots { kept in
            try await withHosts(on: kept.log, snapshots: kept.snapshots) { hosts in
                let site = Site(hosts)
                try await site.configure(2_000)
                var rounds = 0
                func round() async throws {
                    rounds += 1
                    _ = try await atOnce(450) { [rounds] in try await site.drive("M-AB \(rounds) \($0)") }
                    _ = try await atOnce(450) { [rounds] in try await site.leave("M-AB \(rounds) \($0)") }
                }
                try await until {
                    try await round()
                    return try await kept.versions().count == 2
                }
                let older = try #require(try await kept.versions().first)
                try await until {
                    try await round()
                    return try await kept.versions().first != older
                }
                #expect(try await kept.versions().count == 2)
                // Each is of a state that the log holds.
                let codec = hosts.codec
                let events = try await kept.log.events(of: "mitte", after: 0, limit: .max)
                for version in try await kept.versions() {
                    let stored = try #require(
                        try await kept.snapshots.snapshot(of: "mitte", form: Garage.snapshotForm, upTo: version))
                    #expect(stored.head.version == version)
                    let garage = try events.prefix(Int(version)).reduce(into: Garage()) {
                        $0.evolve(try RecordedEvent($1, codec: codec))
                    }
                    #expect((try Garage(snapshot: stored.state, zones: codec.zones) == garage) as Bool)
                }
            }
        }
    }

    @Test func `cars inside are known by what looks like their plates, also from a snapshot that names none`()
        async throws
    {
        try await withSnapshots { kept in
            try await withHosts(on: kept.log, snapshots: kept.snapshots) { hosts in
                let site = Site(hosts)
                try await fill(site)
                let session = try await site.drive("B-OO 100")
                try await letGo(site, kept)
                #expect(try await site.leave("B-0O 100").answer.result.session == session)
                let plates = Array("BOO100".utf8)
                let states = try await kept.pool.run { session in
                    try session.query("select state from projection.snapshots").map { $0.bytes(0) }
                }
                for state in states {
                    #expect(!state.indices.contains { state[$0...].starts(with: plates) })
                }
            }
        }
    }

    @Test func `commands that come while their garage leaves memory are all carried out, once each`() async throws {
        try await withSnapshots { kept in
            try await withHosts(on: kept.log, snapshots: kept.snapshots) { hosts in
                let site = Site(hosts)
                try await site.configure(2_000)
                let leaving = Task {
                    while !Task.isCancelled {
                        await hosts.letGo(unaskedSince: .now)
                        await Task.yield()
                    }
                }
                for round in 0..<4 {
                    let replies = try await atOnce(100) { number in
                        let reply = try await site.seen("M-AB \(round) \(number)", id: "\(round)-\(number)")
                        _ = try await hosts.current(.mitte)
                        return reply
                    }
                    #expect(Set(try replies.map { try $0.answer.version }).count == 100)
                }
                leaving.cancel()
                await leaving.value
                #expect(try await kept.log.head(of: "mitte").version == 401)
            }
        }
    }

    @Test
    func `a garage that is let go while it is served answers who waits, and decides nothing beside its next host`()
        async throws
    {
        try await withSnapshots { kept in
            let door = Door()
            let log = HookedLog(kept.log) { append, pass in
                if append.head.version == 1 { await door.pass() }
                return try await pass()
            }
            try await withHosts(on: log, snapshots: kept.snapshots) { hosts in
                let site = Site(hosts)
                try await site.configure(1)
                async let first = site.seen("M-AB 1")
                try await until { door.waiting == 1 }
                await hosts.letGo(unaskedSince: .now)
                // The next host decides on what the log holds, as the first one's append is still under way.
                async let second = site.seen("M-AB 2")
                try await until { door.waiting == 2 }
                door.open()
                let answers = try await [first, second].map { try $0.answer.result.answer }
                #expect(answers.count { $0 == "open" } == 1, "one spot, \(answers)")
                #expect(try await log.head(of: "mitte").version == 3)
            }
        }
    }

    @Test func `a graceful shutdown leaves snapshots behind`() async throws {
        try await withSnapshots { kept in
            let hosts = GarageHosts(
                log: kept.log, snapshots: kept.snapshots, zones: ZoneDatabase(), clock: { .monday },
                patience: Patience(.seconds(100)), logger: TestDatabase.silent)
            let group = ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: [.init(service: hosts)], logger: TestDatabase.silent))
            let running = Task { try await group.run() }
            try await fill(Site(hosts))
            let version = try await hosts.current(.mitte).version
            await group.triggerGracefulShutdown()
            try await running.value
            #expect(try await kept.versions() == [version])
        }
    }
}
