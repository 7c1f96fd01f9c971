import ArgumentParser
import Chronology
import EventLog
import Money
import Parking
import Projections
import Postgres

struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a garage's history, event by event: in sentences, or as json and csv with what the log holds.")

    @OptionGroup var garage: GarageOption
    @Option(help: "Begin behind this version.") var after: Int64 = 0
    @Option(help: "Print at most so many events.") var limit: Int?
    @Option(help: "How to print the events: text, json, csv.") var format: OutputFormat = .text
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard after >= 0, limit.map({ $0 >= 0 }) ?? true else {
            throw ValidationError("--after and --limit are not negative.")
        }
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings()
            let logger = settings.logger()
            let (garage, after, limit) = (garage.garage, after, limit ?? .max)
            let (events, broken, sentences, texts) = try await withDatabase(settings) { database, _ in
                let pool = PostgresPool(database.service, size: 1, logger: logger)
                let log = PostgresEventLog(pool)
                guard try await log.head(of: garage.text).version > 0 else { throw QueryError.unknownGarage }
                var events: [StoredEvent] = []
                var broken: ChainBreak?
                let before = try await after == 0 ? [] : log.events(of: garage.text, after: after - 1, limit: 1)
                var chain = Chain(of: garage.text, from: before.first.map { StreamHead($0) } ?? .empty)
                try await log.read(garage.text, after: after) { batch in
                    for stored in batch.prefix(limit - events.count) {
                        do throws(ChainBreak) { try chain.take(stored) } catch {
                            broken = error
                            return false
                        }
                        events.append(stored)
                    }
                    return events.count < limit
                }
                var first: StoredEvent?
                try await log.read(garage.text, after: 0) { batch in
                    first = batch.first
                    return false
                }
                let texts = try await log.texts(referredToBy: events, of: garage.text)
                await pool.close()
                return (events, broken, Sentences(first: first, codec: database.codec), texts)
            }
            var table = Table(
                ["version", "occurred", "recorded", "type", "actor", "command"]
                    + (format == .text ? ["what"] : ["payload", "traceparent"]))
            for stored in events {
                let event = stored.event
                let payload = String(decoding: event.payload, as: UTF8.self)
                let cells: [Table.Cell] = [
                    .number(stored.version), .text(event.occurredAt.description), .text(stored.recordedAt.description),
                    .text(event.type), .text(event.actor), .text(event.commandID),
                ]
                table.add(
                    cells
                        + (format == .text
                            ? [.text(event.telling(texts, in: sentences.sentence(of: stored) ?? payload))]
                            : [.text(payload), .text(event.trace)]))
            }
            try Terminal.line(table.printed(format))
            // What stands before it was told.
            if let broken { throw broken }
        }
    }
}

/// What the events of one garage say, for people.
private struct Sentences {
    private let codec: EventCodec
    private var currency: Currency?

    /// - Parameter first: a garage's first event, which says in which currency the amounts of all others are.
    init(first: StoredEvent?, codec: EventCodec) {
        self.codec = codec
        if case .garageConfigured(let configured) = first.flatMap({ Self.event(of: $0, codec) }) {
            currency = configured.settings.currency
        }
    }

    /// What an event says; nil for one that this program cannot read.
    func sentence(of stored: StoredEvent) -> String? {
        guard let currency else { return nil }
        return Self.event(of: stored, codec)?.sentence(in: currency)
    }

    private static func event(of stored: StoredEvent, _ codec: EventCodec) -> GarageEvent? {
        try? codec.decode(
            type: stored.event.type, schemaVersion: stored.event.schemaVersion, payload: stored.event.payload)
    }
}
