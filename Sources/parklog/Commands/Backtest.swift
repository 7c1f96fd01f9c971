import ArgumentParser
import Chronology
import Hosting
import Money
import Parking
import Projections
import Quoting

struct Backtest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Price a garage's past sessions by another card, beside what they cost. It writes nothing.",
        discussion: """
            Answers what a new card would bring in, and who would pay more or less: by length of stay and by the hour of the entry. \
            With --format csv or json it prints every session, and with --totals the sums instead.
            """)

    @Argument(help: "The candidate's file.") var card: String
    @OptionGroup var garage: GarageOption
    @Option(help: "The first local day of exits.") var from: LocalDay
    @Option(help: "The last local day of exits.") var to: LocalDay
    @Option(help: "How to print the answer: text (totals), json or csv (every session, or --totals).")
    var format: OutputFormat = .text
    @Flag(help: "Print totals also as json or csv.") var totals = false
    @OptionGroup var archives: ArchivesOption
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard from <= to else { throw ValidationError("--from is after --to.") }
    }

    func run() async throws {
        try await ending {
            let candidate = try CardFiles.read(card)
            let settings = try shared.settings(archives.flags)
            let (logger, garage, from, to) = (settings.logger(), garage.garage, from, to)
            let backtest = try await withDatabase(settings) { database, _ in
                return try await withGarages(database, logger: logger) { hosts, pool in
                    let queries = Queries(pool: pool, hosts: hosts)
                    let zone = try await queries.settings(garage).zone
                    return try await queries.backtest(
                        candidate, of: garage, in: zone.start(of: from)..<zone.end(of: to))
                }
            }
            guard format == .text else {
                if backtest.notPriced > 0 { Terminal.note("\(backtest.notPriced) sessions could not be priced") }
                let table = totals ? try sums(backtest) : sessions(backtest)
                return try Terminal.line(table.printed(format))
            }
            try Terminal.line(
                """
                \(backtest.sessions.count) sessions in \(garage) ended from \(from) to \(to)\
                \(backtest.notPriced > 0 ? "; \(backtest.notPriced) more could not be priced" : "")

                \(try sums(backtest).printed(.text))
                """)
        }
    }

    private func sessions(_ backtest: Quoting.Backtest) -> Table {
        var table = Table("session", "entry", "exit", "was", "would_be", "difference", "currency")
        for session in backtest.sessions {
            let difference = Money(minorUnits: session.wouldBe.minorUnits - session.was.minorUnits)
            table.add(
                .number(session.session.version), .text(session.entry.description(in: backtest.zone)),
                .text(session.exit.description(in: backtest.zone)),
                .amount(session.was.decimal(in: backtest.currency)),
                .amount(session.wouldBe.decimal(in: backtest.currency)),
                .amount(difference.decimal(in: backtest.currency)), .text(backtest.currency.code))
        }
        return table
    }

    /// A row for all sessions, and one for each part of them by length and by hour of the entry.
    private func sums(_ backtest: Quoting.Backtest) throws -> Table {
        var table = Table(
            "by", "part", "sessions", "less", "same", "more", "was", "would_be", "difference", "currency")
        func add(_ by: String?, _ part: String, _ tally: Quoting.Backtest.Tally) {
            let amounts = [tally.was, tally.wouldBe, tally.wouldBe - tally.was]
                .map { Money(minorUnits: $0).decimal(in: backtest.currency) }
            table.add(
                .text(by), .text(part), .number(Int64(tally.sessions)), .number(Int64(tally.cheaper)),
                .number(Int64(tally.same)), .number(Int64(tally.dearer)), .amount(amounts[0]), .amount(amounts[1]),
                .amount(amounts[2]), .text(backtest.currency.code))
        }
        add(nil, "all", try backtest.total())
        let lengths = Quoting.Backtest.lengths
        for (index, tally) in try backtest.byLength().enumerated() where tally.sessions > 0 {
            add("length", index + 1 < lengths.count ? "under \(lengths[index + 1].text)" : "longer", tally)
        }
        for (hour, tally) in try backtest.byHour().enumerated() where tally.sessions > 0 {
            add("hour", "from \(hour):00", tally)
        }
        return table
    }
}
