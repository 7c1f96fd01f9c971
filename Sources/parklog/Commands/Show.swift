import ArgumentParser
import Chronology
import Foundation
import Hosting
import Logging
import Parking
import Projections

struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer a question about a garage, now or at a past moment.",
        discussion: """
            The questions:
            \(ShownQuery.all.map { "  \($0.usage)  \($0.terminal.abstract)" }.joined(separator: "\n"))
            """)

    @Argument(help: "The question.") var question: ShownQuery
    @Argument(help: "What it is about: a day such as 2026-03-02 (today where it is left out), or a stay's number.")
    var subject: String?
    @OptionGroup var garage: GarageOption
    @OptionGroup var asOf: AsOfOptions
    @OptionGroup var log: LogOptions

    @Option(help: "How to print the answer: text, json, csv.")
    var format: OutputFormat = .text

    func validate() throws { _ = try asked() }

    func run() async throws {
        try await ending {
            let (logger, query, asked) = (log.logger(), question.query, try asked())
            let answer = try await withDatabase(logger) { database, _ in
                try await bringUpToDate(database, logger)
                return try await withGarages(database, logger: logger) { hosts, pool in
                    try await query.answer(asked, from: Queries(pool: pool, hosts: hosts))
                }
            }
            try Terminal.line(answer.tables.map { $0.printed(format) }.joined(separator: "\n\n"))
        }
    }

    private func asked() throws -> Question {
        var asked = Question(garage.garage)
        asked.asOf = asOf.moment
        asked.limit = .max
        switch question.terminal.subject {
        case .none:
            guard subject == nil else { throw ValidationError("\(question.terminal.name) takes nothing behind it.") }
        case .day:
            guard let subject else { break }
            guard let day = LocalDay(subject) else {
                throw ValidationError("\"\(subject)\" is no day; an example is 2026-03-02.")
            }
            asked.day = day
        case .session:
            guard let subject, let number = Int64(subject), number > 0 else {
                throw ValidationError("\(question.terminal.name) takes a stay's number, from 1 on.")
            }
            asked.session = SessionID(version: number)
        }
        return asked
    }
}

/// A question that a terminal may ask, by its name.
struct ShownQuery: ExpressibleByArgument, Sendable {
    let query: Query
    let terminal: Query.Terminal

    static let all = Query.all.compactMap { query in
        query.terminal.map { ShownQuery(query: query, terminal: $0) }
    }

    static var allValueStrings: [String] { all.map(\.terminal.name) }

    /// How it is typed, all of one width.
    var usage: String {
        let subject =
            switch terminal.subject {
            case .none: ""
            case .day: " [DAY]"
            case .session: " SESSION"
            }
        return (terminal.name + subject).padding(toLength: 18, withPad: " ", startingAt: 0)
    }
}

extension ShownQuery {
    /// The question of a name.
    init?(argument: String) {
        guard let query = ShownQuery.all.first(where: { $0.terminal.name == argument }) else { return nil }
        self = query
    }
}

/// Brings every read model up to the log once; where a server does so too, each event still counts once.
func bringUpToDate(_ database: Database, _ logger: Logger) async throws {
    try await ProjectionRunner(database.service, codec: database.codec, logger: logger).catchUpOnce()
}
