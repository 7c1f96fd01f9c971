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
            \(ShownQuery.all.map { "  \($0.usage)  \($0.abstract)" }.joined(separator: "\n"))
            """)

    @Argument(help: "The question.") var question: ShownQuery
    @Argument(
        help: "What it is about: a day such as 2026-03-02 (today where it is left out), a stay's or a receipt's number."
    )
    var subject: String?
    @Option(name: .shortAndLong, help: "The garage's name; every question but garages is about one.")
    var garage: GarageID?
    @OptionGroup var search: SearchOptions
    @OptionGroup var asOf: AsOfOptions
    @OptionGroup var archives: ArchivesOption
    @OptionGroup var shared: SharedOptions

    @Option(help: "How to print the answer: text, json, csv.")
    var format: OutputFormat = .text

    func validate() throws { _ = try asked() }

    func run() async throws {
        try await ending {
            let settings = try shared.settings(archives.flags)
            let (logger, asked) = (settings.logger(), try asked())
            let answer = try await withDatabase(settings) { database, _ in
                try await bringUpToDate(database, logger)
                return try await withGarages(database, logger: logger) { hosts, pool in
                    let queries = Queries(pool: pool, hosts: hosts)
                    guard let (query, question) = asked else { return try await queries.garagesAnswer() }
                    return try await query.answer(question, from: queries)
                }
            }
            try Terminal.line(answer.tables.map { $0.printed(format) }.joined(separator: "\n\n"))
            if let stop = answer.stop { Terminal.note(stop.sentence) }
        }
    }

    /// What is asked, and of which garage; nil for the one question that is about none.
    private func asked() throws -> (Query, Question)? {
        guard let query = question.query else {
            let isAlone = garage == nil && subject == nil && asOf.asOf == nil && search.given.isEmpty
            guard isAlone else { throw ValidationError("\(question.name) takes nothing but --format.") }
            return nil
        }
        guard let garage else { throw ValidationError("\(question.name) is about a garage: name it with --garage.") }
        var asked = Question(garage)
        if asOf.asOf != nil, !query.parameters.contains(.asOf) {
            throw ValidationError("\(question.name) takes no --as-of.")
        }
        (asked.asOf, asked.limit) = (asOf.moment, .max)
        (asked.search, asked.exceptions, asked.till) = (search.search, search.exceptions, search.till)
        (asked.since, asked.rates, asked.days) = (search.since, search.rates, search.days ?? asked.days)
        guard (1...62).contains(asked.days) else { throw ValidationError("--days must be from 1 to 62.") }
        guard asked.since == nil || asked.asOf == nil else {
            throw ValidationError("--since goes without --as-of: a list is compared as it is now.")
        }
        for (option, takenBy) in search.given where takenBy.isDisjoint(with: query.parameters) {
            throw ValidationError("\(question.name) takes no \(option).")
        }
        if let (name, expected) = asked.search.contradiction {
            throw ValidationError("\(SearchOptions.option(name)) must be \(expected).")
        }
        try take(subject, into: &asked)
        return (query, asked)
    }

    private func take(_ subject: String?, into asked: inout Question) throws {
        switch question.subject {
        case .none:
            guard subject == nil else { throw ValidationError("\(question.name) takes nothing behind it.") }
        case .day, .anyDay:
            guard let subject else { break }
            guard let day = LocalDay(subject) else {
                throw ValidationError("\"\(subject)\" is no day; an example is 2026-03-02.")
            }
            asked.day = day
        case .receipt:
            guard let subject, let number = Int64(subject), number > 0 else {
                throw ValidationError("\(question.name) takes a receipt's number, from 1 on.")
            }
            asked.receipt = ReceiptNumber(number)
        case .session:
            guard let subject, let number = Int64(subject), number > 0 else {
                throw ValidationError("\(question.name) takes a stay's number, from 1 on.")
            }
            asked.session = SessionID(version: number)
        }
    }
}

/// A question that a terminal may ask, by its name.
struct ShownQuery: ExpressibleByArgument, Sendable {
    /// The question; nil for the one that is about no garage alone.
    let query: Query?
    let name: String
    let abstract: String
    let subject: Query.Terminal.Subject

    static let all =
        [ShownQuery(query: nil, name: "garages", abstract: "Which garages there are.", subject: .none)]
        + Query.all.compactMap { query in
            query.terminal.map {
                ShownQuery(query: query, name: $0.name, abstract: $0.abstract, subject: $0.subject)
            }
        }

    static var allValueStrings: [String] { all.map(\.name) }

    /// How it is typed, all of one width.
    var usage: String {
        let typed =
            switch subject {
            case .none: ""
            case .day, .anyDay: " [DAY]"
            case .session: " SESSION"
            case .receipt: " NUMBER"
            }
        return (name + typed).padding(toLength: 18, withPad: " ", startingAt: 0)
    }
}

extension ShownQuery {
    /// The question of a name.
    init?(argument: String) {
        guard let query = ShownQuery.all.first(where: { $0.name == argument }) else { return nil }
        self = query
    }
}

/// Brings every read model up to the log once; where a server does so too, each event still counts once.
func bringUpToDate(_ database: Database, _ logger: Logger) async throws {
    try await ProjectionRunner(database.service, codec: database.codec, logger: logger).catchUpOnce()
}
