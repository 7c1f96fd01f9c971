@testable import Access
import Chronology
import Logging
@testable import Postgres
import TestSupport
import Testing

/// What a service knows about tokens, and how long it waits to know it.
@Suite(.needsServer, .timeLimit(.minutes(2)))
struct AccessWatchTests {
    @Test func `a service that starts waits for a busy database longer than a gate would`() async throws {
        let server = try #require(TestDatabase.server)
        try await TestDatabase.with(migrated: true, on: server) { configuration in
            let log = TestDatabase.silent
            let pool = PostgresPool(configuration, size: 1, deadline: .milliseconds(20), logger: log)
            let clock: @Sendable () -> Instant = { Instant(microseconds: 0) }
            let watch = AccessWatch(
                TokenVerifier(clock: clock), pool, others: OtherIssuers([], clock: clock, logger: log), logger: log)
            let (held, hold) = AsyncStream.makeStream(of: Void.self)
            let (released, release) = AsyncStream.makeStream(of: Void.self)
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await pool.withConnection { _ in
                        hold.yield()
                        for await _ in released { break }
                    }
                }
                for await _ in held { break }
                group.addTask { try await watch.lookFirst() }
                try await until { await pool.waiterCount == 1 }
                // Whoever asks behind it gives up first.
                await #expect(throws: PostgresError.self) { try await watch.look() }
                release.yield()
                try await group.waitForAll()
            }
            await pool.close()
        }
    }
}
