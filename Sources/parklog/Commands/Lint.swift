import ArgumentParser
import Chronology
import Foundation
import Projections
import SystemTime
import Tariffs

struct Lint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look for what is wrong with rate cards before they are published.",
        discussion: """
            Errors are what the hierarchy of the rates cannot decide; warnings, what is probably not meant. Exit code 1 where a card \
            has an error, 65 where it makes no sense at all.
            """)

    @Argument(help: "The cards' files; - for standard input.") var cards: [String]
    @Option(help: "The day from which on to look; today where it is left out.") var from: LocalDay?
    @Option(help: "How to print the findings: text, json, csv.") var format: OutputFormat = .text

    func run() async throws {
        try await ending {
            let zones = ZoneDatabase()
            var table = Table("card", "severity", "code", "rates", "at", "finding")
            var errors = 0
            var senseless: [String] = []
            for path in cards {
                do {
                    let (findings, zone) = try look(at: path, zones)
                    errors += findings.count { $0.severity == .error }
                    for finding in findings {
                        table.add(
                            .text(path), .text(finding.severity.rawValue), .text(finding.kind.rawValue),
                            .text(finding.rates.map(\.text).joined(separator: " ")),
                            .text(finding.meeting?.description(in: zone)), .text(finding.sentence))
                    }
                } catch { senseless.append(Failure(error).sentence) }
            }
            if !table.rows.isEmpty || format != .text && senseless.isEmpty {
                try Terminal.line(table.printed(format))
            } else if senseless.isEmpty {
                try Terminal.line("\(cards.count == 1 ? "The card is" : "All \(cards.count) cards are") fine.")
            }
            guard senseless.isEmpty else { throw Failure(.data, senseless.joined(separator: "\n")) }
            if errors > 0 { throw Failure(.refused, "\(errors) of the findings must be mended before publishing.") }
        }
    }

    private func look(at path: String, _ zones: ZoneDatabase) throws -> ([Finding], ZoneRules) {
        let document = try CardFiles.read(path)
        guard let zone = zones.rules(document.timeZone) else {
            throw Failure(.data, "\(path): there is no time zone \(document.timeZone).")
        }
        do { try document.rateCard.validate() } catch { throw Failure(.data, "\(path): \(error).") }
        return (document.rateCard.lint(in: zone, from: from ?? zone.day(of: systemClock())), zone)
    }
}
