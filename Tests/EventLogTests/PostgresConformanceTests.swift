import TestSupport
import EventLog
import Postgres
import Testing

/// As the service's role, which must be able to do all of it; one promise after the other, to spare connections.
@Suite(.needsServer, .serviceDatabase, .serialized, .timeLimit(.minutes(5)))
struct `The log in PostgreSQL, used by the service's role` {
    @Test(arguments: ConformanceCheck.all)
    func `keeps its promise that`(_ check: ConformanceCheck) async throws {
        try await TestDatabase.withPool(size: 8) { pool in
            let role = try await pool.run { try $0.query("select current_user::text")[0].text(0) }
            #expect(role == "parklog_service")
            try await check.run(on: PostgresEventLog(pool))
        }
    }
}
