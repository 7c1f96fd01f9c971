import TestSupport
import Logging
import Testing

@testable import Postgres

@Suite("Pool", .needsServer, .database, .timeLimit(.minutes(2)))
struct PoolTests {
    private func pool(size: Int, name: String = "pool") throws -> PostgresPool {
        var configuration = try TestDatabase.configuration
        configuration.applicationName = name
        return PostgresPool(configuration, size: size, logger: TestDatabase.silent)
    }

    /// Takes a connection and keeps it until told to give it back.
    private func hold(_ pool: PostgresPool) async throws -> @Sendable () async throws -> Void {
        let (held, hold) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await pool.withConnection { _ in
                hold.yield()
                for await _ in released { break }
            }
        }
        for await _ in held { break }
        return {
            release.yield()
            try await task.value
        }
    }

    @Test("sixty-four tasks share four connections")
    func sharing() async throws {
        let pool = try pool(size: 4, name: "sharing")
        try await pool.run { try $0.script("CREATE TABLE shared (a int8)") }
        let backends = try await withThrowingTaskGroup(of: [Int32].self) { group in
            for number in 0..<64 as Range<Int64> {
                group.addTask {
                    var backends: [Int32] = []
                    for _ in 0..<10 {
                        backends.append(
                            try await pool.run(deadline: .seconds(60)) { session in
                                try session.execute("INSERT INTO shared VALUES ($1)", [.int8(number)])
                                return try session.query("SELECT pg_backend_pid()")[0].int4(0)
                            })
                    }
                    return backends
                }
            }
            return try await group.reduce(into: Set<Int32>()) { $0.formUnion($1) }
        }
        #expect((1...4).contains(backends.count))
        #expect(try await pool.run { try $0.query("SELECT * FROM shared").count } == 640)
        await pool.close()
    }

    @Test("who came first is served first")
    func fairness() async throws {
        let pool = try pool(size: 1)
        let giveBack = try await hold(pool)
        let (served, serve) = AsyncStream.makeStream(of: Int.self)
        let tasks = try await (0..<8).asyncMap { number in
            let task = Task { try await pool.withConnection { _ in _ = serve.yield(number) } }
            try await until { await pool.waiterCount == number + 1 }
            return task
        }
        try await giveBack()
        for task in tasks { try await task.value }
        serve.finish()
        #expect(await served.reduce(into: []) { $0.append($1) } == Array(0..<8))
        await pool.close()
    }

    @Test("a waiter whose deadline passes leaves the queue and is told so")
    func deadline() async throws {
        let pool = try pool(size: 1)
        let giveBack = try await hold(pool)
        let error = await postgresError { try await pool.withConnection(deadline: .milliseconds(5)) { _ in } }
        #expect(error?.code == .poolTimeout)
        #expect(await pool.waiterCount == 0)
        try await giveBack()
        #expect(try await pool.run { try $0.query("SELECT 1").count } == 1)
        await pool.close()
    }

    @Test("a cancelled waiter leaves the queue, and the next one is served")
    func cancelledWaiter() async throws {
        let pool = try pool(size: 1)
        let giveBack = try await hold(pool)
        let cancelled = Task { try await pool.run { _ in _ = Issue.record("the body ran") } }
        try await until { await pool.waiterCount == 1 }
        let patient = Task { try await pool.run { try $0.query("SELECT 1").count } }
        try await until { await pool.waiterCount == 2 }
        cancelled.cancel()
        let error = await postgresError { try await cancelled.value }
        #expect(error?.code == .cancelled)
        #expect(await pool.waiterCount == 1)
        try await giveBack()
        #expect(try await patient.value == 1)
        await pool.close()
    }

    @Test("a connection that breaks in its borrower's hands is replaced")
    func brokenWhileLent() async throws {
        let pool = try pool(size: 1)
        let first = try await pool.run { try $0.query("SELECT pg_backend_pid()")[0].int4(0) }
        let error = await postgresError {
            try await pool.run { try $0.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
        }
        #expect(error?.code == .connectionLost)
        let second = try await pool.run { try $0.query("SELECT pg_backend_pid()")[0].int4(0) }
        #expect(first != second)
        #expect(await pool.connectionCount == 1)
        await pool.close()
    }

    @Test("a connection that breaks while it is idle is noticed before it is lent")
    func brokenWhileIdle() async throws {
        let pool = try pool(size: 2)
        let killer = try await TestDatabase.connect()
        for _ in 0..<20 {
            let backend = try await pool.run { try $0.query("SELECT pg_backend_pid()")[0].int4(0) }
            // Waits until the process is gone, and with it its end of the socket.
            try await killer.run { session in
                try session.execute("SELECT pg_terminate_backend($1, 60000)", [.int4(backend)])
            }
            #expect(try await pool.run { try $0.query("SELECT 1").count } == 1)
        }
        await pool.close()
    }

    @Test("closing refuses who comes and who waits, and waits for what is lent")
    func closing() async throws {
        let pool = try pool(size: 1, name: "closing")
        let giveBack = try await hold(pool)
        let waiter = Task { try await pool.run { _ in } }
        try await until { await pool.waiterCount == 1 }
        let closing = Task { await pool.close() }
        let refused = await postgresError { try await waiter.value }
        #expect(refused?.code == .closed)
        let late = await postgresError { try await pool.run { _ in } }
        #expect(late?.code == .closed)
        #expect(await pool.connectionCount == 1)
        try await giveBack()
        await closing.value
        #expect(await pool.connectionCount == 0)
        let observer = try await TestDatabase.connect()
        try await until {
            try await observer.run {
                try $0.query("SELECT FROM pg_stat_activity WHERE application_name = 'closing'").isEmpty
            }
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var results: [T] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
