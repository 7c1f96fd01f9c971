import Foundation
import TestSupport
import Testing

/// What is wrong with a card before it is published: `parklog lint`.
@Suite(.programs, .timeLimit(.minutes(10)))
struct LintCommandTests {
    private let overlap = Files.card(
        """
        \(Files.hourly),
        {"id": "evening", "windows": [{"from": "18:00", "until": "22:00"}], "price": {"once": "9.00"}}
        """)
    private let gap = Files.card(
        #"{"id": "day", "windows": [{"from": "06:00", "until": "22:00"}], "price": {"once": "9.00"}}"#)

    private func lint(_ arguments: String..., input: String = "") async throws -> (
        code: Int32, output: String, errors: String
    ) {
        try await Program.run(["lint", "--from", "2026-03-02"] + arguments, input: input)
    }

    @Test func `a card without a fault is fine`() async throws {
        try await Files.with { files in
            let card = try files.write("card.json", Files.card(Files.hourly))
            let one = try await lint(card)
            #expect(one.code == 0 && one.errors.isEmpty)
            #expect(one.output == "The card is fine.\n")
            #expect(try await lint(card, card).output == "All 2 cards are fine.\n")
            #expect(try await lint("-", input: Files.card(Files.hourly)).output == one.output)
            #expect(try await lint(card, "--format", "json").output == "[]\n")
            #expect(try await lint(card, "--format", "csv").output == "card,severity,code,rates,at,finding\n")
        }
    }

    @Test func `what is undecided is code 1, with the rates and an instant at which they meet`() async throws {
        try await Files.with { files in
            let card = try files.write("card.json", overlap)
            let text = try await lint(card)
            #expect(text.code == 1)
            #expect(text.output.contains("rates-overlap"))
            #expect(text.errors == "parklog: 1 of the findings must be mended before publishing.\n")
            let csv = try await lint(card, "--format", "csv")
            #expect(csv.code == 1)
            let row = try #require(csv.output.split(separator: "\n").last)
            #expect(row.contains(",error,rates-overlap,hour evening,2026-03-02T18:00:00+01:00,"), "\(row)")
            struct Row: Decodable {
                let severity, code, rates: String
                let at: String?
            }
            let json = try await lint(card, "--format", "json")
            let rows = try JSONDecoder().decode([Row].self, from: Data(json.output.utf8))
            #expect(rows.map(\.code) == ["rates-overlap"])
            #expect(rows.first?.severity == "error")
            // Later than the window of one time there is nothing to find; this one comes back every day.
            let later = try await Program.run(["lint", card, "--from", "2027-01-01", "--format", "csv"])
            #expect(later.output.contains(",2027-01-01T18:00:00+01:00,"))
        }
    }

    @Test func `what is only doubtful is printed with code 0`() async throws {
        try await Files.with { files in
            let doubtful = try files.write("gap.json", gap)
            let run = try await lint(doubtful)
            #expect(run.code == 0 && run.errors.isEmpty)
            #expect(run.output.contains("warning") && run.output.contains("gap"))
            // Of several cards each finding names its file.
            let both = try await lint(doubtful, try files.write("overlap.json", overlap), "--format", "csv")
            #expect(both.code == 1)
            let files = both.output.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
            #expect(files.map { $0.split(separator: "/").last } == ["gap.json", "overlap.json"])
        }
    }

    @Test func `a card that makes no sense is code 65`() async throws {
        try await Files.with { files in
            for (name, card, sentence) in [
                ("text.json", "rates", "must be an object"),
                ("zone.json", Files.card(Files.hourly, zone: "Mars/North"), "Mars/North"),
                ("less.json", Files.card(#"{"id": "a", "price": {"once": "-1"}}"#), "rates[0].price.once"),
                ("twice.json", Files.card("\(Files.hourly),\(Files.hourly)"), "rates[1].id"),
                ("field.json", Files.card(#"{"id": "a", "prize": {"once": "1"}}"#), "rates[0].prize"),
            ] {
                let run = try await lint(try files.write(name, card))
                #expect(run.code == 65, "\(name): \(run.errors)")
                #expect(run.errors.contains(name) && run.errors.contains(sentence), "\(run.errors)")
                #expect(run.errors.hasPrefix("parklog: ") && run.errors.hasSuffix(".\n"), "\(run.errors)")
                #expect(run.output.isEmpty)
            }
            #expect(try await lint(files.path("none.json")).code == 65)
            // What the other files say is not lost.
            let mixed = try await lint(
                try files.write("gap.json", gap), files.path("none.json"), try files.write("over.json", overlap),
                files.path("nor.json"))
            #expect(mixed.code == 65)
            #expect(mixed.output.contains("gap.json") && mixed.output.contains("over.json"))
            #expect(mixed.errors.contains("none.json") && mixed.errors.contains("nor.json"), "\(mixed.errors)")
            #expect(try await Program.run(["lint"]).code == 64)
        }
    }
}
