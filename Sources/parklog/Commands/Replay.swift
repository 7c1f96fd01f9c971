import ArgumentParser
import Chronology
import EventLog
import Parking
import Projections
import Postgres

struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a garage's history, event by event, as the log holds it.")

    @OptionGroup var garage: GarageOption
    @Option(help: "Begin behind this version.") var after: Int64 = 0
    @Option(help: "Print at most so many events.") var limit: Int?
    @Option(help: "How to print the events: text, json, csv.") var format: OutputFormat = .text
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await ending {
            let logger = log.logger()
            let (garage, after, limit) = (garage.garage, after, limit ?? .max)
            let events = try await withDatabase(logger) { database, _ in
                if database.isPrivate { _ = try await database.migrate(logger) }
                let pool = PostgresPool(database.service, size: 1, logger: logger)
                let log = PostgresEventLog(pool)
                guard try await log.head(of: garage.text).version > 0 else { throw QueryError.unknownGarage }
                var events: [StoredEvent] = []
                try await log.read(garage.text, after: after) { batch in
                    events += batch.prefix(limit - events.count)
                    return events.count < limit
                }
                await pool.close()
                return events
            }
            var table = Table("version", "occurred", "recorded", "type", "actor", "command", "payload")
            for stored in events {
                table.add(
                    .number(stored.version), .text(stored.event.occurredAt.description),
                    .text(stored.recordedAt.description), .text(stored.event.type), .text(stored.event.actor),
                    .text(stored.event.commandID), .text(String(decoding: stored.event.payload, as: UTF8.self)))
            }
            Terminal.line(table.printed(format))
        }
    }
}
