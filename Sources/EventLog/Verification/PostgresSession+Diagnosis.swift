import Chronology
import Postgres

extension PostgresSession {
    /// What is the matter where a chain breaks, and from where it can be followed again.
    func diagnose(_ broken: ChainBreak, behind last: StreamHead) throws -> (finding: LogFinding, resume: StreamHead) {
        let garage = broken.garage
        let window = try events(of: garage, after: last.version, limit: 200)
        let here = window[0]
        if case .missing(let next) = broken.kind {
            let lost =
                broken.version == next - 1
                ? "Event \(broken.version) is" : "Events \(broken.version) to \(next - 1) are"
            return (
                LogFinding(.eventMissing, garage, version: broken.version, "\(lost) not there."),
                // The next one cannot be held against what is gone, and is believed until the one behind it is read.
                StreamHead(here)
            )
        }
        if let other = window.dropFirst().first(where: { last.fits($0, of: garage, at: here.version) }) {
            let sentence = "The events \(here.version) and \(other.version) stand in one another's place."
            var chain = Chain(of: garage, from: last)
            for stored in window.exchanging(here, other) {
                guard (try? chain.take(stored)) != nil else { break }
                if stored.version == other.version { break }
            }
            let resume = chain.head.version >= other.version ? chain.head : StreamHead(here)
            return (LogFinding(.eventsExchanged, garage, version: here.version, sentence), resume)
        }
        let link = last.hash.next(after: here, of: garage)
        if here.recordedAt >= last.recordedAt, try isFollowed(link, at: here, by: window.dropFirst().first, in: garage)
        {
            return (
                LogFinding(
                    .eventAltered, garage, version: here.version, column: "hash",
                    "The hash of event \(here.version) was changed; the rest of it is as it was appended."),
                StreamHead(version: here.version, hash: link, recordedAt: here.recordedAt)
            )
        }
        let column = try changedColumn(of: here, behind: last, among: window, in: garage)
        return (
            LogFinding(
                .eventAltered, garage, version: here.version, column: column,
                column.map { "Event \(here.version) was changed after it was appended, in its column \($0)." }
                    ?? "Event \(here.version) was changed after it was appended, in its payload or in more than can be told."
            ),
            StreamHead(here)
        )
    }

    /// Whether what comes behind an event goes on from some hash of it.
    private func isFollowed(
        _ link: EventHash, at here: StoredEvent, by next: StoredEvent?, in garage: String
    ) throws -> Bool {
        if let next { return next.version == here.version + 1 && link.next(after: next, of: garage) == next.hash }
        let rows = try query(
            "select hash from log.streams where garage_id = $1 and version = $2", [.text(garage), .int8(here.version)])
        return rows.first?.bytes(0) == link.bytes
    }

    /// The one column that, if it had another likely value, would let the event fit; nil where none would.
    ///
    /// A hash tells that something was changed and not what. What other rows say of the same moment is tried in its place.
    private func changedColumn(
        of here: StoredEvent, behind last: StreamHead, among window: [StoredEvent], in garage: String
    ) throws -> String? {
        let near = window + (try events(of: garage, after: max(0, here.version - 50), limit: 50))
        let commands = try query(
            """
            (select command_id from log.commands where garage_id = $1 and version >= $2 order by version limit 20)
            """, [.text(garage), .int8(here.version)]
        ).map { $0.text(0) }
        let types = try query("select distinct type from log.events where garage_id = $1", [.text(garage)])
        let event = here.event
        func fits(_ change: (inout EventColumns) -> Void) -> Bool {
            var columns = EventColumns(here)
            change(&columns)
            return last.hash.next(
                garage: garage, version: here.version, recordedAt: columns.recordedAt, event: columns.event)
                == here.hash
        }
        let candidates: [(String, [(inout EventColumns) -> Void])] = [
            ("type", types.map { row in { [type = row.text(0)] in $0.type = type } }),
            ("schema_version", (1...20).map { number in { $0.schemaVersion = Int16(number) } }),
            (
                "recorded_at",
                ([last.recordedAt, event.occurredAt] + near.map(\.recordedAt)).map { time in { $0.recordedAt = time } }
            ),
            (
                "occurred_at",
                ([here.recordedAt] + near.flatMap { [$0.event.occurredAt, $0.recordedAt] }).map { time in
                    { $0.occurredAt = time }
                }
            ),
            ("command_id", ([nil] + commands + near.map(\.event.commandID)).map { id in { $0.commandID = id } }),
            ("actor", near.map { other in { $0.actor = other.event.actor } }),
            ("trace", ([nil] + near.map(\.event.trace)).map { trace in { $0.trace = trace } }),
            ("payload", near.map { other in { $0.payload = other.event.payload } }),
        ]
        return candidates.first { $0.1.contains(where: fits) }?.0
    }
}

/// The columns of an event, to try other values in.
private struct EventColumns {
    var recordedAt: Instant
    var type: String
    var schemaVersion: Int16
    var occurredAt: Instant
    var commandID: String?
    var actor: String
    var trace: String?
    var payload: [UInt8]

    init(_ stored: StoredEvent) {
        let event = stored.event
        (recordedAt, type, schemaVersion, occurredAt) =
            (stored.recordedAt, event.type, event.schemaVersion, event.occurredAt)
        (commandID, actor, trace, payload) = (event.commandID, event.actor, event.trace, event.payload)
    }

    var event: NewEvent {
        NewEvent(
            type: type, schemaVersion: schemaVersion, occurredAt: occurredAt, commandID: commandID, actor: actor,
            trace: trace, payload: payload)
    }
}

extension StreamHead {
    /// Whether an event's row, if it stood at a version, would be what comes behind this.
    fileprivate func fits(_ stored: StoredEvent, of garage: String, at version: Int64) -> Bool {
        stored.recordedAt >= recordedAt && hash.next(after: stored, of: garage, at: version) == stored.hash
    }
}

extension StoredEvent {
    fileprivate func at(_ version: Int64) -> StoredEvent {
        StoredEvent(version: version, recordedAt: recordedAt, event: event, hash: hash)
    }
}

extension [StoredEvent] {
    /// The same events with two of them in one another's place.
    fileprivate func exchanging(_ one: StoredEvent, _ other: StoredEvent) -> [StoredEvent] {
        map {
            switch $0.version {
            case one.version: other.at(one.version)
            case other.version: one.at(other.version)
            default: $0
            }
        }
    }
}
