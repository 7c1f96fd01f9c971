import ArgumentParser
import Chronology
import Foundation
import Hosting
import Logging
import Parking
import Projections

struct PrintReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Print a report about some days of a garage.",
        discussion: """
            The reports:
            \(Report.all.map { "  \($0.name.padding(toLength: 18, withPad: " ", startingAt: 0))\($0.summary)" }
                .joined(separator: "\n"))

            Days are the garage's own, and the last one is included. Stays count on the day of their exit. In CSV a text that \
            begins with = + - @ has an apostrophe before it, as some spreadsheets would carry it out.

            With --as-of, \(Report.all.filter(\.isOfFacts).map(\.name).joined(separator: ", ")) tell what was known then, or had \
            happened by then. The others tell of stays and rights, which later facts mend: they are as they are known now.
            """)

    @Argument(help: "The report.") var report: NamedReport
    @Option(name: .shortAndLong, help: "The garage's name.") var garage: GarageID
    @Option(help: "The first day, such as 2026-03-01; that of --to where it is left out.") var from: LocalDay?
    @Option(help: "The last day, which is included; today where it is left out.") var to: LocalDay?
    @Option(help: "How to print it: table, csv, json.") var format: Format = .table
    @OptionGroup var asOf: AsOfOptions
    @OptionGroup var shared: SharedOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, csv, json

        var output: OutputFormat {
            switch self {
            case .table: .text
            case .csv: .csv
            case .json: .json
            }
        }
    }

    func validate() throws {
        guard let from, let to, from > to else { return }
        throw ValidationError("--to \(to) is before --from \(from); name the earlier day as --from.")
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings()
            let logger = settings.logger()
            var question = Question(garage)
            (question.report, question.day, question.lastDay) = (report.report, from, to)
            question.asOf = asOf.moment
            let asked = question
            let answer = try await withDatabase(settings) { database, _ in
                try await bringUpToDate(database, logger)
                return try await withGarages(database, logger: logger) { hosts, pool in
                    try await Query.report.answer(asked, from: Queries(pool: pool, hosts: hosts))
                }
            }
            try Terminal.line(answer.tables.map { $0.printed(format.output) }.joined(separator: "\n\n"))
            if let stop = answer.stop { Terminal.note(stop.sentence) }
        }
    }
}

/// A report, by its name.
struct NamedReport: ExpressibleByArgument, Sendable {
    let report: Report

    static var allValueStrings: [String] { Report.all.map(\.name) }

    /// The report of a name.
    init?(argument: String) {
        guard let report = Report(name: argument) else { return nil }
        self.report = report
    }
}
