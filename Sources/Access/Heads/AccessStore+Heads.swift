public import Chronology
import EventLog
public import Postgres

extension AccessStore {
    /// The public halves of all keys that ever signed heads, as a JSON Web Key Set (RFC 7517): what an old key signed stays verifiable.
    public static func headKeys(_ session: PostgresSession) throws -> String {
        let keys = try session.query("select public_key::text from access.head_keys order by made_at, key_id")
        return #"{"keys": [\#(keys.map { $0.text(0) }.joined(separator: ", "))]}"#
    }

    /// Makes a key's public half known.
    public static func addHeadKey(_ key: InstallationKey, _ session: PostgresSession) throws {
        try session.execute(
            "insert into access.head_keys (key_id, public_key) values ($1, $2) on conflict do nothing",
            [.text(key.id), .json(Array(key.publicKey.utf8))])
    }

    /// The last event of every garage, by its row in the log and not by what its head is said to be.
    public static func heads(_ session: PostgresSession) throws -> [String: SignedHeads.Head] {
        let rows = try session.query(
            """
            select known.garage_id, last.version, last.hash from unnest($1::text[]) as known (garage_id)
            cross join lateral (
                (select version, hash from log.events where events.garage_id = known.garage_id order by version desc limit 1)
                union all
                (select version, hash from log.archives where archives.garage_id = known.garage_id
                order by first_version desc limit 1)
                order by version desc limit 1
            ) last
            """, [.texts(try session.garagesInLog())])
        return Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in
                EventHash(bytes: row.bytes(2)).map { (row.text(0), SignedHeads.Head(version: row.int8(1), hash: $0)) }
            })
    }

    /// Keeps signed heads beside the log, so that yesterday's are there.
    public static func keep(_ heads: SignedHeads, _ session: PostgresSession) throws {
        try session.execute(
            "insert into access.signed_heads (made_at, key_id, heads, signature) values ($1, $2, $3, $4)",
            [
                .timestamptz(microseconds: heads.madeAt.microseconds), .text(heads.keyID), .text(heads.text),
                .bytea(heads.signature),
            ])
    }
}

extension AccessStore {
    /// The heads that are kept beside the log, oldest first, some at a time, as they name all garages of each time.
    ///
    /// - Parameters:
    ///   - read: is given those whose signature is over them.
    /// - Returns: when those were made whose signature is not.
    public static func keptHeads(
        _ session: PostgresSession, _ read: (SignedHeads) -> Void
    ) throws -> [Instant] {
        guard let keys = InstallationKeys(json: Array(try headKeys(session).utf8)) else { return [] }
        var (altered, last): ([Instant], Instant?) = ([], nil)
        while true {
            let rows = try session.query(
                """
                select made_at, key_id, heads, signature from access.signed_heads
                where $1 or made_at > $2 order by made_at limit 20
                """,
                [.bool(last == nil), .timestamptz(microseconds: (last ?? .earliest).microseconds)])
            for row in rows {
                let madeAt = Instant(microseconds: row.timestamptz(0))
                last = madeAt
                do throws(SignedHeadsError) {
                    read(try SignedHeads(row.text(2), signature: row.bytes(3), by: row.text(1), keys: keys))
                } catch {
                    altered.append(madeAt)
                }
            }
            if rows.count < 20 { return altered }
        }
    }
}
