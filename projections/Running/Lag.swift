public import Postgres

/// How far a read model is behind the log.
public struct Lag: Hashable, Sendable {
    /// The read model.
    public let readModel: String
    /// Events that it has not taken in, over all garages.
    public let events: Int64
    /// How long the oldest of them has waited, in milliseconds.
    public let milliseconds: Int64
    /// Garages at an event of which it has stopped.
    public let stopped: Int64

    /// The lag of every read model that serves.
    public static func all(_ session: PostgresSession) throws -> [Lag] {
        try session.query(
            """
            select installed.name,
                least(sum(streams.version::numeric - coalesce(checkpoints.version, 0)), 9223372036854775807)::int8,
                coalesce(extract(epoch from now() - min(events.recorded_at)) * 1000, 0)::int8,
                (select count(*) from projection.failures where failures.name = installed.name)
            from projection.installed
            cross join log.streams
            left join projection.checkpoints
                on checkpoints.model = installed.name and checkpoints.garage_id = streams.garage_id
            left join log.events
                on events.garage_id = streams.garage_id and events.version = least(coalesce(checkpoints.version, 0), 9223372036854775806) + 1
            group by installed.name order by installed.name
            """
        ).map { Lag(readModel: $0.text(0), events: $0.int8(1), milliseconds: max(0, $0.int8(2)), stopped: $0.int8(3)) }
    }
}
