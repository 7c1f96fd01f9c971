import Chronology
import EventLog
import Parking
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Projections

/// Whoever waits for read models is told, and does not ask again and again.
@Suite(.timeLimit(.minutes(5)))
struct ProgressTests {
    @Test func `a question asks anew when its garage's read models have moved, and at no other time`() async throws {
        let progress = Progress(poll: .seconds(10_000))
        let reached = Mutex<Int64>(3)
        let asked = Mutex(0)
        let queries = Queries(
            pool: PostgresPool(PostgresConfiguration(url: ""), size: 1, logger: TestDatabase.silent),
            log: InMemoryEventLog(), codec: .tests, progress: progress, clock: { .earliest },
            current: { _ throws(QueryError) in throw .unknownGarage })
        async let answered: Void = queries.until(5, of: GarageID("mitte")!) { () throws(QueryError) in
            asked.withLock { $0 += 1 }
            return (reached.withLock { $0 }, ())
        }
        for (move, version) in [(1, Int64(4)), (2, 5)] {
            try await until { asked.withLock { $0 } == move && progress.count == 1 }
            progress.moved(["ost", "west"])
            reached.withLock { $0 = version }
            progress.moved(["ost", "mitte"])
        }
        try await answered
        #expect(asked.withLock { $0 } == 3)
        try await until { progress.count == 0 }
    }

    @Test(.needsServer) func `who waits in a process that stands by is told by the one that leads`() async throws {
        try await withReadModels { database in
            let progress = Progress(poll: .seconds(10_000))
            let standby = Task {
                try await ProjectionRunner(
                    database, models: [Occupancy.self], codec: .tests, progress: progress, logger: TestDatabase.silent
                ).run()
            }
            try await database.following([Occupancy.self]) {
                try await withConnection(to: database) { connection in
                    try await until {
                        try await connection.run { session in
                            try session.query(
                                """
                                select from pg_stat_activity
                                where datname = current_database() and query = 'LISTEN "parklog_reached"'
                                """
                            ).count == 2
                        }
                    }
                }
                let moves = progress.moves(of: "mitte")
                _ = try await withHosts(on: database) { try await Site($0, "mitte").configure(10) }
                for await _ in moves { break }
            }
            standby.cancel()
            try await standby.value
        }
    }
}
