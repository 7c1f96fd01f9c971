import HTTPTypes
import Postgres
import Projections
import TestSupport
import Testing

extension HTTPTests {
    /// Readings that wait for a lock of somebody else's.
    @Suite struct SlowReadingTests {
        /// Lends a site whose commands and questions have connections of their own, and somebody's lock on a read model's table.
        private func with(
            _ lock: Statement, readingDeadline: Int?,
            _ body: @Sendable (Site, PostgresConfiguration) async throws -> Void
        ) async throws {
            let server = try #require(TestDatabase.server)
            try await TestDatabase.with(migrated: true, on: server) { database in
                try await Service.install(in: database)
                let reading = {
                    var reading = database
                    reading.statementTimeoutMilliseconds = readingDeadline
                    reading.applicationName = "reading"
                    return reading
                }()
                try await TestDatabase.withPool(on: database, size: 2) { pool in
                    try await TestDatabase.withPool(on: reading, size: 2) { readers in
                        try await Site.with(pool: pool, readers: readers) { site in
                            try await ProjectionRunner(database, codec: Service.codec, logger: TestDatabase.silent)
                                .catchUpOnce()
                            let owner = try await TestDatabase.connect(to: database)
                            try await withOpenTransaction(on: owner, { try $0.script(lock) }) {
                                try await body(site, reading)
                            }
                            await owner.close()
                        }
                    }
                }
            }
        }

        /// How many statements wait for a lock: those of readers, or all.
        private func waiting(_ database: PostgresConfiguration, of name: String = "%") async throws -> Int64 {
            let observer = try await TestDatabase.connect(to: database)
            let count = try await observer.run { session in
                try session.query(
                    """
                    select count(*) from pg_stat_activity
                    where datname = current_database() and application_name like $1 and wait_event_type = 'Lock'
                    """, [.text(name)])[0].int8(0)
            }
            await observer.close()
            return count
        }

        private static let lock: Statement = "lock table occupancy.garages in access exclusive mode"

        @Test func `while every reader waits for a lock, gates are served`() async throws {
            try await with(Self.lock, readingDeadline: nil) { site, database in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 1...4 { group.addTask { _ = try? await site.get("occupancy") } }
                    try await until { try await waiting(database, of: "reading") == 2 }
                    for _ in 1...5 { try await site.carryOut("gate-open", #"{"gate": "north"}"#) }
                    #expect(try await waiting(database, of: "reading") == 2)
                    // The lock goes only when nobody here waits for it.
                    group.cancelAll()
                }
            }
        }

        @Test func `a reading that waits for a lock ends at its deadline, and says so`() async throws {
            try await with(Self.lock, readingDeadline: 200) { site, database in
                let refused = try await site.get("occupancy")
                #expect(refused.problem == "unavailable")
                #expect(refused.json?["detail"]?.string?.contains("does not answer in time") == true)
                #expect(try await waiting(database) == 0)
                try await site.carryOut("gate-open", #"{"gate": "north"}"#)
            }
        }

        @Test func `readiness does not wait for a lock, and leaves nothing behind that does`() async throws {
            try await with(Self.lock, readingDeadline: nil) { site, database in
                let ready = try await site.send(.get, "/health/ready")
                #expect(ready.problem == "not-ready")
                #expect(try await site.send(.get, "/health/live").status == .ok)
                try await until { try await waiting(database) == 0 }
                try await site.carryOut("gate-open", #"{"gate": "north"}"#)
            }
        }
    }
}
