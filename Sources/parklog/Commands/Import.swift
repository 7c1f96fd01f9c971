import ArgumentParser
import Chronology
import EventLog
import Money
import Parking
import Importing
import Postgres
import Projections
import SystemTime
import Tariffs

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take a file of stays over as a new garage's history.",
        discussion: """
            The file is a CSV with the columns entry and exit, and plate where there is one. Times are local to the garage unless they \
            carry an offset. What the rules forbid is taken over as it happened and counted; what cannot have happened is rejected \
            with its line.
            """)

    @Argument(help: "The file; - for standard input.")
    var file: String

    @OptionGroup var garage: GarageOption

    @Option(help: "The garage's time zone, such as Asia/Shanghai; that of its card where it is left out.")
    var timeZone: String?

    @Option(help: "The garage's currency; that of its card, or EUR, where it is left out.")
    var currency: String?

    @Option(help: "How many cars it holds.")
    var capacity: Int = 100

    @Option(help: "The name people know it by; that of the garage where it is left out.")
    var name: String?

    @Option(help: "The file of its standard rate card, in force from before the first stay.")
    var card: String?

    @Option(help: "List at most so many rejected rows.")
    var show: Int = 20

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard timeZone != nil || card != nil else {
            throw ValidationError("Give --time-zone, or --card with a file that has one.")
        }
        guard file != "-" || card != "-" else {
            throw ValidationError("One of the two files can come from standard input.")
        }
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings()
            let logger = settings.logger()
            let bytes = try read(file)
            let document = try card.map(CardFiles.read)
            let (garage, its) = (garage.garage, try garageSettings(with: document))
            let bar = ProgressBar("importing")
            let started = ContinuousClock.now
            let summary = try await withDatabase(settings) { database, _ in
                let pool = PostgresPool(database.owner, size: 1, logger: logger)
                let summary = try await StaysImport(log: PostgresEventLog(pool), codec: database.codec).run(
                    bytes, into: garage, settings: its, card: document?.rateCard ?? RateCard(rates: []),
                    now: systemClock()
                ) { bar.show($0, of: $1) }
                bar.end()
                await pool.close()
                let logged = ContinuousClock.now
                try await bringUpToDate(database, logger)
                return (summary, logged)
            }
            try report(summary.0, logged: summary.1 - started, all: .now - started)
        }
    }

    private func read(_ path: String) throws -> [UInt8] {
        let bytes = try FileBytes.read(path)
        guard !bytes.starts(with: [0x1F, 0x8B]) else {
            throw Failure(.data, "The file \(path) is compressed; use: gzip -dc \(path) | parklog import - …")
        }
        return bytes
    }

    private func garageSettings(with card: RateCardDocument?) throws -> GarageSettings {
        let timeZone = timeZone ?? card?.timeZone ?? ""
        let currency = currency ?? card?.currency.code ?? "EUR"
        guard card == nil || card?.timeZone == timeZone && card?.currency.code == currency else {
            throw Failure(.data, "The card is for another currency or time zone than the garage.")
        }
        guard let zone = ZoneDatabase().rules(timeZone) else {
            throw Failure(.data, "There is no time zone \(timeZone); an example is Asia/Shanghai.")
        }
        guard let currency = Currency(code: currency) else {
            throw Failure(.data, "\(currency) is no ISO 4217 currency; an example is CNY.")
        }
        return GarageSettings(
            name: name ?? garage.garage.text, zone: zone, currency: currency, capacity: capacity,
            gates: [Gate(id: GateID("entry")!, lane: .entry), Gate(id: GateID("exit")!, lane: .exit)])
    }

    private func report(_ summary: StaysImport.Summary, logged: Duration, all: Duration) throws {
        func seconds(_ duration: Duration) -> String { "\(((duration / .seconds(1)) * 100).rounded() / 100) s" }
        try Terminal.line(
            "\(summary.stays) of \(summary.rows) stays imported into \(garage.garage) as \(summary.events) events in \(seconds(logged))"
                + " (\(seconds(all)) with the read models)")
        try Terminal.line("from \(summary.first) to \(summary.last)")
        for anomaly in ImportAnomaly.allCases {
            guard let count = summary.anomalies[anomaly] else { continue }
            try Terminal.line("  as it happened, \(anomaly.rawValue): \(count)")
        }
        for reason in RowRejection.allCases {
            let count = summary.rejected.count { $0.reason == reason }
            if count > 0 { try Terminal.line("  rejected, \(reason.rawValue): \(count)") }
        }
        for finding in summary.findings { Terminal.note("\(finding.kind.rawValue): \(finding.sentence)") }
        for row in summary.rejected.prefix(show) { try Terminal.line("  line \(row.line): \(row.reason.rawValue)") }
        if summary.rejected.count > show { try Terminal.line("  … and \(summary.rejected.count - show) more") }
    }
}
