import ArgumentParser
import Chronology
import Parking
import Hosting
import JSON
import Projections
import Tariffs

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Say what a stay costs and why, line by line, and what became of it; of an open one, if its car left now or then.",
        discussion: """
            Every line names its rate and the event that published it. Below them stands what else was looked at, and each rate that \
            was not applied with the reason: published later, for others, outranked, dearer, conditions not met. Then comes what \
            became of the stay, event by event: corrections, mends, payments, and how the bill stood after each.

            A stay is named by its number, or found by its plate or ticket and the day on which its car was inside. With --as-of \
            all of it is told as it was known then, or as it had happened by then.
            """)

    @Argument(help: "The session's number; without it --plate or --ticket finds the stays.") var session: Int64?
    @Option(help: "Explain the stays of this plate, in any spelling.") var plate: Plate?
    @Option(help: "Explain the stays of this ticket.") var ticket: TicketID?
    @Option(help: "With --plate or --ticket: only those whose cars were inside on this local day.") var day: LocalDay?
    @Option(help: "For an open stay: until when, such as 2026-03-06T16:00:00+01:00.") var until: Instant?
    @OptionGroup var garage: GarageOption
    @OptionGroup var asOf: AsOfOptions
    @OptionGroup var archives: ArchivesOption
    @OptionGroup var shared: SharedOptions

    @Option(help: "How to print the answer: text, json (the charge itself), csv (its lines; of one stay).")
    var format: OutputFormat = .text

    func validate() throws {
        guard [session != nil, plate != nil, ticket != nil].count(where: { $0 }) == 1 else {
            throw ValidationError("Name a stay by its number, or find it by one of --plate and --ticket.")
        }
        guard day == nil || session == nil else { throw ValidationError("--day goes with --plate or --ticket.") }
        guard format != .csv || session != nil else {
            throw ValidationError("csv is about one stay: name it by its number.")
        }
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings(archives.flags)
            let (logger, garage, asOf, until) = (settings.logger(), garage.garage, asOf.moment, until)
            let (number, search, day) = (session, Search(plate: plate, ticket: ticket), day)
            let stays = try await withDatabase(settings) { database, _ in
                try await bringUpToDate(database, logger)
                return try await withGarages(database, logger: logger) { hosts, pool in
                    let queries = Queries(pool: pool, hosts: hosts)
                    guard let number else {
                        return try await queries.explained(search, on: day, in: garage, until: until, asOf: asOf)
                    }
                    let id = SessionID(version: number)
                    return [try await queries.explained(id, in: garage, until: until, asOf: asOf)]
                }
            }
            if number != nil, case .failure(let failure)? = stays.first?.explanation { throw failure }
            try Terminal.line(try text(of: stays))
        }
    }

    private func text(of stays: [ExplainedStay]) throws -> String {
        switch format {
        case .text: return stays.map { $0.text(in: garage.garage) }.joined(separator: "\n\n\n")
        case .csv: return try stays.map { try $0.explanation.get().lines.printed(.csv) }.joined(separator: "\n")
        case .json:
            guard session == nil else { return String(decoding: stays[0].json ?? [], as: UTF8.self) }
            var json = JSONWriter()
            json.array(stays) { json, stay in
                json.object { json in
                    json.field("session", number: stay.session.id.version)
                    json.field("state", stay.session.state.rawValue)
                    guard let charge = stay.json else { return }
                    json.name("charge")
                    json.raw(charge)
                }
            }
            return String(decoding: json.bytes, as: UTF8.self)
        }
    }
}
