import TestSupport
import Foundation
import Testing

/// What another card would have brought in: `parklog backtest`.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct BacktestCommandTests {
    private let stays = """
        entry,exit
        2025-01-01 08:00:00,2025-01-01 08:20:00
        2025-01-01 08:30:00,2025-01-01 09:30:00
        2025-01-01 22:00:00,2025-01-02 00:00:00
        2025-01-02 10:00:00,2025-01-02 10:30:00
        2025-01-02 11:00:00,
        """

    @Test func `past sessions are priced by another card, and nothing is written`() async throws {
        try await Database.with { database in
            try await Files.with { files in
                let was = try files.write("was.json", Files.card(Files.hourly))
                let imported = try await Program.run(
                    ["import", "-g", "mitte", "--card", was, "-"], database: database.url, input: stays)
                try #require(imported.code == 0, "\(imported.errors)")
                let events = try await database.events()
                let next = #"{"id": "half", "price": {"perUnit": "1.50", "every": "30 min"}}"#
                let card = try files.write("next.json", Files.card(next))
                let ask = ["backtest", card, "-g", "mitte", "--from", "2025-01-01", "--to"]

                let text = try await Program.run(ask + ["2025-01-02"], database: database.url)
                #expect(text.code == 0, "\(text.errors)")
                let lines = text.output.split(separator: "\n").map {
                    $0.split(separator: " ", omittingEmptySubsequences: true)
                }
                #expect(text.output.hasPrefix("4 sessions in mitte ended from 2025-01-01 to 2025-01-02\n\n"))
                #expect(lines.contains(["all", "4", "2", "0", "2", "10.00", "12.00", "2.00", "EUR"]), "\(text.output)")
                for row in [
                    ["length", "under", "30", "min", "1", "1", "0", "0", "2.00", "1.50", "-0.50", "EUR"],
                    ["length", "under", "1", "h", "1", "1", "0", "0", "2.00", "1.50", "-0.50", "EUR"],
                    ["hour", "from", "22:00", "1", "0", "0", "1", "4.00", "6.00", "2.00", "EUR"],
                ] { #expect(lines.contains(row.map { Substring($0) }), "\(row) in \(text.output)") }
                let sums = try await Program.run(
                    ask + ["2025-01-02", "--totals", "--format", "csv"], database: database.url)
                #expect(
                    sums.output == """
                        by,part,sessions,less,same,more,was,would_be,difference,currency
                        ,all,4,2,0,2,10.00,12.00,2.00,EUR
                        length,under 30 min,1,1,0,0,2.00,1.50,-0.50,EUR
                        length,under 1 h,1,1,0,0,2.00,1.50,-0.50,EUR
                        length,under 2 h,1,0,0,1,2.00,3.00,1.00,EUR
                        length,under 4 h,1,0,0,1,4.00,6.00,2.00,EUR
                        hour,from 8:00,2,1,0,1,4.00,4.50,0.50,EUR
                        hour,from 10:00,1,1,0,0,2.00,1.50,-0.50,EUR
                        hour,from 22:00,1,0,0,1,4.00,6.00,2.00,EUR

                        """, "\(sums.errors)")
                // Whoever leaves at 24:00 leaves on the next day.
                let day = try await Program.run(ask + ["2025-01-01", "--format", "csv"], database: database.url)
                #expect(day.code == 0, "\(day.errors)")
                #expect(
                    day.output == """
                        session,entry,exit,was,would_be,difference,currency
                        3,2025-01-01T08:00:00+01:00,2025-01-01T08:20:00+01:00,2.00,1.50,-0.50,EUR
                        5,2025-01-01T08:30:00+01:00,2025-01-01T09:30:00+01:00,2.00,3.00,1.00,EUR

                        """)
                struct Row: Decodable {
                    let session: Int
                    let was, wouldBe: String
                    enum CodingKeys: String, CodingKey {
                        case session, was
                        case wouldBe = "would_be"
                    }
                }
                let json = try await Program.run(ask + ["2025-01-02", "--format", "json"], database: database.url)
                let rows = try JSONDecoder().decode([Row].self, from: Data(json.output.utf8))
                #expect(rows.map(\.was) == ["2.00", "2.00", "4.00", "2.00"])
                #expect(rows.map(\.wouldBe) == ["1.50", "3.00", "6.00", "1.50"])
                let none = try await Program.run(
                    ["backtest", card, "-g", "mitte", "--from", "2024-01-01", "--to", "2024-01-01"],
                    database: database.url)
                #expect(none.code == 0 && none.output.hasPrefix("0 sessions in mitte"))
                #expect(try await database.events() == events)

                let yen = try files.write(
                    "yen.json", Files.card(#"{"id": "a", "price": {"once": "1"}}"#, currency: "JPY"))
                let bad = try files.write("bad.json", Files.card(#"{"id": "a", "price": {"once": "-1"}}"#))
                let days = ["--from", "2025-01-01", "--to", "2025-01-02"]
                for (arguments, code, sentence) in [
                    ([yen, "-g", "mitte"] + days, 65, "another currency"),
                    ([bad, "-g", "mitte"] + days, 65, "makes no sense"),
                    ([files.path("none"), "-g", "mitte"] + days, 65, "cannot be read"),
                    ([card, "-g", "none"] + days, 1, "No garage of this name"),
                    ([card, "-g", "mitte", "--from", "2025-01-02", "--to", "2025-01-01"], 64, "--from is after --to"),
                    ([card, "-g", "mitte"], 64, "--from"), ([card] + days, 64, "--garage"),
                ] as [([String], Int32, String)] {
                    let run = try await Program.run(["backtest"] + arguments, database: database.url)
                    #expect(run.code == code, "\(arguments): \(run.errors)")
                    #expect(run.errors.contains(sentence), "\(arguments): \(run.errors)")
                    #expect(run.output.isEmpty, "\(arguments)")
                }
            }
        }
    }
}
