public import Chronology
import Postgres

extension PostgresEventLog {
    /// The plates of a garage that no event has named since a moment, of those that the vault still has, in no order.
    ///
    /// It reads what the log took since then, piece by piece, so that no statement lasts long.
    public func platesUnnamed(in garage: String, since limit: Instant) async throws -> [[UInt8]] {
        let first = try await lastVersion(of: garage, before: limit)
        let last = try await head(of: garage).version
        // A plate that is named first behind that is named since.
        guard first > 0 else { return [] }
        var named: Set<[UInt8]> = []
        for begin in stride(from: first, to: last, by: Int(Self.piece)) {
            named.formUnion(
                try await pool.run { session in
                    try session.query(
                        """
                        select distinct decode(plate_id, 'hex')
                        from log.events made, regexp_matches(made.payload::text, $4, 'g') as found (ids),
                            unnest(string_to_array(found.ids[1], '","')) as plate_id
                        where made.garage_id = $1 and made.version > $2 and made.version <= $3
                        """,
                        [
                            .text(garage), .int8(begin), .int8(min(begin + Self.piece, last)),
                            .text(PlateMentions.pattern),
                        ]
                    ).map { $0.bytes(0) }
                })
        }
        var (unnamed, behind): ([[UInt8]], [UInt8]) = ([], [])
        while true {
            let page = try await pool.run { [behind] session in
                try session.query(
                    """
                    select plate_id, version, coalesce(archived_at >= $4, false) from log.plates
                    where garage_id = $1 and plate_id > $2 order by plate_id limit $3
                    """,
                    [
                        .text(garage), .bytea(behind), .int8(Self.piece),
                        .timestamptz(microseconds: limit.microseconds),
                    ]
                ).map { (id: $0.bytes(0), version: $0.int8(1), isNamedSince: $0.bool(2)) }
            }
            unnamed += page.filter { $0.version <= first && !$0.isNamedSince && !named.contains($0.id) }.map(\.id)
            guard page.count == Self.piece, let end = page.last else { return unnamed }
            behind = end.id
        }
    }

    /// The texts of a garage that were typed before a moment.
    public func texts(of garage: String, before limit: Instant) async throws -> [[UInt8]] {
        try await texts(of: garage, upTo: lastVersion(of: garage, before: limit), before: limit)
    }

    /// The last version that the log took before a moment.
    private func lastVersion(of garage: String, before limit: Instant) async throws -> Int64 {
        try await pool.run { session in
            // Which leaves a day for clocks that are ahead; here it is the log's own clock that counts.
            try session.query(
                "select reporting.first_version($1, $2::timestamptz + interval '1 day') - 1",
                [.text(garage), .timestamptz(microseconds: limit.microseconds)])[0].int8(0)
        }
    }

    private static let piece: Int64 = 20_000
}
