import Chronology
import EventLog
import Money
import Parking
import Postgres
import Projections
import Synchronization

/// A garage's history on its way to a terminal: in sentences, with the garage's times and plates by name, or as the log holds it.
struct GarageStory {
    private let garage: GarageID
    private let log: PostgresEventLog
    private let codec: EventCodec
    private let format: OutputFormat
    private var currency: Currency?
    private var zone: ZoneRules?
    /// What has been told, in the chain.
    private var chain: Chain
    private var hasHeader = false
    /// Where the archive ends, if that is where this begins.
    private var base = StreamHead.empty

    init(of garage: GarageID, in log: PostgresEventLog, codec: EventCodec, _ format: OutputFormat) {
        (self.garage, self.log, self.codec, self.format) = (garage, log, codec, format)
        chain = Chain(of: garage.text)
    }

    /// Learns from the garage's first event in which currency the amounts of all others are; where that is archived and is not asked
    /// for, from the state that the archive ends with.
    mutating func begin(
        after version: Int64, _ beginning: StreamBeginning, _ snapshots: PostgresSnapshots
    ) async throws {
        let (archived, zones) = (beginning.archived.version, codec.zones)
        if archived > 0, version >= archived,
            let kept = try await snapshots.snapshot(of: garage.text, form: Garage.snapshotForm, upTo: archived),
            let settings = try? Garage(snapshot: kept.state, zones: zones).settings
        {
            (currency, zone, base) = (settings.currency, settings.zone, kept.head)
        } else if let first = try await log.events(of: garage.text, after: 0, limit: 1).first {
            look(first)
        }
    }

    /// Tells events behind a version, as far as they count; what stands before one that was changed is told before that is thrown.
    mutating func tell(after version: Int64, limit: Int, asOf: AsOf?) async throws {
        let before =
            try await version == 0 || version == base.version
            ? [] : log.events(of: garage.text, after: version - 1, limit: 1)
        chain = Chain(of: garage.text, from: before.first.map { StreamHead($0) } ?? (version == 0 ? .empty : base))
        var (events, broken): ([StoredEvent], ChainBreak?) = ([], nil)
        try await log.read(garage.text, after: version) { batch in
            for stored in batch where events.count < limit {
                // The log is in the order of recording, so nothing later was known by then.
                if let asOf, asOf.basis == .known, !asOf.counts(stored) { return false }
                do throws(ChainBreak) { try chain.take(stored) } catch {
                    broken = error
                    return false
                }
                if asOf?.counts(stored) ?? true { events.append(stored) }
            }
            return events.count < limit
        }
        try await print(events)
        if let broken { throw broken }
    }

    /// Tells events as they come, until it is stopped.
    mutating func follow(_ appended: PostgresNotifications, until stop: StopSignal) async throws {
        let (wakeUps, wakeUp) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        stop.onStop { wakeUp.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in appended.stream() { wakeUp.yield() } }
            // In case a notification is lost.
            group.addTask { while true { try await Task.sleep(for: .seconds(1)); wakeUp.yield() } }
            defer { group.cancelAll() }
            for await _ in wakeUps {
                while true {
                    let events = try await log.events(of: garage.text, after: chain.head.version, limit: 1000)
                    var (sound, broken): ([StoredEvent], ChainBreak?) = ([], nil)
                    for stored in events {
                        do throws(ChainBreak) { try chain.take(stored) } catch {
                            broken = error
                            break
                        }
                        sound.append(stored)
                    }
                    if !sound.isEmpty { try await print(sound) }
                    if let broken { throw broken }
                    guard events.count == 1000 else { break }
                }
            }
        }
    }

    private mutating func look(_ stored: StoredEvent) {
        guard case .garageConfigured(let configured) = event(of: stored) else { return }
        (currency, zone) = (configured.settings.currency, configured.settings.zone)
    }

    private func event(of stored: StoredEvent) -> GarageEvent? {
        let meaning = stored.meaning
        return try? codec.decode(
            type: meaning.type, schemaVersion: meaning.schemaVersion, payload: meaning.payload)
    }

    private mutating func print(_ events: [StoredEvent]) async throws {
        var table = Table(
            ["version", "occurred", "recorded", "type", "actor", "command"]
                + (format == .text ? ["what"] : ["payload", "traceparent"]))
        let names = format == .text ? try await names(in: events) : [:]
        let texts = format == .text ? try await log.texts(referredToBy: events, of: garage.text) : [:]
        for stored in events {
            let event = stored.event
            let payload = String(decoding: event.payload, as: UTF8.self)
            let zone = format == .text ? zone : nil
            func time(_ instant: Instant) -> String { zone.map { instant.description(in: $0) } ?? "\(instant)" }
            let cells: [Table.Cell] = [
                .number(stored.version), .text(time(event.occurredAt)), .text(time(stored.recordedAt)),
                .text(event.type), .text(event.actor), .text(event.commandID),
            ]
            var sentence = currency.flatMap { self.event(of: stored)?.sentence(in: $0) }?.naming(names)
            if let by = stored.replacement?.version {
                sentence?.append(" (Event \(by) says so, in place of what stood here.)")
            }
            table.add(
                cells
                    + (format == .text
                        ? [.text(event.telling(texts, in: sentence ?? payload))]
                        : [.text(payload), .text(event.trace)]))
            look(stored)
        }
        guard !(hasHeader && events.isEmpty) else { return }
        var text = table.printed(format, header: !hasHeader)
        // The columns have their names already.
        if hasHeader, format == .text { text = String(text.drop { $0 != "\n" }.dropFirst()) }
        hasHeader = true
        try Terminal.line(text)
    }

    /// The plates that the events name by identifiers, as far as the vault still has them.
    private func names(in events: [StoredEvent]) async throws -> [PlateID: Plate] {
        var ids: Set<PlateID> = []
        for stored in events {
            for name in String(decoding: stored.meaning.payload, as: UTF8.self).matches(of: /"[0-9a-f]{32}"/) {
                if let id = PlateID(hex: name.output.dropFirst().dropLast()) { ids.insert(id) }
            }
        }
        guard !ids.isEmpty else { return [:] }
        let entries = try await log.vaultEntries(of: garage.text, plateIDs: ids.map(\.bytes))
        return Dictionary(
            entries.compactMap { entry in PlateID(bytes: entry.plateID).map { ($0, Plate(entry.plate)) } },
            uniquingKeysWith: { one, _ in one }
        ).compactMapValues(\.self)
    }
}
