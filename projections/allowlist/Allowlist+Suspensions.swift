import Chronology
import Parking
import Postgres

/// Which suspensions an event brought about or ended.
struct NotedSuspensions {
    private var rows: [Key: (suspension: Suspension, ended: RecordedEvent?)] = [:]

    /// One event may bring about those of two plates.
    private struct Key: Hashable {
        let id: SuspensionID
        let plate: PlateID
    }

    mutating func note(_ suspension: Suspension, endedBy event: RecordedEvent? = nil) {
        rows[Key(id: suspension.id, plate: suspension.plate)] = (suspension, event)
    }

    /// Writes the noted rows.
    static func write(
        _ folds: [(garage: String, suspensions: NotedSuspensions)], _ session: PostgresSession
    ) throws {
        let noted = folds.flatMap { fold in fold.suspensions.rows.values.map { (garage: fold.garage, row: $0) } }.sorted
        {
            let (one, other) = ($0.row.suspension, $1.row.suspension)
            return ($0.garage, one.id, one.plate.description) < ($1.garage, other.id, other.plate.description)
        }
        guard !noted.isEmpty else { return }
        let rows = noted.map(\.row)
        try session.execute(
            """
            insert into suspensions (garage_id, suspension, plate_id, first_day, last_day, reason, overstays, ended_at,
                ended_version)
            select garage_id, suspension, plate_id, first_day, last_day, reason,
                string_to_array(overstays, ' ')::bigint[], ended_at, ended_version
            from unnest($1::text[], $2::bigint[], $3::bytea[], $4::date[], $5::date[], $6::text[], $7::text[],
                $8::timestamptz[], $9::bigint[])
                as new (garage_id, suspension, plate_id, first_day, last_day, reason, overstays, ended_at,
                ended_version)
            on conflict (garage_id, suspension, plate_id)
            do update set ended_at = excluded.ended_at, ended_version = excluded.ended_version
            """,
            [
                .texts(noted.map(\.garage)), .int8s(rows.map(\.suspension.id.version)),
                .byteas(rows.map(\.suspension.plate.bytes)),
                .dates(rows.map(\.suspension.days.first.daysSinceEpoch)),
                // The greatest number is the date infinity.
                .dates(rows.map { $0.suspension.days.last?.daysSinceEpoch ?? .max }),
                .optionalTexts(rows.map(\.suspension.cause.reason?.text)),
                .texts(rows.map { $0.suspension.cause.overstays.map(\.description).joined(separator: " ") }),
                .optionalTimestamptzs(rows.map { $0.ended?.occurredAt.microseconds }),
                .optionalInt8s(rows.map { $0.ended?.version }),
            ])
    }
}

extension Suspension.Cause {
    /// A person's reason, where it was one.
    var reason: ReasonCode? {
        guard case .person(let reason) = self else { return nil }
        return reason
    }

    /// The overstays that it follows from, where it follows from some.
    var overstays: [SessionID] {
        guard case .overstays(let sessions) = self else { return [] }
        return sessions
    }
}
