import Chronology
import TestSupport
import EventLog
import Parking
import Hosting
import Postgres
import Projections
import Testing

/// Rows follow the log.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct FollowingTests {
    @Test func `rows follow the log of every garage, told or not`() async throws {
        try await withReadModels { database in
            try await TestDatabase.withPool(on: database, size: 1) { pool in
                let notifier = AppendNotifier(ProjectionRunner.channel, pool: pool, logger: TestDatabase.silent)
                let notifying = Task { await notifier.run() }
                try await database.following {
                    // Of the one garage runners are told, of the other they find out by themselves.
                    let told: @Sendable (GarageID, Int) -> Void = {
                        if $0.text == "told" { notifier.appended($0, events: $1) }
                    }
                    try await withHosts(on: database, appended: told) { hosts in
                        for name in ["told", "untold"] {
                            let site = Site(hosts, name)
                            try await site.configure(10)
                            try await site.reserve("M-AB 1", "2026-03-03")
                            try await site.enter("M-CD 2")
                            try await withConnection(to: database) { connection in
                                try await until { try await connection.inside(name) == 1 }
                            }
                            try await site.leave("M-CD 2")
                            try await withConnection(to: database) { connection in
                                try await until { try await connection.inside(name) == 0 }
                                let models = readModels.map { $0.name }
                                for model in models {
                                    try await until { try await connection.checkpoint(of: name, in: model) == 4 }
                                }
                                let tables = try await Tables(connection)
                                for (table, count) in [
                                    ("occupancy.changes", 3), ("allowlist.reservations", 1),
                                    ("session_charges.sessions", 1),
                                ] {
                                    let rows = tables.rows[table]?.filter { $0.hasPrefix("(\(name),") }
                                    #expect(rows?.count == count, "\(table)")
                                }
                            }
                        }
                    }
                }
                notifying.cancel()
                await notifying.value
            }
        }
    }

    @Test func `of several runners one works, and another goes on when its connection is lost`() async throws {
        try await withReadModels { database in
            try await database.following([Occupancy.self], runners: 3) {
                try await withHosts(on: database) { hosts in
                    let site = Site(hosts, "mitte")
                    try await site.configure(100)
                    try await withConnection(to: database) { connection in
                        for round in 1...3 {
                            try await site.enter("M-AB \(round)")
                            try await until { try await connection.inside("mitte") == round }
                            let leaders = try await connection.run { session in
                                try session.query(
                                    """
                                    select pg_terminate_backend(backend) from projection.leads
                                    where until > clock_timestamp()
                                    """
                                ).count
                            }
                            #expect(leaders == 1)
                        }
                        try await site.enter("M-AB 4")
                        try await until { try await connection.inside("mitte") == 4 }
                    }
                }
            }
        }
    }

    @Test(arguments: ["1 s", "1 day"])
    func `a leader that is connected and says nothing any more is followed by another`(_ until: String) async throws {
        try await withReadModels { database in
            try await withConnection(to: database) { frozen in
                try await frozen.run { session in
                    // What a frozen process leaves; the longer one before the server's clock was put back.
                    try session.execute(
                        """
                        insert into projection.leads
                        values ('occupancy', pg_backend_pid(), clock_timestamp() + $1::text::interval)
                        """, [.text(until)])
                }
                try await database.following([Occupancy.self], runners: 2) {
                    try await withHosts(on: database) { hosts in
                        let site = Site(hosts, "mitte")
                        try await site.configure(10)
                        try await site.enter("M-AB 1")
                        try await withConnection(to: database) { connection in
                            try await TestSupport.until { try await connection.inside("mitte") == 1 }
                        }
                    }
                }
            }
        }
    }

    @Test func `many runners without a leader count every event once`() async throws {
        try await withReadModels { database in
            try await withConnection(to: database) { connection in
                _ = try await Projections.Rebuild([Tally.self], codec: .tests).run(connection)
            }
            try await withHosts(on: database) { hosts in
                let garages = ["mitte", "ost"]
                for name in garages { try await Site(hosts, name).configure(10_000) }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for name in garages {
                        group.addTask {
                            let site = Site(hosts, name)
                            for car in 0..<200 { try await site.enter("M-\(car)") }
                        }
                    }
                    for _ in 0..<3 {
                        group.addTask {
                            for _ in 0..<15 {
                                try await database.catchUp([Tally.self, Occupancy.self])
                                // Who was slower has not been taken for a fault.
                                let failures = try await withConnection(to: database) { try await $0.failures() }
                                #expect(failures.isEmpty)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                try await database.catchUp([Tally.self, Occupancy.self])
                try await withConnection(to: database) { connection in
                    for name in garages {
                        let counts = try await Tally.counts(of: name, connection)
                        #expect(counts == [201, 201, 201, 201])
                        #expect(try await connection.inside(name) == 200)
                    }
                }
            }
        }
    }
}

extension PostgresConnection {
    /// The cars inside, by the read model.
    func inside(_ garage: String) async throws -> Int? {
        try await run { session in
            try session.query("select inside from occupancy.garages where garage_id = $1", [.text(garage)]).first
                .map { Int($0.int4(0)) }
        }
    }

    /// How far a model has taken a garage's log in.
    func checkpoint(of garage: String, in model: String) async throws -> Int64 {
        try await run { session in
            try session.query(
                "select version from projection.checkpoints where garage_id = $1 and model = $2",
                [.text(garage), .text(model)]
            ).first?.int8(0) ?? 0
        }
    }

    /// Events that models stop at.
    func failures() async throws -> [String] {
        try await run { session in
            try session.query(
                "select name || ' ' || garage_id || ' ' || version from projection.failures order by 1"
            ).map { $0.text(0) }
        }
    }
}
