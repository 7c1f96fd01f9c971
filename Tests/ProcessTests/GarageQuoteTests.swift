import TestSupport
import EventLog
import Foundation
import Testing

/// Prices tried out by a garage's own book: `parklog quote -g`.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct GarageQuoteTests {
    @Test func `a garage's book prices, as it is or as it was known`() async throws {
        try await Database.with { database in
            func run(_ arguments: [String], input: String = "") async throws -> (Int32, String, String) {
                let run = try await Program.run(arguments, database: database.url, input: input)
                return (run.code, run.output, run.errors)
            }
            let settings = """
                {"name": "Mitte", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": 5,
                 "gates": [{"id": "in", "lane": "in"}]}
                """
            #expect(try await run(["command", "configure-garage", "-g", "mitte", settings]).0 == 0)
            #expect(try await run(["command", "rate-published", "-g", "mitte", Files.hourly]).0 == 0)
            let head = try await database.events().count
            let published = try #require(try await database.events().first?.recordedAt)
            let ask = ["quote", "-g", "mitte", "--entry", "2026-03-02T08:00", "--exit", "2026-03-02T10:00"]
            let now = try await run(ask)
            #expect(now.0 == 0, "\(now.2)")
            #expect(now.1.contains("total  4.00 EUR"))
            #expect(now.1.contains("By the hour"))
            // As it was known when the garage was made, before the rate.
            let then = try await run(ask + ["--as-of", "\(published)", "--format", "json"])
            #expect(then.0 == 0, "\(then.2)")
            #expect(then.1.contains(#""total":"0.00""#))
            for (arguments, sentence) in [
                (ask + ["--as-of", "2020-01-01T00:00:00Z"], "The garage's history begins at "),
                (["quote", "-g", "none"] + ask.dropFirst(3), "No garage of this name"),
            ] {
                let unknown = try await run(arguments)
                #expect(unknown.0 == 1)
                #expect(unknown.2.contains(sentence), "\(unknown.2)")
            }
            #expect(try await database.events().count == head)
        }
    }
}
