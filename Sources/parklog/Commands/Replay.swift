import ArgumentParser
import Chronology
import EventLog
import Parking
import Postgres
import Projections

struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell a garage's history, event by event: in sentences, or as json and csv with what the log holds.",
        discussion: """
            In sentences, times are the garage's and plates have their characters as long as they are not erased. With --as-of it \
            tells what the log had heard of by then, with --happened-by what had happened by then. With --follow it goes on as \
            events are appended, until Ctrl-C.
            """)

    @OptionGroup var garage: GarageOption
    @Option(help: "Begin behind this version.") var after: Int64 = 0
    @Option(help: "Print at most so many events.") var limit: Int?
    @Option(help: "Only what the log had heard of at this moment, such as 2026-03-02T08:00:00+01:00.") var asOf:
        Instant?
    @Option(help: "Only what had happened at this moment, whenever the log heard of it.") var happenedBy: Instant?
    @Flag(help: "Go on with events as they are appended, until Ctrl-C; in sentences or as csv.") var follow = false
    @Option(help: "How to print the events: text, json, csv.") var format: OutputFormat = .text
    @OptionGroup var archives: ArchivesOption
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard after >= 0, limit.map({ $0 >= 0 }) ?? true else {
            throw ValidationError("--after and --limit are not negative.")
        }
        guard asOf == nil || happenedBy == nil else {
            throw ValidationError("--as-of and --happened-by are two senses of the past: give one of them.")
        }
        try AsOfOptions.check("--as-of", asOf)
        try AsOfOptions.check("--happened-by", happenedBy)
        guard !follow || asOf == nil && happenedBy == nil && limit == nil else {
            throw ValidationError("--follow goes on with what comes, so it takes no --as-of, --happened-by or --limit.")
        }
        guard !follow || format != .json else { throw ValidationError("--follow prints text or csv.") }
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings(archives.flags)
            let logger = settings.logger()
            let past = asOf.map { AsOf($0) } ?? happenedBy.map { AsOf($0, basis: .happened) }
            let (id, after, limit, format, follow) = (garage.garage, after, limit ?? .max, format, follow)
            try await withDatabase(settings) { database, stop in
                let pool = PostgresPool(database.service, size: 1, logger: logger)
                let log = PostgresEventLog(pool)
                do {
                    guard let beginning = try await log.beginning(of: id.text) else {
                        throw QueryError.unknownGarage
                    }
                    let begins = past?.basis == .happened ? beginning.occurredAt : beginning.recordedAt
                    if let past, past.moment < begins { throw QueryError.notYet(begins: begins) }
                    var story = GarageStory(of: id, in: log, codec: database.codec, format)
                    try await story.begin(after: after, beginning, PostgresSnapshots(pool))
                    try await story.tell(after: after, limit: limit, asOf: past)
                    if follow {
                        let appended = PostgresNotifications(
                            database.service, channels: [ProjectionRunner.channel], logger: logger)
                        try await story.follow(appended, until: stop)
                    }
                } catch {
                    await pool.close()
                    throw error
                }
                await pool.close()
            }
        }
    }
}
