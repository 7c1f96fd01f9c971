import ArgumentParser
import Chronology
import JSON
import Parking
import Projections
import Quoting
import Tariffs

struct GatePrice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate-price",
        abstract: "Price a stay by a copy and by nothing else: no database, no network.",
        discussion: """
            A stay is priced by the copy of the day on which it began, by the rates that were known then and by the plate's rights.
              parklog gate-price harbour.jws --entry 2026-03-02T10:00 --exit 2026-03-02T12:00 --key keys.json
            """)

    @Argument(help: "The copy; - for standard input.") var file: String
    @OptionGroup var copy: GateCopyOptions
    @Option(help: "When the car came in, by the garage's clock or with an offset.") var entry: WallTime
    @Option(help: "When it leaves.") var exit: WallTime
    @Option(help: "Its plate, in any spelling; left out for one that nobody has read.") var plate: Plate?
    @Option(help: "Its type.") var vehicle: CardID?
    @Option(help: "How to print the answer: text, json, csv.") var format: OutputFormat = .text

    func run() async throws {
        try await ending {
            let copy = try copy.read(file)
            let zone = copy.settings.zone
            let (entry, exit) = (entry.instant(in: zone), exit.instant(in: zone))
            try copy.check(at: exit, at: self.copy.garage)
            let outcome = try copy.charge(of: plate, vehicle: vehicle, from: entry, until: exit)
            guard case .charged(let charge) = outcome else {
                guard case .notPriced(let error) = outcome else { return }
                throw Failure(.data, error.sentence)
            }
            let currency = copy.settings.currency
            var answer = QuoteAnswer(currency: currency, zone: zone)
            answer.charges = [(Stay(entry: entry, exit: exit, card: vehicle ?? .standard), outcome)]
            switch format {
            case .text:
                let stored = StoredCharge(charge, in: currency, zone: zone)
                try Terminal.line(Explanation(stored, copy.book, in: zone).text)
            case .json:
                var json = JSONWriter()
                json.quote(answer)
                try Terminal.line(String(decoding: json.bytes, as: UTF8.self))
            case .csv:
                let tables = answer.tables(withCurve: false).map { $0.printed(.csv) }
                try Terminal.line(tables.joined(separator: "\n\n"))
            }
        }
    }
}
