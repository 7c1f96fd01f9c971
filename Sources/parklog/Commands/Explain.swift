import ArgumentParser
import Chronology
import Parking
import Hosting
import Projections
import Tariffs

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a stay costs and why, line by line; of an open one, if its car left now or then.",
        discussion: """
            Every line names its rate and the event that published it. Below them stands what else was looked at, and each rate that \
            was not applied with the reason: published later, for others, outranked, dearer, conditions not met.
            """)

    @Argument(help: "The session's number.") var session: Int64
    @Option(help: "For an open stay: until when, such as 2026-03-06T16:00:00+01:00.") var until: Instant?
    @OptionGroup var garage: GarageOption
    @OptionGroup var asOf: AsOfOptions
    @OptionGroup var shared: SharedOptions

    @Option(help: "How to print the answer: text, json (the charge itself), csv (its lines).")
    var format: OutputFormat = .text

    func run() async throws {
        try await ending {
            let settings = try shared.settings()
            let (logger, garage, asOf, until) = (settings.logger(), garage.garage, asOf.moment, until)
            let id = SessionID(version: session)
            let (charge, state) = try await withDatabase(settings) { database, _ in
                try await bringUpToDate(database, logger)
                return try await withGarages(database, logger: logger) { hosts, pool in
                    let queries = Queries(pool: pool, hosts: hosts)
                    return (
                        try await queries.charge(of: id, in: garage, until: until, asOf: asOf),
                        try await queries.garage(garage, asOf: asOf)
                    )
                }
            }
            let zone = charge.session.zone
            let explanation: Explanation
            switch try charge.outcome() {
            case .charged(let stored): explanation = Explanation(stored, state.book, in: zone)
            case .notPriced(let sentence): throw Failure(.data, sentence)
            }
            switch format {
            case .json: try Terminal.line(String(decoding: charge.json, as: UTF8.self))
            case .csv: try Terminal.line(explanation.lines.printed(.csv))
            case .text:
                let entered = charge.session.enteredAt.description(in: zone)
                try Terminal.line(
                    """
                    session \(id.version) in \(garage): \(entered) to \(charge.until.description(in: zone))\
                    \(charge.session.exitedAt == nil ? " (still inside)" : ""), \(zone.name)

                    \(explanation.text)
                    """)
            }
        }
    }
}
