import TestSupport
import Hosting
import Parking
import Postgres
import Synchronization
import Testing

/// Runners are told whose log has grown.
@Suite(.needsServer, .database, .timeLimit(.minutes(5)))
struct AppendNotifierTests {
    @Test func `many appends are told in few notifications, and none is forgotten`() async throws {
        let configuration = try TestDatabase.configuration
        let heard = Heard()
        let listening = Task {
            let notifications = PostgresNotifications(
                configuration, channels: ["growth"], logger: TestDatabase.silent)
            for await notification in notifications.stream() {
                switch notification {
                case .listening, .reconnected: heard.isListening.store(true, ordering: .relaxed)
                case .notification(_, let garages):
                    heard.garages.withLock { $0.formUnion(garages.split(separator: " ").map(String.init)) }
                    heard.count.add(1, ordering: .relaxed)
                }
            }
        }
        try await TestDatabase.withPool(size: 1) { pool in
            let notifier = AppendNotifier("growth", pool: pool, logger: TestDatabase.silent)
            let running = Task { await notifier.run() }
            try await until { heard.isListening.load(ordering: .relaxed) }
            for _ in 0..<10 {
                let before = heard.count.load(ordering: .relaxed)
                for _ in 0..<1000 { notifier.appended(.mitte, events: 1) }
                try await until { heard.count.load(ordering: .relaxed) > before }
            }
            #expect(heard.count.load(ordering: .relaxed) < 1000)
            #expect(heard.garages.withLock { $0 } == ["mitte"])
            for name in ["north", "south"] { notifier.appended(GarageID(name)!, events: 1) }
            try await until { heard.garages.withLock { $0 } == ["mitte", "north", "south"] }
            running.cancel()
            await running.value
        }
        listening.cancel()
        await listening.value
    }

    private final class Heard: Sendable {
        let isListening = Atomic(false)
        let count = Atomic(0)
        /// The garages that were named.
        let garages = Mutex<Set<String>>([])
    }
}
