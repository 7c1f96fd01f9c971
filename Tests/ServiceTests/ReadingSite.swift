import TestSupport
import EventLog
import Parking
import Hosting
import Postgres
import Projections
import Testing

/// A garage with read models, and what is asked of them.
struct ReadingSite: Sendable {
    let site: Site
    let clock: SettableClock
    let queries: Queries
    let pool: PostgresPool
    let database: PostgresConfiguration

    var garage: GarageID { site.garage }

    /// Brings the read models up to the log.
    func catchUp() async throws {
        try await ProjectionRunner(database, codec: .tests, logger: TestDatabase.silent).catchUpOnce()
    }

    /// Lends a garage in a database of its own.
    static func with<R>(_ body: (ReadingSite) async throws -> R) async throws -> R {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await TestDatabase.withPool(on: database, size: 3) { pool in
                let connection = try await TestDatabase.connect(to: database)
                _ = try await Projections.Rebuild.install(connection, codec: .tests)
                await connection.close()
                let clock = SettableClock(.monday)
                return try await withHosts(on: PostgresEventLog(pool), clock: clock.reading) { hosts in
                    try await body(
                        ReadingSite(
                            site: Site(hosts), clock: clock, queries: Queries(pool: pool, hosts: hosts),
                            pool: pool, database: database))
                }
            }
        }
    }
}

/// The error that a question ends with; nil where it has an answer.
func unanswered<R>(_ body: () async throws(QueryError) -> R) async -> QueryError? {
    do throws(QueryError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
