import ArgumentParser
import EventLog
import Hosting
import Parking
import Postgres
import Projections

struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Erase plates and what people typed, so that nobody can tell any more whom the events are about.",
        discussion: """
            The plate's row leaves the vault together with an event that says so; every event stays as it is, all sums stay what they \
            were, and a plate that comes back is another one. A plate that its garage needs is left alone, and it is said for what: a \
            car inside, a day to come, a permit, a suspension, something due, an exception that nobody has looked at. Remarks about it go with it.
              parklog erase --plate 'B-XY 123'                   one plate, in all garages
              parklog erase --older-than 365 --dry-run           plates that no event has named for a year, and older remarks
              parklog erase --text 0f3c…                         one remark, by what its event calls it
              parklog erase --list > erased.csv                  what was erased, by identifiers; keep it outside the database
              parklog erase --again --from erased.csv            once more, after a backup was restored
            """)

    @Option(help: "This plate.") var plate: Plate?
    @Option(help: "This text, by what the event that refers to it calls it.") var text: TextID?
    @Option(
        help:
            "Plates that no event has named for so many days, from 31 on, and that their garages do not need, and older texts."
    )
    var olderThan: Int?
    @Flag(help: "Those that were erased before and are in the vault all the same, as after a backup was restored.")
    var again = false
    @Option(help: "With --again: a file that --list printed, as a backup forgets what was erased after it was made.")
    var from: String?
    @Flag(help: "Say which were erased, by the identifiers that events call them.") var list = false
    @Option(name: .shortAndLong, help: "This garage only; may be given several times. Else all.")
    var garage: [GarageID] = []
    @Flag(help: "Say what would be erased, and erase nothing.") var dryRun = false
    @Option(help: "Who erases.") var actor: Parking.Actor = Actor("cli")!
    @Option(help: "How to print the answer: text, json, csv; --list prints csv where nothing is said.")
    var format: OutputFormat?
    @OptionGroup var archives: ArchivesOption
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard [plate != nil, text != nil, olderThan != nil, again, list].filter({ $0 }).count == 1 else {
            throw ValidationError("Say one of --plate, --text, --older-than, --again and --list.")
        }
        guard from == nil || again else { throw ValidationError("--from goes with --again.") }
        if let olderThan, !(31...36_500).contains(olderThan) {
            throw ValidationError("--older-than is from 31 to 36500 days.")
        }
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings(archives.flags)
            let logger = settings.logger()
            let listed = try from.map { try ErasureList(csv: FileBytes.read($0), path: $0) }
            let (table, kept) = try await withDatabase(settings) { database, _ in
                try await withGarages(database, logger: logger) { hosts, pool in
                    let log = PostgresEventLog(pool)
                    let garages =
                        garage.isEmpty
                        ? try await log.garages().keys.compactMap { GarageID($0) }.sorted { $0.text < $1.text } : garage
                    if list { return (try await ErasureList(of: garages, in: log).table, 0) }
                    var work = ErasureWork(hosts, log, by: actor, isDry: dryRun)
                    for garage in garages {
                        if let plate { try await work.erase(plate, in: garage) }
                        if let text { try await work.erase(text, in: garage) }
                        if let olderThan { try await work.eraseOld(thanDays: olderThan, in: garage) }
                        if again { try await work.eraseAgain(listed, in: garage) }
                    }
                    return (work.table, work.kept)
                }
            }
            try Terminal.line(table.printed(format ?? (list ? .csv : .text)))
            if plate != nil, table.rows.isEmpty { Terminal.note("No garage's vault has this plate.") }
            if text != nil, table.rows.isEmpty { Terminal.note("No garage's log has this text.") }
            guard kept == 0 else {
                throw Failure(
                    .refused, kept == 1 ? "A plate was not erased." : "\(kept) plates were not erased.")
            }
        }
    }
}
