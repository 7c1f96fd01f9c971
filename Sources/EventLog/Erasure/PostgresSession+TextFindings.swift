import Postgres

extension PostgresSession {
    /// Texts of a garage that were changed, that are there though an event erased them, or are not though none has; within the
    /// transaction that has read its log.
    func textFindings(of garage: String) throws -> [LogFinding] {
        try query(
            """
            with erased as (
                select distinct erased.text_id
                from log.events made, json_array_elements_text(
                    case when json_typeof(made.payload -> 'texts') = 'array' then made.payload -> 'texts' end) as erased (text_id)
                where made.garage_id = $1 and made.type = 'texts-erased'
                union
                select encode(id, 'hex') from log.archived_erasures where garage_id = $1 and kind = 'text'
            ), named as (
                select found.ids[1] as text_id, min(made.version) as version
                from log.events made, regexp_matches(made.payload::text, $2, 'g') as found (ids)
                where made.garage_id = $1
                group by 1
            ), kept as (
                select encode(text_id, 'hex') as text_id, version,
                    substr(sha256(salt || convert_to(text, 'UTF8')), 1, 16) is distinct from text_id as is_forged
                from log.texts where garage_id = $1
            )
            select text_id, version, 'forged' from kept where is_forged
            union all
            select text_id, version, 'kept' from kept where text_id in (select text_id from erased)
            union all
            select text_id, version, 'missing' from named
            where text_id not in (select text_id from kept) and text_id not in (select text_id from erased)
            order by 2, 1 limit 100
            """, [.text(garage), .text(TextMentions.pattern)]
        ).map { row in
            switch row.text(2) {
            case "forged":
                LogFinding(
                    .textForged, garage, version: row.int8(1),
                    "The text \(row.text(0)) was changed: it is not what was typed with event \(row.int8(1)).")
            case "kept":
                LogFinding(
                    .textNotErased, garage,
                    "The log has the text \(row.text(0)), which was erased, as after a backup was restored; parklog erase --again erases it."
                )
            default:
                LogFinding(
                    .textMissing, garage, version: row.int8(1),
                    "Event \(row.int8(1)) refers to the text \(row.text(0)), which is not there although no event erased it; restore its row "
                        + "from a backup, or erase it by its id (parklog erase --again --from).")
            }
        }
    }
}
