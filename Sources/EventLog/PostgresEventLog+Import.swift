import Chronology
import Postgres

/// Why a history could not be taken over.
public enum ImportError: Error, Hashable, Sendable {
    /// The garage has events already; a history goes into a new garage only.
    case garageExists(String)
}

extension PostgresEventLog {
    /// Takes a whole history over into a new garage, by COPY, in one transaction.
    ///
    /// Its events were recorded when they happened, as far as the log is concerned; each says that it was imported.
    ///
    /// - Parameter events: in order of time. Their versions follow from their places.
    /// - Returns: the new head.
    public func importHistory(
        of garage: String, events: [NewEvent], plates: [VaultEntry], progress: @Sendable (Int) -> Void
    ) async throws -> StreamHead {
        try await pool.transaction { session in
            // The stream's row goes in first: it is the lock that keeps any other writer out.
            let isNew = try session.execute(
                """
                insert into log.streams (garage_id, version, hash, recorded_at) values ($1, $2, $3, $4)
                on conflict (garage_id) do nothing
                """,
                [
                    .text(garage), .int8(Int64(max(1, events.count))), .bytea(EventHash.zero.bytes),
                    .timestamptz(microseconds: events.last?.occurredAt.microseconds ?? 0),
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
            let hash = try session.copyChain(of: garage, events, progress: progress)
            try session.execute(
                "update log.streams set hash = $2 where garage_id = $1", [.text(garage), .bytea(hash.bytes)])
            return StreamHead(
                version: Int64(events.count), hash: hash, recordedAt: events.last?.occurredAt ?? .earliest)
        }
    }
}

extension Session {
    fileprivate func copyChain(
        of garage: String, _ events: [NewEvent], progress: (Int) -> Void
    ) throws -> EventHash {
        var hash = EventHash.zero
        _ = try copyIn(
            """
            copy log.events (garage_id, version, type, schema_version, occurred_at, recorded_at, command_id, actor, payload,
                hash) from stdin (format binary)
            """
        ) { rows in
            for (index, event) in events.enumerated() {
                let version = Int64(index) + 1
                hash = hash.next(garage: garage, version: version, recordedAt: event.occurredAt, event: event)
                try rows.row(columns: 10)
                rows.text(garage)
                rows.int8(version)
                rows.text(event.type)
                rows.int2(event.schemaVersion)
                rows.timestamptz(microseconds: event.occurredAt.microseconds)
                rows.timestamptz(microseconds: event.occurredAt.microseconds)
                if let command = event.commandID { rows.text(command) } else { rows.null() }
                rows.text(event.actor)
                rows.json(event.payload)
                rows.bytes(hash.bytes)
                if version % 1000 == 0 { progress(Int(version)) }
            }
        }
        return hash
    }
}
