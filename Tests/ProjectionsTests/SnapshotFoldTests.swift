import EventLog
import Hosting
import Parking
import Postgres
import SystemTime
import TestSupport
import Testing

@testable import Projections

/// A projection that has to know a garage at its checkpoint begins at a snapshot.
@Suite(.needsServer, .timeLimit(.minutes(2)))
struct SnapshotFoldTests {
    @Test func `a garage at a checkpoint is made from the newest snapshot that is not behind it in the log`()
        async throws
    {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                var history = RandomHistory(site, clock: clock, seed: Seeded.seed)
                try await history.begin()
                for _ in 0..<80 { try await history.step() }
            }
            try await withConnection(to: database) { connection in
                let events = try await connection.run { try $0.events(of: "mitte", after: 0, limit: .max) }
                let recorded = try events.map { try RecordedEvent($0, codec: .tests) }
                func garage(_ version: Int) -> Garage {
                    recorded.prefix(version).reduce(into: Garage()) { $0.evolve($1) }
                }
                func stored(_ version: Int, _ state: [UInt8]? = nil) -> StoredSnapshot {
                    let event = events[version - 1]
                    return StoredSnapshot(
                        head: StreamHead(
                            version: event.version, hash: event.hash, recordedAt: event.recordedAt),
                        state: state ?? garage(version).snapshot)
                }
                func expect(_ version: Int) async throws {
                    let (made, head) = try await connection.garage(
                        "mitte", upTo: Int64(version), codec: .tests, logger: TestDatabase.silent)
                    #expect((made == garage(version)) as Bool)
                    #expect(head.version == version && head.hash == events[version - 1].hash)
                }
                try await TestDatabase.withPool(on: database, size: 1) { pool in
                    let snapshots = PostgresSnapshots(pool)
                    let last = events.count
                    try await expect(last)
                    for version in [last / 2, last - 3] {
                        try await snapshots.keep(stored(version), of: "mitte", form: Garage.snapshotForm)
                    }
                    for version in [1, last / 2 - 1, last / 2, last - 4, last - 3, last] { try await expect(version) }
                    // One that cannot be read is passed over; the one before it is as good.
                    try await snapshots.keep(stored(last - 1, [1, 2, 3]), of: "mitte", form: Garage.snapshotForm)
                    try await expect(last)
                    let error = await #expect(throws: GarageFold.Poisoned.self) {
                        try await connection.garage(
                            "mitte", upTo: Int64(last) + 1, codec: .tests, logger: TestDatabase.silent)
                    }
                    #expect(error?.version == Int64(last) + 1)
                }
            }
        }
    }
}
