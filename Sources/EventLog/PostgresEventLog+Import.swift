import Chronology
import Postgres

/// Why a history could not be taken over.
public enum ImportError: Error, Hashable, Sendable {
    /// The garage has events already; a history goes into a new garage only.
    case garageExists(String)
    /// There is nothing to take over, and a stream begins with an event.
    case noEvents(String)
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
        return try await pool.transaction { session in
            // The stream's row goes in first: it is the lock that keeps any other writer out.
            let isNew = try session.execute(
                """
                insert into log.streams (garage_id, version, hash, recorded_at) values ($1, $2, $3, $4)
                on conflict (garage_id) do nothing
                """,
                [
                    .text(garage), .int8(Int64(events.count)), .bytea(EventHash.zero.bytes),
                    .timestamptz(microseconds: Instant.earliest.microseconds),
                ])
            guard isNew == 1 else { throw ImportError.garageExists(garage) }
            _ = try session.copyIn(
                "copy log.plates (garage_id, plate_id, plate, salt, version) from stdin (format binary)"
            ) { rows in
                for entry in plates {
                    try rows.row(columns: 5)
                    rows.text(garage)
                    rows.bytes(entry.plateID)
                    rows.text(entry.plate)
                    rows.bytes(entry.salt)
                    rows.int8(Int64(events.count))
                }
            }
            let head = try session.copyChain(of: garage, events, progress: progress)
            try session.execute(
                "update log.streams set hash = $2, recorded_at = $3 where garage_id = $1",
                [
                    .text(garage), .bytea(head.hash.bytes), .timestamptz(microseconds: head.recordedAt.microseconds),
                ])
            return head
        }
    }
}

extension PostgresSession {
    fileprivate func copyChain(
        of garage: String, _ events: [NewEvent], progress: (Int) -> Void
    ) throws -> StreamHead {
        var head = StreamHead.empty
        _ = try copyIn(
            """
            copy log.events (garage_id, version, type, schema_version, occurred_at, recorded_at, command_id, actor, trace,
                payload, hash) from stdin (format binary)
            """
        ) { rows in
            for (index, event) in events.enumerated() {
                let version = Int64(index) + 1
                let recordedAt = max(head.recordedAt, event.occurredAt)
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
                if version % 1000 == 0 { progress(Int(version)) }
            }
        }
        return head
    }
}
