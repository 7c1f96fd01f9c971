public import Chronology
public import Postgres

/// A read model that stopped at an event of a garage, and what is known of it.
public struct StoppedReadModel: Hashable, Sendable {
    /// The read model.
    public let readModel: String
    /// The garage.
    public let garage: String
    /// The event.
    public let version: Int64
    /// The event's type; nil where the log lacks it.
    public let type: String?
    /// What is the matter with it.
    public let reason: String
    /// When it was first met.
    public let since: Instant
    /// When it was last met by somebody who had not met it before, or was asked to try again.
    public let triedAt: Instant
    /// How many events of the garage the model has not taken in.
    public let behind: Int64

    /// All of them, by read model and garage.
    public static func all(_ session: PostgresSession) throws -> [StoppedReadModel] {
        try session.query(
            """
            select failures.name, failures.garage_id, failures.version, events.type, failures.reason, failures.failed_at,
                least(greatest(coalesce(streams.version, 0)::numeric - coalesce(checkpoints.version, 0), 0), 9223372036854775807)
                    ::int8,
                failures.tried_at
            from projection.failures
            left join log.streams on streams.garage_id = failures.garage_id
            left join log.events on events.garage_id = failures.garage_id and events.version = failures.version
            left join projection.checkpoints
                on checkpoints.garage_id = failures.garage_id and checkpoints.model = failures.name
            order by failures.name, failures.garage_id
            """
        ).map { row in
            StoppedReadModel(
                readModel: row.text(0), garage: row.text(1), version: row.int8(2), type: row.optionalText(3),
                reason: row.text(4), since: Instant(bounded: row.timestamptz(5)),
                triedAt: Instant(bounded: row.timestamptz(7)), behind: row.int8(6))
        }
    }
}

extension Lag {
    /// Until when a process has said that it keeps the read models up to the log; nil where none has.
    public static func heldUntil(_ session: PostgresSession) throws -> Instant? {
        try session.query("select max(until) from projection.leads where until > now()")[0].optionalTimestamptz(0)
            .map { Instant(microseconds: $0) }
    }
}

extension Instant {
    /// The moment that a row tells, or the end of the calendar that lies nearest.
    fileprivate init(bounded microseconds: Int64) {
        self = min(max(Instant(microseconds: microseconds), .earliest), .latest)
    }
}
