public import Chronology
import Postgres

extension PostgresEventLog {
    /// Those of some texts that the log still has.
    public func texts(of garage: String, textIDs: [[UInt8]]) async throws -> [TextEntry] {
        try await pool.run { session in
            try session.query(
                "select text_id, text, salt from log.texts where garage_id = $1 and text_id = any ($2)",
                [.text(garage), .byteas(textIDs)]
            ).map { TextEntry(textID: $0.bytes(0), text: $0.text(1), salt: $0.bytes(2)) }
        }
    }

    /// The texts that a garage's log still has, of those that it took up to a version; of archived ones only what came before a moment.
    public func texts(
        of garage: String, upTo version: Int64, before limit: Instant = .latest
    ) async throws -> [[UInt8]] {
        try await pool.run { session in
            try session.query(
                """
                select text_id from log.texts
                where garage_id = $1 and version <= $2 and coalesce(archived_at < $3, true) order by version, text_id
                """, [.text(garage), .int8(version), .timestamptz(microseconds: limit.microseconds)]
            ).map { $0.bytes(0) }
        }
    }

    /// The texts of what was said about a plate: in events that name it, and in those about a stay, a right or a passage of its.
    ///
    /// Where something of the log is archived, the files are read, too: what was said there, and what later ones are about.
    public func texts(of garage: String, about plateID: [UInt8]) async throws -> [[UInt8]] {
        try await pool.run { session in
            guard try session.archivedHead(of: garage).version == 0 else {
                return try session.textsInWholeLog(of: garage, about: plateID)
            }
            return try session.query(
                """
                with about as (
                    select version from log.events
                    where garage_id = $1 and type <> 'plates-erased' and payload::text like '%"' || encode($2::bytea, 'hex') || '"%'
                ), subjects as (
                    select version, payload, array[payload ->> 'session', payload ->> 'reservation', payload ->> 'permit',
                        payload ->> 'authorisation', payload ->> 'exit', payload ->> 'passage']
                        && (select coalesce(array_agg(version::text), '{}') from about) as is_about
                    from log.events where garage_id = $1
                ), related as (
                    select version::text as version from about union all select version::text from subjects where is_about
                )
                select distinct decode(found.ids[1], 'hex')
                from subjects made, regexp_matches(made.payload::text, $3, 'g') as found (ids)
                where (made.version::text in (select version from related)
                    or made.payload ->> 'exception' in (select version from related))
                    and decode(found.ids[1], 'hex') in (select text_id from log.texts where garage_id = $1)
                """, [.text(garage), .bytea(plateID), .text(TextMentions.pattern)]
            ).map { $0.bytes(0) }
        }
    }
}
