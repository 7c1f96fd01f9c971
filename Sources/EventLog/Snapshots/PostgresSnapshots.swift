import Chronology
public import Postgres

/// Snapshots in PostgreSQL: the newest two of each garage, as a projection that is a little behind the log finds one, too; and
/// of a long log one of every stretch, from which a question about the past goes on.
public struct PostgresSnapshots: SnapshotStore {
    /// So many events are read again within a fraction of a second, and take far more room than a garage's state.
    public static let usualStretch: Int64 = 20_000

    /// Of a long log, one snapshot of every so many events stays.
    public let stretch: Int64

    private let pool: PostgresPool

    /// The snapshots of the database that a pool connects to.
    public init(_ pool: PostgresPool, stretch: Int64 = usualStretch) {
        (self.pool, self.stretch) = (pool, stretch)
    }

    /// The newest snapshot of a garage that fits its log, within a limit.
    public func snapshot(
        of garage: String, form: String, within limit: SnapshotLimit
    ) async throws -> StoredSnapshot? {
        try await pool.run { try $0.snapshot(of: garage, form: form, within: limit) }
    }

    /// Keeps a snapshot, and lets go of those that it makes needless.
    public func keep(_ snapshot: StoredSnapshot, of garage: String, form: String) async throws {
        try await pool.run { [stretch] in try $0.keep(snapshot, of: garage, form: form, stretch: stretch) }
    }
}

extension PostgresSession {
    /// Keeps a snapshot, and lets go of those that it makes needless; of a long log one of every stretch stays.
    public func keep(
        _ snapshot: StoredSnapshot, of garage: String, form: String, stretch: Int64 = PostgresSnapshots.usualStretch
    ) throws {
        // What happened latest is found from the snapshot before, so that no log is looked through twice.
        try execute(
            """
            with before as (
                (select kept.version, kept.happened_until from projection.snapshots kept
                join log.events event
                    on event.garage_id = kept.garage_id and event.version = kept.version and event.hash = kept.hash
                where kept.garage_id = $1 and kept.version < $2 and kept.happened_until is not null
                order by kept.version desc limit 1)
                union all
                (select version, happened_until from log.archives where garage_id = $1 and version < $2
                order by first_version desc limit 1)
                order by version desc limit 1
            )
            insert into projection.snapshots (garage_id, version, hash, form, state, happened_until)
            select $1, $2, $3, $4, $5, greatest((select happened_until from before), max(occurred_at))
            from log.events
            where garage_id = $1 and version > coalesce((select version from before), 0) and version <= $2
            having not exists (select from log.archives where garage_id = $1 and version >= $2)
            on conflict (garage_id, version) do update
            set hash = excluded.hash, form = excluded.form, state = excluded.state, written_at = now(),
                happened_until = excluded.happened_until
            """,
            [
                .text(garage), .int8(snapshot.head.version), .bytea(snapshot.head.hash.bytes), .text(form),
                .bytea(snapshot.state),
            ])
        // Those beyond the log's end are of a history that it does not have any more.
        try execute(
            """
            with fitting as (
                select version, form from projection.snapshots
                where garage_id = $1
                    and version <= (select coalesce(max(version), 0) from log.streams where garage_id = $1)
            ), newest as (
                select version from fitting order by version desc limit 2
            ), milestones as (
                select min(version) as version from fitting
                where form = $2 and version >= $3 group by version / $3
            )
            delete from projection.snapshots
            where garage_id = $1 and version not in (select version from newest union all select version from milestones)
            """, [.text(garage), .text(form), .int8(stretch)])
    }

    /// The stretches of a garage's log of which a snapshot is kept, each by its number from 0 on.
    public func stretchesKept(
        of garage: String, form: String, stretch: Int64 = PostgresSnapshots.usualStretch
    ) throws -> Set<Int64> {
        let rows = try query(
            """
            select distinct kept.version / $3
            from projection.snapshots kept
            join log.events event
                on event.garage_id = kept.garage_id and event.version = kept.version and event.hash = kept.hash
            where kept.garage_id = $1 and kept.form = $2
            """, [.text(garage), .text(form), .int8(stretch)])
        return Set(rows.map { $0.int8(0) })
    }

    /// The newest snapshot of a garage that fits its log, no newer than behind some event.
    public func snapshot(of garage: String, form: String, upTo version: Int64) throws -> StoredSnapshot? {
        try snapshot(of: garage, form: form, within: SnapshotLimit(version: version))
    }

    /// The newest snapshot of a garage that fits its log, within a limit, or the state that its archive ends with.
    public func snapshot(of garage: String, form: String, within limit: SnapshotLimit) throws -> StoredSnapshot? {
        try query(
            """
            (select kept.version, kept.hash, event.recorded_at, kept.state
            from projection.snapshots kept
            join log.events event
                on event.garage_id = kept.garage_id and event.version = kept.version and event.hash = kept.hash
            where kept.garage_id = $1 and kept.form = $2 and kept.version <= $3
                and event.recorded_at <= $4 and ($5 or kept.happened_until <= $6)
            order by kept.version desc limit 1)
            union all
            (select version, hash, recorded_at, state from log.archives
            where garage_id = $1 and form = $2 and version <= $3 and recorded_at <= $4 and ($5 or happened_until <= $6))
            order by version desc limit 1
            """,
            [
                .text(garage), .text(form), .int8(limit.version),
                .timestamptz(microseconds: (limit.recorded ?? .latest).microseconds), .bool(limit.occurred == nil),
                .timestamptz(microseconds: (limit.occurred ?? .latest).microseconds),
            ]
        ).first.map { row in
            StoredSnapshot(
                head: StreamHead(
                    version: row.int8(0), hash: try EventHash(stored: row.bytes(1)),
                    recordedAt: Instant(microseconds: row.timestamptz(2))),
                state: row.bytes(3))
        }
    }
}
