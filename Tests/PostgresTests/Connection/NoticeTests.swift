import TestSupport
import Logging
import Synchronization
import Testing

@testable import Postgres

@Suite("Notices", .needsServer, .database, .timeLimit(.minutes(2)))
struct NoticeTests {
    @Test("a notice reaches the log with the level of its severity, and without what may quote values")
    func levels() async throws {
        let log = CapturedLog()
        let connection = try await PostgresConnection.connect(try TestDatabase.configuration, logger: log.logger)
        try await connection.run { session in
            try session.script(
                """
                SET client_min_messages = debug1;
                DO $$ BEGIN
                    RAISE DEBUG 'parklog debug';
                    RAISE INFO 'parklog info';
                    RAISE NOTICE 'parklog notice' USING DETAIL = 'SECRET';
                    RAISE WARNING 'parklog warning' USING HINT = 'SECRET', ERRCODE = '01P01';
                END $$;
                """)
        }
        let lines = log.lines.filter { $0.contains("parklog") }
        #expect(
            lines == [
                "debug parklog debug 00000", "info parklog info 00000", "notice parklog notice 00000",
                "warning parklog warning 01P01",
            ])
        #expect(log.lines.allSatisfy { !$0.contains("SECRET") })
    }

    @Test("nothing of it goes to the standard error")
    func standardError() async throws {
        let result = try await #require(processExitsWith: .success, observing: [\.standardErrorContent]) {
            let server = try #require(TestDatabase.server)
            let connection = try await PostgresConnection.connect(server, logger: TestDatabase.silent)
            try await connection.run { try $0.script("DO $$ BEGIN RAISE WARNING 'parklog %', 'warning'; END $$") }
        }
        #expect(!String(decoding: result.standardErrorContent, as: UTF8.self).contains("parklog warning"))
    }

    @Test("an unknown severity is not lost")
    func unknown() {
        #expect(NoticeSink.level("SOMETHING") == .warning)
    }
}

/// A logger whose lines can be looked at.
private final class CapturedLog: Sendable {
    private let captured = Mutex<[String]>([])

    var lines: [String] { captured.withLock { $0 } }

    var logger: Logger {
        Logger(label: "captured") { _ in Handler(log: self) }
    }

    private struct Handler: LogHandler {
        let log: CapturedLog
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let state = event.metadata?["sqlstate"].map { " \($0)" } ?? ""
            log.captured.withLock { $0.append("\(event.level) \(event.message)\(state)") }
        }
    }
}
