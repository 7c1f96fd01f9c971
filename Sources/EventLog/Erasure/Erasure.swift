public import Chronology
package import Postgres

/// A plate that was erased, as the log has it.
public struct Erasure: Hashable, Sendable {
    /// The garage.
    public let garage: String
    /// What events call the plate.
    public let plateID: [UInt8]
    /// The last event that erased it.
    public let version: Int64
    /// When the log took that.
    public let recordedAt: Instant

    /// A plate that was erased.
    public init(garage: String, plateID: [UInt8], version: Int64, recordedAt: Instant) {
        (self.garage, self.plateID, self.version, self.recordedAt) = (garage, plateID, version, recordedAt)
    }
}

extension PostgresEventLog {
    /// The plates that were erased in a garage, in the order in which that happened.
    public func erasures(in garage: String) async throws -> [Erasure] {
        try await pool.run { session in
            try session.query(
                """
                select decode(erased.plate_id, 'hex'), max(made.version), max(made.recorded_at)
                from log.events made, json_array_elements_text(made.payload -> 'plates') as erased (plate_id)
                where made.garage_id = $1 and made.type = 'plates-erased'
                group by erased.plate_id order by 2, 1
                """, [.text(garage)]
            ).map { row in
                Erasure(
                    garage: garage, plateID: row.bytes(0), version: row.int8(1),
                    recordedAt: Instant(microseconds: row.timestamptz(2)))
            }
        }
    }

    /// The last event of each of some garages that erased something; of those where none has.
    public func lastErasures(in garages: [String]) async throws -> [String: Int64] {
        try await pool.run { session in
            let rows = try session.query(
                """
                select asked.garage_id, made.version
                from unnest($1::text[]) as asked (garage_id)
                cross join lateral (
                    select version from log.events
                    where events.garage_id = asked.garage_id and type = 'plates-erased' order by version desc limit 1
                ) made
                """, [.texts(garages)])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0.text(0), $0.int8(1)) })
        }
    }
}
