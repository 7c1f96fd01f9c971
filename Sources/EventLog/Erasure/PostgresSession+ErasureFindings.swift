import Postgres

extension PostgresSession {
    /// Plates of a garage that are in the vault though an event erased them, or are not though none has; within the transaction that has
    /// read its log.
    func erasureFindings(of garage: String) throws -> [LogFinding] {
        try query(
            """
            with erased as (
                select distinct erased.plate_id
                from log.events made, json_array_elements_text(
                    case when json_typeof(made.payload -> 'plates') = 'array' then made.payload -> 'plates' end) as erased (plate_id)
                where made.garage_id = $1 and made.type = 'plates-erased'
                union
                select encode(id, 'hex') from log.archived_erasures where garage_id = $1 and kind = 'plate'
            ), named as (
                select plate_id, min(made.version) as version
                from log.events made, regexp_matches(made.payload::text, $2, 'g') as found (ids),
                    unnest(string_to_array(found.ids[1], '","')) as plate_id
                where made.garage_id = $1
                group by plate_id
            ), kept as (
                select encode(plate_id, 'hex') as plate_id, version from log.plates where garage_id = $1
            )
            select kept.plate_id, kept.version, true as is_kept from kept join erased using (plate_id)
            union all
            select plate_id, named.version, false from named
            where plate_id not in (select plate_id from kept) and plate_id not in (select plate_id from erased)
            order by 2, 1 limit 100
            """, [.text(garage), .text(PlateMentions.pattern)]
        ).map { row in
            row.bool(2)
                ? LogFinding(
                    .plateNotErased, garage,
                    "The vault has the plate \(row.text(0)), which was erased, as after a backup was restored; parklog erase --again erases"
                        + " it.")
                : LogFinding(
                    .plateMissing, garage, version: row.int8(1),
                    "Event \(row.int8(1)) names the plate \(row.text(0)), which is not in the vault although no event erased it; restore its row"
                        + " from a backup, or erase it by its id (parklog erase --again --from).")
        }
    }
}
