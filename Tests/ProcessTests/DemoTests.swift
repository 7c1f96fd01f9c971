import TestSupport
import Foundation
import Postgres
import Testing

/// What someone sees who tries the program for the first time: no database, no settings.
@Suite(.enabled(if: ThrowawayServer.isAvailable, "PostgreSQL is not installed"), .programs, .timeLimit(.minutes(10)))
struct DemoTests {
    @Test func `the demo starts, guides, stops with its server, and goes on with its data`() async throws {
        let home = URL(fileURLWithPath: "/tmp/parklog-demo-\(String(UInt64.random(in: 0 ... .max), radix: 36))")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        // Where the tests run as root, the server's user must be able to make its folder there.
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: home.path)
        let environment = ["PARKLOG_HOME": home.path]

        let first = try await Service.start(["demo"], database: nil, environment: environment)
        for address in ["occupancy", "allowlists/", "overstays", "sessions/", "commands/plate-seen"] {
            #expect(first.run.output.contains("/v1/garages/demo/\(address)"))
        }
        let charge = try #require(first.run.output.firstMatch(of: /v1\/garages\/demo\/sessions\/[0-9]+\/charge/)).0
        #expect(try await first.get("/" + charge).body.contains("published-later"))
        let before = try await first.get("/v1/garages/demo/occupancy")
        #expect(before.status == 200)
        let seen = try await first.command(
            "plate-seen", #"{"plate": "B-EV 1E", "gate": "north"}"#, key: "try-1", garage: "demo")
        #expect(seen.body.contains(#""answer":"#))
        #expect(await first.stop(SIGINT) == 0)
        #expect(first.run.output.contains("The data stays"))
        #expect(try Self.servers(in: home).isEmpty)

        let second = try await Service.start(["demo"], database: nil, environment: environment)
        let again = try await second.command(
            "plate-seen", #"{"plate": "B-EV 1E", "gate": "north"}"#, key: "try-1", garage: "demo")
        #expect(again.body == seen.body)
        #expect(again.isReplay)
        let yesterday = try #require(first.run.output.firstMatch(of: /asOf=([0-9-]+)T/)).1
        let report = try await Program.run(
            ["report", "revenue-by-day", "-g", "demo", "--from", String(yesterday), "--to", String(yesterday)]
                + ["--format", "csv"], database: nil, environment: environment)
        #expect(report.code == 0, "\(report.errors)")
        #expect(report.output.hasPrefix("day,stays,charged,"), "\(report.output)")
        #expect(report.output.contains("\n\(yesterday),90,"), "\(report.output)")
        try await Self.expectBounds(ofReportsIn: home)
        #expect(await second.stop(SIGINT) == 0)
        #expect(try Self.servers(in: home).isEmpty)
    }

    /// Who reads reports writes nothing, and is cut off in the end.
    private static func expectBounds(ofReportsIn home: URL) async throws {
        let server = try #require(try servers(in: home).first)
        let folder = home.appending(path: server).deletingLastPathComponent().deletingLastPathComponent().path
        let connection = try await TestDatabase.connect(
            to: PostgresConfiguration(url: "postgresql:///parklog?host=\(folder)&user=parklog_reports"))
        let bounds = try await connection.run { session in
            let row = try session.query(
                """
                select current_setting('default_transaction_read_only'), current_setting('statement_timeout'),
                    current_setting('idle_in_transaction_session_timeout'),
                    (select count(*) > 90 from reporting.stays)::text,
                    (select rolsuper from pg_roles where rolname = current_user)::text
                """)[0]
            return (0..<5).map { row.text($0) }
        }
        #expect(bounds == ["on", "5min", "5min", "true", "false"])
        for statement: Statement in ["select * from log.plates", "select * from reporting_plates.plates"] {
            let error = await postgresError { try await connection.run { _ = try $0.query(statement) } }
            #expect(error?.sqlState == .insufficientPrivilege)
        }
        await connection.close()
    }

    /// The notes that running servers keep in their data folders.
    private static func servers(in home: URL) throws -> [String] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: home.path)
        #expect(files.contains { $0.hasSuffix("PG_VERSION") })
        return files.filter { $0.hasSuffix("postmaster.pid") }
    }
}
