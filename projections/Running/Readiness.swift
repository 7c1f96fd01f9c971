public import Postgres

/// Whether a service can answer.
public enum Readiness {
    /// A read model that stopped at an event of a garage.
    public struct Stopped: Hashable, Sendable {
        /// The read model.
        public let readModel: String
        /// The garage.
        public let garage: String
        /// The event.
        public let version: Int64
    }

    /// Reads from the log and from every table of every read model, and throws what the server says where it cannot.
    ///
    /// - Returns: the read models that have stopped; their garages go on.
    public static func probe(_ session: PostgresSession) throws -> [Stopped] {
        _ = try session.query(
            """
            select exists (select from log.streams), exists (select from log.events), exists (select from log.commands),
                exists (select from log.plates), exists (select from projection.checkpoints)
            """)
        for model in readModels { _ = try session.query(model.probe) }
        return try session.query(
            "select name, garage_id, version from projection.failures order by name, garage_id"
        ).map { Stopped(readModel: $0.text(0), garage: $0.text(1), version: $0.int8(2)) }
    }
}
