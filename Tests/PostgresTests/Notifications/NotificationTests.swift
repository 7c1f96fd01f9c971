import TestSupport
import Postgres
import Testing

@Suite("Notifications", .needsServer, .database, .timeLimit(.minutes(2)))
struct NotificationTests {
    private func listen(_ channels: [Channel], name: String) throws -> AsyncStream<PostgresNotifications.Notification> {
        var configuration = try TestDatabase.configuration
        configuration.applicationName = name
        return PostgresNotifications(configuration, channels: channels, logger: TestDatabase.silent).stream()
    }

    @Test("what is sent after LISTEN is delivered, on every channel, in order")
    func delivery() async throws {
        let sender = try await TestDatabase.connect()
        var stream = try listen(["events", "Odd \"name\""], name: "delivery").makeAsyncIterator()
        #expect(await stream.next() == .listening)
        try await sender.run { session in
            try session.notify("events", "1")
            try session.notify("elsewhere", "2")
            try session.notify("Odd \"name\"", "é")
            try session.notify("events")
        }
        #expect(await stream.next() == .notification(channel: "events", payload: "1"))
        #expect(await stream.next() == .notification(channel: "Odd \"name\"", payload: "é"))
        #expect(await stream.next() == .notification(channel: "events", payload: ""))
    }

    @Test("a lost connection is made anew, and the reader is told that it may have missed something")
    func reconnection() async throws {
        let sender = try await TestDatabase.connect()
        var stream = try listen(["lost"], name: "reconnection").makeAsyncIterator()
        #expect(await stream.next() == .listening)
        for _ in 0..<2 {
            try await sender.run { session in
                try session.execute(
                    """
                    SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
                    WHERE application_name = 'reconnection'
                    """)
            }
            let first = await stream.next()
            #expect(first == .reconnected)
            try await sender.run { try $0.notify("lost", "again") }
            let second = await stream.next()
            #expect(second == .notification(channel: "lost", payload: "again"))
        }
    }

    @Test("the connection ends with the task that reads")
    func end() async throws {
        let observer = try await TestDatabase.connect()
        let stream = try listen(["events"], name: "end")
        let (heard, hear) = AsyncStream.makeStream(of: Void.self)
        let reader = Task { for await _ in stream { hear.yield() } }
        for await _ in heard { break }
        reader.cancel()
        await reader.value
        try await until {
            try await observer.run {
                try $0.query("SELECT FROM pg_stat_activity WHERE application_name = 'end'").isEmpty
            }
        }
    }

    @Test("the connection ends with a stream that nobody reads any more")
    func dropped() async throws {
        let observer = try await TestDatabase.connect()
        do {
            var stream = try listen(["events"], name: "dropped").makeAsyncIterator()
            #expect(await stream.next() == .listening)
        }
        try await until {
            try await observer.run {
                try $0.query("SELECT FROM pg_stat_activity WHERE application_name = 'dropped'").isEmpty
            }
        }
    }

    @Test("a reader that falls behind loses notifications but is told so")
    func slowReader() async throws {
        let sender = try await TestDatabase.connect()
        var stream = try listen(["flood"], name: "slow reader").makeAsyncIterator()
        #expect(await stream.next() == .listening)
        try await sender.run { session in
            try session.execute("SELECT pg_notify('flood', i::text) FROM generate_series(1, 5000) i")
        }
        var heard = 0
        while let next = await stream.next(), next != .reconnected { heard += 1 }
        #expect(heard <= 5000)
    }
}
