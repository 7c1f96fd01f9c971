import EventLog
import Hosting
import Parking
import Postgres
import SystemTime
import TestSupport
import Testing

@testable import Projections

/// A projection that has to know a garage at its checkpoint begins at a snapshot.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct SnapshotFoldTests {
    /// A garage has a history.
    private func live(in database: PostgresConfiguration) async throws {
        let clock = SettableClock(.monday)
        try await withHosts(on: database, clock: clock.reading) { hosts in
            let site = Site(hosts, "mitte")
            var history = RandomHistory(site, clock: clock, seed: Seeded.seed)
            try await history.begin()
            for _ in 0..<80 { try await history.step() }
        }
    }

    @Test func `a garage at a checkpoint is made from the newest snapshot that is not behind it in the log`()
        async throws
    {
        try await withReadModels { database in
            try await live(in: database)
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

    @Test func `whoever reads a log from far behind keeps a state of every stretch of it that has none`() async throws {
        try await withReadModels { database in
            try await live(in: database)
            try await withConnection(to: database) { connection in
                let events = try await connection.run { try $0.events(of: "mitte", after: 0, limit: .max) }
                let recorded = try events.map { try RecordedEvent($0, codec: .tests) }
                let stretch: Int64 = 20
                func kept() async throws -> [Int64] {
                    try await connection.run {
                        try $0.query("select version from projection.snapshots order by version").map { $0.int8(0) }
                    }
                }
                func forgetAll() async throws {
                    try await connection.run { try $0.script("delete from projection.snapshots") }
                }
                let all = Array(stride(from: stretch, through: Int64(events.count), by: Int(stretch)))
                #expect(all.count > 2, "the history is too short to show it")

                // A projector, as of a rebuild.
                var projector = Projector(readModels.map { ReadModelTables(of: $0) }, codec: .tests, stretch: stretch)
                _ = try await projector.catchUp(connection)
                #expect(try await kept() == all)

                // A fold that only has to know the garage; where one is kept, it stays as it is.
                try await forgetAll()
                let other = StoredSnapshot(
                    head: StreamHead(
                        version: stretch + 1, hash: events[Int(stretch)].hash,
                        recordedAt: events[Int(stretch)].recordedAt),
                    state: recorded.prefix(Int(stretch) + 1).reduce(into: Garage()) { $0.evolve($1) }.snapshot)
                await connection.keep([other], of: "mitte", stretch: stretch)
                _ = try await connection.garage(
                    "mitte", upTo: Int64(events.count), codec: .tests, logger: TestDatabase.silent, stretch: stretch)
                #expect(try await kept() == [stretch + 1] + all.dropFirst())

                // And each is the garage of its place.
                for version in try await kept() {
                    let stored = try await connection.run {
                        try $0.snapshot(of: "mitte", form: Garage.snapshotForm, upTo: version)
                    }
                    let garage = recorded.prefix(Int(version)).reduce(into: Garage()) { $0.evolve($1) }
                    #expect(stored?.head.version == version)
                    let made = try Garage(snapshot: stored?.state ?? [], zones: EventCodec.tests.zones)
                    #expect((made == garage) as Bool)
                }
            }
        }
    }
}
