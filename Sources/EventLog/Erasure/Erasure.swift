public import Chronology
package import Postgres

/// A plate or a text that was erased, as the log has it.
public struct Erasure: Hashable, Sendable {
    /// The garage.
    public let garage: String
    /// Whether it is a plate or a text.
    public let kind: Kind
    /// What events call it.
    public let id: [UInt8]
    /// The last event that erased it.
    public let version: Int64
    /// When the log took that.
    public let recordedAt: Instant

    /// What can be erased.
    public enum Kind: String, Sendable {
        /// A plate.
        case plate
        /// Words that a person typed.
        case text
    }

    /// Something that was erased.
    public init(_ kind: Kind, of garage: String, _ id: [UInt8], version: Int64, recordedAt: Instant) {
        (self.kind, self.garage, self.id, self.version, self.recordedAt) = (kind, garage, id, version, recordedAt)
    }
}

extension PostgresEventLog {
    /// What was erased in a garage, in the order in which that happened.
    public func erasures(in garage: String) async throws -> [Erasure] {
        try await pool.run { session in
            try session.query(
                """
                select id, max(version), max(recorded_at), is_plate from (
                    select decode(erased.id, 'hex') as id, version, recorded_at, made.type = 'plates-erased' as is_plate
                    from log.events made,
                        json_array_elements_text(coalesce(made.payload -> 'plates', made.payload -> 'texts')) as erased (id)
                    where made.garage_id = $1 and made.type in ('plates-erased', 'texts-erased')
                    union all
                    select id, version, recorded_at, kind = 'plate' from log.archived_erasures where garage_id = $1
                ) gone
                group by id, is_plate order by 2, 1
                """, [.text(garage)]
            ).map { row in
                Erasure(
                    row.bool(3) ? .plate : .text, of: garage, row.bytes(0), version: row.int8(1),
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
                    (select version from log.events
                    where events.garage_id = asked.garage_id and type = 'plates-erased' order by version desc limit 1)
                    union all
                    (select max(version) from log.archived_erasures gone
                    where gone.garage_id = asked.garage_id and kind = 'plate' having count(*) > 0)
                    order by version desc limit 1
                ) made
                """, [.texts(garages)])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0.text(0), $0.int8(1)) })
        }
    }
}
