import TestSupport
import Postgres
import Testing

/// A lock that outlasts transactions.
@Suite(.needsServer, .database, .serialized, .timeLimit(.minutes(1)))
struct HoldingTests {
    private static let lock: Statement = "lock table turns in exclusive mode"

    private func withTurns(_ body: (PostgresConnection, PostgresConnection) async throws -> Void) async throws {
        let (first, second) = (try await TestDatabase.connect(), try await TestDatabase.connect("second"))
        try await first.run { try $0.script("drop table if exists turns; create table turns ()") }
        try await body(first, second)
        await first.close()
        await second.close()
    }

    private func holders(_ connection: PostgresConnection, granted: Bool) async throws -> Int {
        try await connection.run { session in
            try session.query(
                "select from pg_locks where relation = 'turns'::regclass and mode = 'ExclusiveLock' and granted = $1",
                [.bool(granted)]
            ).count
        }
    }

    @Test func `is held over the body's transactions, and the next one waits for its end`() async throws {
        try await withTurns { first, second in
            let (steps, step) = AsyncStream.makeStream(of: String.self)
            let next = try await first.holding(HoldingTests.lock) { _ in
                let next = Task { try await second.holding(HoldingTests.lock) { _ in _ = step.yield("second") } }
                try await until { try await holders(first, granted: false) == 1 }
                for _ in 0..<2 { try await first.transaction { _ = try $0.query("select 1") } }
                #expect(try await holders(first, granted: true) == 1)
                step.yield("first")
                return next
            }
            try await next.value
            step.finish()
            #expect(await steps.reduce(into: []) { $0.append($1) } == ["first", "second"])
            #expect(try await holders(first, granted: true) == 0)
        }
    }

    @Test func `is given back by a body that throws, and by a task that is cancelled while it waits`() async throws {
        struct Fault: Error {}
        try await withTurns { first, second in
            await #expect(throws: Fault.self) {
                try await first.holding(HoldingTests.lock) { _ in throw Fault() }
            }
            #expect(try await holders(first, granted: true) == 0)
            try await first.holding(HoldingTests.lock) { _ in
                let waiting = Task { try await second.holding(HoldingTests.lock) { _ in } }
                try await until { try await holders(first, granted: false) == 1 }
                waiting.cancel()
                let error = await postgresError { try await waiting.value }
                #expect(error?.code == .cancelled)
                #expect(try await holders(first, granted: false) == 0)
            }
            try await second.holding(HoldingTests.lock) { _ in }
        }
    }

    @Test func `whose connection is lost is held no more, and says so`() async throws {
        try await withTurns { first, second in
            let error = await postgresError {
                try await first.holding(HoldingTests.lock) { check in
                    try await check()
                    try await second.run { session in
                        _ = try session.query(
                            "select pg_terminate_backend(pid) from pg_locks where relation = 'turns'::regclass and granted"
                        )
                    }
                    try await check()
                    Issue.record("the lock is thought to be held")
                }
            }
            #expect(error != nil)
        }
    }
}
