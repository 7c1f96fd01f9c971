import TestSupport
import Testing

@testable import Postgres

/// A server that answers nobody is told from one that is slow.
@Suite("A frozen server", .needsServer, .timeLimit(.minutes(2)))
struct FrozenServerTests {
    private func pool(_ configuration: PostgresConfiguration, doubt: Duration) -> PostgresPool {
        PostgresPool(configuration, size: 2, deadline: .seconds(60), doubt: doubt, logger: TestDatabase.silent)
    }

    @Test func `holds nobody who waits for an answer, and once it goes on is used again`() async throws {
        try #require(ThrowawayServer.isAvailable)
        try await ThrowawayServer.with { server in
            let pool = pool(server.configuration, doubt: .milliseconds(500))
            try await pool.run { _ = try $0.query("select 1") }
            let asking = Task { try await pool.run { try $0.execute("select pg_sleep(3600)") } }
            let observer = try await TestDatabase.connect(to: server.configuration)
            try await until {
                try await observer.run { session in
                    try session.query("select from pg_stat_activity where wait_event = 'PgSleep'").count == 1
                }
            }
            await observer.close()
            try await server.freeze()
            let error = await postgresError { try await asking.value }
            #expect(error?.code == .connectionLost)
            #expect(error?.message == PostgresError.silence)
            await server.thaw()
            #expect(try await pool.run { try $0.query("select 1")[0].int4(0) } == 1)
            await pool.close()
        }
    }

    @Test func `is closed with its pool, without being waited for`() async throws {
        try #require(ThrowawayServer.isAvailable)
        try await ThrowawayServer.with { server in
            let pool = pool(server.configuration, doubt: .milliseconds(500))
            try await pool.run { _ = try $0.query("select 1") }
            try await server.freeze()
            let asking = Task { try await atOnce(3) { try await pool.run { _ = try $0.query("select 1") } } }
            try await until { await pool.waiterCount == 2 }
            await pool.close()
            await #expect(throws: PostgresError.self) { try await asking.value }
        }
    }

    @Test func `is not what a slow statement makes it look like`() async throws {
        let pool = pool(try #require(TestDatabase.server), doubt: .seconds(2))
        #expect(try await pool.run { try $0.query("select 7 from pg_sleep(3)")[0].int4(0) } == 7)
        await pool.close()
    }

    private func atOnce(_ times: Int, _ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<times { group.addTask(operation: body) }
            try await group.waitForAll()
        }
    }
}
