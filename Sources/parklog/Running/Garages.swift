import EventLog
import Logging
import Hosting
import Postgres
import Projections
import SystemTime

/// Runs a body with hosts for the garages of the database, for as long as the body takes.
func withGarages<Result: Sendable>(
    _ database: Database, clock: @escaping ServerClock = systemClock, logger: Logger,
    _ body: @Sendable (GarageHosts, PostgresPool) async throws -> Result
) async throws -> Result {
    let pool = PostgresPool(database.service, size: 4, logger: logger)
    // A person at a terminal waits longer than a gate does.
    let hosts = GarageHosts(
        log: PostgresEventLog(pool), snapshots: PostgresSnapshots(pool), zones: database.zones, clock: clock,
        patience: Patience(.seconds(30)), logger: logger)
    do {
        let result = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await hosts.run() }
            defer { group.cancelAll() }
            return try await body(hosts, pool)
        }
        // Runners in other processes are told; without them nobody listens.
        try await pool.run { try $0.notify(ProjectionRunner.channel) }
        await pool.close()
        return result
    } catch {
        await pool.close()
        throw error
    }
}
