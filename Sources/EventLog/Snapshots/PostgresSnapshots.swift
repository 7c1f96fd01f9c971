import Chronology
public import Postgres

/// Snapshots in PostgreSQL, the newest two of each garage: a projection that is a little behind the log finds one, too.
public struct PostgresSnapshots: SnapshotStore {
    private let pool: PostgresPool

    /// The snapshots of the database that a pool connects to.
    public init(_ pool: PostgresPool) {
        self.pool = pool
    }

    /// The newest snapshot of a garage that fits its log.
    public func snapshot(of garage: String, form: String, upTo version: Int64) async throws -> StoredSnapshot? {
        try await pool.run { try $0.snapshot(of: garage, form: form, upTo: version) }
    }

    /// Keeps a snapshot, and lets go of those that it makes needless.
    public func keep(_ snapshot: StoredSnapshot, of garage: String, form: String) async throws {
        try await pool.run { session in
            try session.execute(
                """
                insert into projection.snapshots (garage_id, version, hash, form, state) values ($1, $2, $3, $4, $5)
                on conflict (garage_id, version) do update
                set hash = excluded.hash, form = excluded.form, state = excluded.state, written_at = now()
                """,
                [
                    .text(garage), .int8(snapshot.head.version), .bytea(snapshot.head.hash.bytes), .text(form),
                    .bytea(snapshot.state),
                ])
            // Those beyond the log's end are of a history that it does not have any more.
            try session.execute(
                """
                delete from projection.snapshots
                where garage_id = $1 and version not in (
                    select version from projection.snapshots
                    where garage_id = $1
                        and version <= (select coalesce(max(version), 0) from log.streams where garage_id = $1)
                    order by version desc limit 2)
                """, [.text(garage)])
        }
    }
}

extension PostgresSession {
    /// The newest snapshot of a garage that fits its log, no newer than behind some event.
    public func snapshot(of garage: String, form: String, upTo version: Int64) throws -> StoredSnapshot? {
        try query(
            """
            select kept.version, kept.hash, event.recorded_at, kept.state
            from projection.snapshots kept
            join log.events event
                on event.garage_id = kept.garage_id and event.version = kept.version and event.hash = kept.hash
            where kept.garage_id = $1 and kept.form = $2 and kept.version <= $3
            order by kept.version desc limit 1
            """, [.text(garage), .text(form), .int8(version)]
        ).first.map { row in
            StoredSnapshot(
                head: StreamHead(
                    version: row.int8(0), hash: try EventHash(stored: row.bytes(1)),
                    recordedAt: Instant(microseconds: row.timestamptz(2))),
                state: row.bytes(3))
        }
    }
}
