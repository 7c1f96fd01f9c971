import Chronology
import EventLog
import Hosting
import Parking
import Postgres
import SystemTime
import TestSupport
import Testing

@testable import Projections

/// A question about the past begins at a snapshot where there is one, and is answered as from the beginning.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct PastFromSnapshotTests {
    private static let mitte = GarageID("mitte")!

    @Test func `from the nearest snapshot a garage is what it is from the beginning, at every event by either sense`()
        async throws
    {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                var history = RandomHistory(Site(hosts, "mitte"), clock: clock, seed: Seeded.seed)
                try await history.begin()
                for _ in 0..<120 { try await history.step() }
            }
            try await TestDatabase.withPool(on: database, size: 1) { pool in
                let (log, snapshots) = (PostgresEventLog(pool), PostgresSnapshots(pool, stretch: 7))
                let whole = GarageHistory(log: log, codec: .tests)
                let near = GarageHistory(log: log, codec: .tests, snapshots: snapshots)
                let events = try await log.events(of: "mitte", after: 0, limit: .max)
                // The first question keeps what it passes.
                let now = try await near.garage(Self.mitte, asOf: nil)
                #expect((try await whole.garage(Self.mitte, asOf: nil) == now) as Bool)
                let kept = try await pool.run {
                    try $0.query("select version from projection.snapshots order by 1").map { $0.int8(0) }
                }
                #expect(kept == Array(stride(from: 7, through: Int64(events.count), by: 7)))
                for event in events {
                    for asOf in [
                        AsOf(event.recordedAt), AsOf(event.event.occurredAt, basis: .happened),
                        AsOf(event.recordedAt, basis: .happened),
                    ] {
                        guard asOf.counts(events[0]) else { continue }
                        let (one, other) = (
                            try await near.garage(Self.mitte, asOf: asOf),
                            try await whole.garage(Self.mitte, asOf: asOf)
                        )
                        #expect((one == other) as Bool, "\(event.version), \(asOf)")
                    }
                }
            }
        }
    }

    @Test func `who watches what changed behind an event sees all of that, whatever snapshot it begins at`()
        async throws
    {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                var history = RandomHistory(Site(hosts, "mitte"), clock: clock, seed: Seeded.seed)
                try await history.begin()
                for _ in 0..<60 { try await history.step() }
            }
            try await TestDatabase.withPool(on: database, size: 1) { pool in
                let (log, snapshots) = (PostgresEventLog(pool), PostgresSnapshots(pool, stretch: 5))
                let whole = GarageHistory(log: log, codec: .tests)
                let near = GarageHistory(log: log, codec: .tests, snapshots: snapshots)
                _ = try await near.garage(Self.mitte, asOf: nil)
                struct Seen: Equatable {
                    let version: Int64
                    let change: GarageChange
                }
                func watched(_ history: GarageHistory, behind version: Int64) async throws -> [Seen] {
                    var seen: [Seen] = []
                    _ = try await history.garage(Self.mitte, asOf: nil, behind: version) { change, event, _ in
                        if event.version > version { seen.append(Seen(version: event.version, change: change)) }
                    }
                    return seen
                }
                for version: Int64 in [0, 1, 4, 5, 23, 24, 25, 26] {
                    let (one, other) = (
                        try await watched(near, behind: version), try await watched(whole, behind: version)
                    )
                    let apart = zip(one, other).first { $0 != $1 }.map { "\($0) | \($1)" }
                    #expect((one == other) as Bool, "\(version): \(apart ?? "\(one.count) of \(other.count)")")
                }
            }
        }
    }

    @Test func `what does not fit and a question about the past has met is known until it fits again`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(10)
                for car in 1...3 { try await site.enter("M-AB \(car)") }
                try await TestDatabase.withPool(on: database, size: 1) { pool in
                    let queries = Queries(pool: pool, hosts: hosts)
                    try await withConnection(to: database) { connection in
                        try await connection.run { session in
                            try session.script("alter table log.events disable trigger append_only")
                            try session.script("update log.events set actor = 'x' where version = 2")
                        }
                        // The garage is in memory, and goes on.
                        try await site.enter("M-AB 4")
                        #expect(hosts.alteredLogs.isEmpty)
                        let now = hosts.clock()
                        for _ in 1...2 {
                            let error = await #expect(throws: QueryError.self) {
                                _ = try await queries.occupancyInLog(of: Self.mitte, asOf: AsOf(now))
                            }
                            #expect(error?.problem.type == .alteredLog)
                            #expect(hosts.alteredLogs.map(\.version) == [2])
                        }
                        try await connection.run { session in
                            try session.script("update log.events set actor = 'test' where version = 2")
                        }
                        #expect(try await queries.occupancyInLog(of: Self.mitte, asOf: AsOf(now)) == 4)
                        #expect(hosts.alteredLogs.isEmpty)
                    }
                }
            }
        }
    }
}

extension Queries {
    fileprivate func occupancyInLog(of garage: GarageID, asOf: AsOf) async throws -> Int {
        try await self.garage(garage, asOf: asOf).inside
    }
}
