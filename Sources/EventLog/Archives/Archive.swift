public import Chronology
public import Postgres

/// A stretch of a garage's log that was moved to a file; the log goes on behind it.
public struct Archive: Hashable, Sendable {
    /// The garage.
    public let garage: String
    /// The version of its first event.
    public let first: Int64
    /// Its last event.
    public let head: StreamHead
    /// The file's name.
    public let file: String
    /// SHA-256 of the file.
    public let digest: [UInt8]
    /// Since when the events are there.
    public let archivedAt: Instant
}

extension PostgresSession {
    /// What of a garage's log was moved to files and lies behind an event, in the log's order.
    public func archives(of garage: String, behind version: Int64 = 0) throws -> [Archive] {
        try query(
            """
            select first_version, version, hash, recorded_at, file, digest, archived_at
            from log.archives where garage_id = $1 and version > $2 order by first_version
            """, [.text(garage), .int8(version)]
        ).map { row in
            Archive(
                garage: garage, first: row.int8(0),
                head: StreamHead(
                    version: row.int8(1), hash: try EventHash(stored: row.bytes(2)),
                    recordedAt: Instant(microseconds: row.timestamptz(3))),
                file: row.text(4), digest: row.bytes(5), archivedAt: Instant(microseconds: row.timestamptz(6)))
        }
    }

    /// The event behind which a garage's log goes on in the database; ``StreamHead/empty`` where nothing of it was archived.
    public func archivedHead(of garage: String) throws -> StreamHead {
        try archives(of: garage).last?.head ?? .empty
    }

    /// Those of some garages of whose events something that lies behind a version is archived.
    func archived(_ garages: [String], behind versions: [Int64]) throws -> Set<String> {
        Set(
            try query(
                """
                select distinct asked.garage_id
                from unnest($1::text[], $2::bigint[]) as asked (garage_id, behind)
                join log.archives on archives.garage_id = asked.garage_id and archives.version > behind
                """, [.texts(garages), .int8s(versions)]
            ).map { $0.text(0) })
    }

    /// What was read from the table, with what lies before it in files; nothing is looked for where the table begins where it was asked.
    ///
    /// Throws ``ArchivedEvents`` where a file is needed and is not at hand.
    func readingThrough(
        _ events: [StoredEvent], of garage: String, after version: Int64, limit: Int
    ) throws -> [StoredEvent] {
        guard limit > 0, events.first.map({ $0.version - 1 }) != version else { return events }
        var found: [StoredEvent] = []
        for archive in try archives(of: garage, behind: version) where found.count < limit {
            found += try archive.events(
                in: archives, after: max(version, archive.first - 1), limit: limit - found.count)
        }
        // What was archived since the table was read is in both.
        guard let last = found.last?.version else { return events }
        return found + events.drop { $0.version <= last }.prefix(limit - found.count)
    }
}
