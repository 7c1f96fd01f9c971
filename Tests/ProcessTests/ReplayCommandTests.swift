import Chronology
import EventLog
import Foundation
import TestSupport
import Testing

/// A garage's history at the terminal: `parklog replay`.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct ReplayCommandTests {
    private static let settings = """
        {"name": "Mitte", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": 5, "lateness": "3 days",
         "gates": [{"id": "in", "lane": "in"}, {"id": "out", "lane": "out"}]}
        """

    private func command(_ name: String, _ body: String, _ database: Database) async throws {
        let run = try await Program.run(["command", name, "-g", "mitte", body], database: database.url)
        try #require(run.code == 0, "\(run.errors)")
    }

    private func versions(_ more: [String], _ database: Database) async throws -> [String] {
        let run = try await Program.run(["replay", "-g", "mitte", "--format", "csv"] + more, database: database.url)
        #expect(run.code == 0, "\(run.errors)")
        return run.output.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "," }) }
    }

    @Test func `history is told with names and the garage's times, as known at a moment or as happened by it`()
        async throws
    {
        try await Database.with { database in
            try await command("configure-garage", Self.settings, database)
            let begun = try #require(try await database.events().first).recordedAt
            let before = begun - .minutes(30)
            try await command(
                "gate-open",
                #"{"plate": "M-AB 1", "gate": "in", "occurredAt": "\#(begun + TimeSpan(microseconds: 1))"}"#,
                database)
            try await command("gate-open", #"{"plate": "M-AB 2", "gate": "in"}"#, database)
            let events = try await database.events()
            let text = try await Program.run(["replay", "-g", "mitte"], database: database.url)
            #expect(text.output.contains("MAB1") && text.output.contains("MAB2"), "\(text.output)")
            // Of a garage in Berlin, in winter or summer time.
            #expect(text.output.contains("+01:00") || text.output.contains("+02:00"), "\(text.output)")
            #expect(!text.output.contains("Z "), "\(text.output)")

            let all = try await versions([], database)
            #expect(all == events.map { "\($0.version)" })
            let moment = try #require(events.first { $0.version == 1 }).recordedAt + TimeSpan(microseconds: 1)
            #expect(try await versions(["--as-of", "\(moment)"], database) == ["1"])
            let happened = try await versions(["--happened-by", "\(moment)"], database)
            #expect(happened == events.filter { $0.event.occurredAt <= moment }.map { "\($0.version)" })
            #expect(happened.count > 1)
            for (arguments, code, sentence) in [
                (["--as-of", "\(before)"], 1, "history begins"), (["--happened-by", "\(before)"], 1, "history begins"),
                (["--as-of", "\(moment)", "--happened-by", "\(moment)"], 64, "one of them"),
                (["--follow", "--limit", "3"], 64, "--follow"), (["--follow", "--format", "json"], 64, "--follow"),
            ] as [([String], Int32, String)] {
                let run = try await Program.run(["replay", "-g", "mitte"] + arguments, database: database.url)
                #expect(run.code == code, "\(arguments): \(run.errors)")
                #expect(run.errors.contains(sentence), "\(arguments): \(run.errors)")
            }
        }
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `history goes on as events are appended, until it is stopped`(signal: Int32) async throws {
        try await Database.with { database in
            try await command("configure-garage", Self.settings, database)
            let run = try Program.start(["replay", "-g", "mitte", "--follow"], database: database.url)
            try await until {
                try #require(run.isRunning, "\(run.errors)")
                return run.output.contains("was configured")
            }
            try await command("gate-open", #"{"plate": "M-AB 1", "gate": "in"}"#, database)
            try await until { run.output.contains("MAB1") }
            #expect(run.output.components(separatedBy: "version  occurred").count == 2)
            run.signal(signal)
            #expect(await run.end() == 0, "\(run.errors)")
        }
    }
}
