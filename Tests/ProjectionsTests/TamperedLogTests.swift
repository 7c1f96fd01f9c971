import EventLog
import Hosting
import Parking
import Postgres
import Projections
import Synchronization
import TestSupport
import Testing

/// An event that somebody changed who may change everything is taken in by nobody.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct TamperedLogTests {
    static let changes: [(name: String, change: Statement, version: Int64)] = [
        ("type", "update log.events set type = 'exit-unmatched' where version = 3", 3),
        ("schema_version", "update log.events set schema_version = 7 where version = 3", 3),
        ("occurred_at", "update log.events set occurred_at = occurred_at - interval '9 hours' where version = 3", 3),
        ("occurred_at beyond all counting", "update log.events set occurred_at = '294270-01-01' where version = 3", 3),
        ("occurred_at never", "update log.events set occurred_at = '-infinity' where version = 3", 3),
        ("recorded_at", "update log.events set recorded_at = recorded_at + interval '1 hour' where version = 3", 3),
        ("command_id", "update log.events set command_id = 'another' where version = 3", 3),
        ("actor", "update log.events set actor = 'somebody else' where version = 3", 3),
        (
            "trace",
            "update log.events set trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' where version = 3",
            3
        ),
        ("payload", "update log.events set payload = (payload::text || ' ')::json where version = 3", 3),
        ("hash", "update log.events set hash = sha256('x') where version = 3", 3),
        ("taken out", "delete from log.events where version = 3", 3),
        (
            "exchanged",
            """
            update log.events set version = version + 100 where version in (3, 4);
            update log.events set version = 107 - version where version > 100
            """, 3
        ),
    ]

    @Test(arguments: changes)
    func `no fold takes it in, and each names it`(
        _ name: String, _ change: Statement, _ version: Int64
    ) async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(10)
                for car in 1...4 { try await site.enter("M-AB \(car)") }
            }
            try await withConnection(to: database) { connection in
                try await connection.run { session in
                    try session.script("alter table log.events disable trigger append_only")
                    try session.script(change)
                }
                // A host that starts.
                try await withHosts(on: database) { hosts in
                    for _ in 1...2 {
                        let error = await #expect(throws: CommandError.self) {
                            try await Site(hosts, "mitte").enter("M-AB 9")
                        }
                        #expect(error?.problem.type == .alteredLog)
                        #expect(error?.problem.detail.contains("event \(version)") == true)
                    }
                    #expect(hosts.alteredLogs.map(\.version) == [version])
                    // Another garage goes on.
                    try await Site(hosts, "ost").configure(10)
                    try await Site(hosts, "ost").enter("M-CD 1")
                }
                // The past.
                try await TestDatabase.withPool(on: database, size: 1) { pool in
                    let history = GarageHistory(log: PostgresEventLog(pool), codec: .tests)
                    let error = await #expect(throws: QueryError.self) {
                        _ = try await history.garage(GarageID("mitte")!, asOf: nil)
                    }
                    #expect(error?.problem.type == .alteredLog)
                    #expect(error?.problem.detail.contains("event \(version)") == true)
                }
                // The read models, live and anew.
                try await database.catchUp()
                #expect(try await connection.failures() == readModels.map { "\($0.name) mitte \(version)" }.sorted())
                #expect(try await connection.inside("ost") == 1)
                let told = Mutex<[String]>([])
                _ = try await Projections.Rebuild(codec: .tests).run(connection) { sick in
                    told.withLock { $0.append("\(sick.model) \(sick.garage) \(sick.version)") }
                }
                #expect(told.withLock { $0.sorted() } == readModels.map { "\($0.name) mitte \(version)" }.sorted())
                #expect(try await connection.inside("ost") == 1)
                // Before it is checked, nothing that a changed event says is in any row.
                #expect(try await connection.checkpoint(of: "mitte", in: "occupancy") == version - 1)
            }
        }
    }

    @Test func `who knows a history that the log has lost takes the log's own, and suspects nobody`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(10)
                for car in 1...3 { try await site.enter("M-AB \(car)") }
                // A backup of an hour ago is restored, and another process goes on from there.
                try await withConnection(to: database) { connection in
                    try await connection.run { session in
                        try session.script("set session_replication_role = replica")
                        try session.script(
                            """
                            delete from log.events where version > 2;
                            delete from log.commands where version > 2;
                            delete from log.plates where version > 2;
                            update log.streams set (version, hash, recorded_at) =
                                (select version, hash, recorded_at from log.events where version = 2)
                            """)
                    }
                }
                try await withHosts(on: database) { others in
                    for car in 5...9 { try await Site(others, "mitte").enter("M-AB \(car)") }
                }
                try await site.enter("M-AB 10")
                #expect(hosts.alteredLogs.isEmpty)
                #expect(try await hosts.current(GarageID("mitte")!).inside == 7)
            }
        }
    }

    @Test func `a garage that was put right goes on without a restart`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(10)
                try await site.enter("M-AB 1")
            }
            try await withConnection(to: database) { connection in
                try await connection.run { session in
                    try session.script("alter table log.events disable trigger append_only")
                    try session.script("update log.events set actor = 'x' where version = 2")
                }
                try await withHosts(on: database) { hosts in
                    let site = Site(hosts, "mitte")
                    await #expect(throws: CommandError.self) { try await site.enter("M-AB 2") }
                    #expect(hosts.alteredLogs.count == 1)
                    try await connection.run { session in
                        try session.script("update log.events set actor = 'test' where version = 2")
                    }
                    try await site.enter("M-AB 2")
                    #expect(hosts.alteredLogs.isEmpty)
                }
            }
        }
    }
}
