public import Chronology
import Postgres

/// Why a history could not be taken over.
public enum ImportError: Error, Hashable, Sendable {
    /// The garage has events already; a history goes into a new garage only.
    case garageExists(String)
    /// There is nothing to take over, and a stream begins with an event.
    case noEvents(String)
}

/// What a history leaves behind when its last event is written: the plates that it named.
public struct HistoryPlates: Sendable {
    /// Each with the version at which the garage first named it.
    public let entries: [(entry: VaultEntry, version: Int64)]

    /// Plates and where they were first named.
    public init(_ entries: [(entry: VaultEntry, version: Int64)]) {
        self.entries = entries
    }
}

extension PostgresEventLog {
    /// Takes a whole history over into a new garage, by COPY, in one transaction.
    ///
    /// As far as the log is concerned, an event was recorded when it happened, or with the one before it if that
    /// happened later.
    ///
    /// - Parameter events: at least one. Their versions follow from their places.
    /// - Returns: the new head.
    public func importHistory(
        of garage: String, events: [NewEvent], plates: [VaultEntry], progress: @Sendable (Int) -> Void
    ) async throws -> StreamHead {
        guard !events.isEmpty else { throw ImportError.noEvents(garage) }
        return try await importHistory(of: garage) { append in
            for (index, event) in events.enumerated() {
                try append(event, event.occurredAt)
                if (index + 1) % 1000 == 0 { progress(index + 1) }
            }
            return HistoryPlates(plates.map { ($0, Int64(events.count)) })
        }
    }

    /// Takes a history over into a new garage while it is made, by COPY, in one transaction: none of it is kept in
    /// memory but its plates.
    ///
    /// - Parameter write: hands over event after event, each with the moment at which it was recorded; one that was
    ///   recorded before its predecessor counts as recorded with it.
    /// - Returns: the new head.
    public func importHistory(
        of garage: String, write: @Sendable (_ append: (NewEvent, Instant) throws -> Void) throws -> HistoryPlates
    ) async throws -> StreamHead {
        try await pool.transaction { session in
            // The stream's row goes in first: it is the lock that keeps any other writer out.
            let isNew = try session.execute(
                """
                insert into log.streams (garage_id, version, hash, recorded_at) values ($1, 1, $2, $3)
                on conflict (garage_id) do nothing
                """,
                [
                    .text(garage), .bytea(EventHash.zero.bytes),
                    .timestamptz(microseconds: Instant.earliest.microseconds),
                ])
            guard isNew == 1 else { throw ImportError.garageExists(garage) }
            let (head, plates) = try session.copyChain(of: garage, write: write)
            guard head.version > 0 else { throw ImportError.noEvents(garage) }
            try session.copyPlates(plates, of: garage)
            try session.execute(
                "update log.streams set version = $2, hash = $3, recorded_at = $4 where garage_id = $1",
                [
                    .text(garage), .int8(head.version), .bytea(head.hash.bytes),
                    .timestamptz(microseconds: head.recordedAt.microseconds),
                ])
            return head
        }
    }
}

extension PostgresSession {
    fileprivate func copyPlates(_ plates: HistoryPlates, of garage: String) throws {
        _ = try copyIn(
            "copy log.plates (garage_id, plate_id, plate, salt, version) from stdin (format binary)"
        ) { rows in
            for (entry, version) in plates.entries {
                try rows.row(columns: 5)
                rows.text(garage)
                rows.bytes(entry.plateID)
                rows.text(entry.plate)
                rows.bytes(entry.salt)
                rows.int8(version)
            }
        }
    }

    fileprivate func copyChain(
        of garage: String, write: ((NewEvent, Instant) throws -> Void) throws -> HistoryPlates
    ) throws -> (StreamHead, HistoryPlates) {
        var head = StreamHead.empty
        var plates = HistoryPlates([])
        _ = try copyIn(
            """
            copy log.events (garage_id, version, type, schema_version, occurred_at, recorded_at, command_id, actor, trace,
                payload, hash) from stdin (format binary)
            """
        ) { rows in
            plates = try write { event, recorded in
                let version = head.version + 1
                let recordedAt = max(head.recordedAt, recorded)
                head = StreamHead(
                    version: version,
                    hash: head.hash.next(garage: garage, version: version, recordedAt: recordedAt, event: event),
                    recordedAt: recordedAt)
                try rows.row(columns: 11)
                rows.text(garage)
                rows.int8(version)
                rows.text(event.type)
                rows.int2(event.schemaVersion)
                rows.timestamptz(microseconds: event.occurredAt.microseconds)
                rows.timestamptz(microseconds: recordedAt.microseconds)
                if let command = event.commandID { rows.text(command) } else { rows.null() }
                rows.text(event.actor)
                if let trace = event.trace { rows.text(trace) } else { rows.null() }
                rows.json(event.payload)
                rows.bytes(head.hash.bytes)
            }
        }
        return (head, plates)
    }
}
