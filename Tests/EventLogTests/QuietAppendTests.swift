import TestSupport
import EventLog
import Postgres
import Testing

/// A NOTIFY at commit takes a lock over all databases; whoever wants to tell of an append does it afterwards.
@Suite(.needsServer, .migratedDatabase, .timeLimit(.minutes(2)))
struct `An append tells nobody` {
    private static let channels: [Channel] = ["parklog_appended", "parklog", "events", "log", "append", "appended"]

    @Test func `so that a listener hears nothing of it`() async throws {
        let listener = PostgresNotifications(
            try TestDatabase.configuration, channels: Self.channels, logger: TestDatabase.silent)
        var heard = listener.stream().makeAsyncIterator()
        #expect(await heard.next() == .listening)
        try await TestDatabase.withPool(size: 1) { pool in
            let garage = TestGarage(in: PostgresEventLog(pool))
            for number in 0..<3 {
                _ = try await garage.append(
                    [TestGarage.event()], replies: [TestGarage.reply("\(number)")])
            }
            // Notifications keep the order of their commits: one of the appends' would come before this one.
            try await pool.run { try $0.notify("parklog", "the end") }
        }
        #expect(await heard.next() == .notification(channel: "parklog", payload: "the end"))
    }
}
