public import Postgres

extension PostgresSession {
    /// Replies, plates, snapshots and checkpoints of a garage that do not fit its log; within the transaction that has read it.
    public func rowFindings(of garage: String, upTo last: Int64) throws -> [LogFinding] {
        try replyFindings(of: garage, upTo: last) + plateFindings(of: garage, upTo: last)
            + erasureFindings(of: garage) + textFindings(of: garage) + cacheFindings(of: garage, upTo: last)
    }

    private func replyFindings(of garage: String, upTo last: Int64) throws -> [LogFinding] {
        let ahead = try query(
            "select version from log.commands where garage_id = $1 and version > $2 order by version limit 100",
            [.text(garage), .int8(last)]
        ).map { row in
            LogFinding(
                .beyondLog, garage, version: row.int8(0),
                "A reply says that its command led to event \(row.int8(0)), and the log ends at \(last).")
        }
        // A command is known by who sent it and what that sender calls it (`log.commands.command_id`).
        let without = try query(
            """
            select max(made.version)::int8, bool_or(known.command_id is null)
            from log.events made
            left join log.commands known on known.garage_id = made.garage_id
                and known.command_id = (made.actor || ' ' || made.command_id) collate "C"
            where made.garage_id = $1 and made.command_id is not null
                and made.version > (select keys_forgotten from log.streams where garage_id = $1)
            group by made.actor, made.command_id, known.version
            having bool_or(known.command_id is null) or max(made.version) > known.version
            order by 1 limit 100
            """, [.text(garage)]
        ).map { row in
            LogFinding(
                .replyDisagrees, garage, version: row.int8(0),
                row.bool(1)
                    ? "The command that led to event \(row.int8(0)) has no reply, so that it would be carried out again."
                    : "The reply of the command that led to event \(row.int8(0)) is said to be from before it.")
        }
        let other = try query(
            """
            select version from log.commands
            where garage_id = $1 and reply ->> 'version' is distinct from version::text order by version limit 100
            """, [.text(garage)]
        ).map { row in
            LogFinding(
                .replyDisagrees, garage, version: row.int8(0),
                "A reply says in its text that it is of another version than \(row.int8(0)).")
        }
        return ahead + without + other
    }

    private func plateFindings(of garage: String, upTo last: Int64) throws -> [LogFinding] {
        // The server works the identifiers out, by other code than made them.
        try query(
            """
            select encode(plate_id, 'hex'), version,
                substr(sha256(salt || convert_to(plate, 'UTF8')), 1, 16) is distinct from plate_id as forged
            from log.plates
            where garage_id = $1
                and (version > $2 or substr(sha256(salt || convert_to(plate, 'UTF8')), 1, 16) is distinct from plate_id)
            order by version limit 100
            """, [.text(garage), .int8(last)]
        ).map { row in
            row.bool(2)
                ? LogFinding(
                    .plateForged, garage,
                    "The vault's row \(row.text(0)) was changed: its plate and its salt are not those of the events.")
                : LogFinding(
                    .beyondLog, garage, version: row.int8(1),
                    "The vault says that event \(row.int8(1)) named the plate \(row.text(0)) first, and the log ends at \(last)."
                )
        }
    }

    private func cacheFindings(of garage: String, upTo last: Int64) throws -> [LogFinding] {
        let snapshots = try query(
            """
            select kept.version from projection.snapshots kept
            left join log.events made on made.garage_id = kept.garage_id and made.version = kept.version
            where kept.garage_id = $1 and kept.hash is distinct from made.hash
                and kept.version > coalesce((select max(version) from log.archives where garage_id = $1), 0)
            order by 1
            """, [.text(garage)]
        ).map { row in
            LogFinding(
                .snapshotDisagrees, garage, version: row.int8(0),
                "A snapshot was taken at another event \(row.int8(0)) than the log has; it is passed over and may be deleted."
            )
        }
        let checkpoints = try query(
            "select model, version from projection.checkpoints where garage_id = $1 and version > $2 order by model",
            [.text(garage), .int8(last)]
        ).map { row in
            LogFinding(
                .checkpointAhead, garage, version: row.int8(1),
                "The read model \(row.text(0)) claims to have taken in event \(row.int8(1)), and the log ends at \(last); rebuild it."
            )
        }
        return snapshots + checkpoints
    }

    /// Every garage of which anything is kept, also where its head or its events are gone.
    public func garagesInLog() throws -> [String] {
        // Each table is asked for the next garage by its key, as there are few of them and many rows.
        try query(
            """
            with recursive found as (
                (select garage_id from log.events order by garage_id limit 1)
                union all
                select (select next.garage_id from log.events next where next.garage_id > found.garage_id order by 1 limit 1)
                from found where found.garage_id is not null
            ), asked as (
                (select garage_id from log.commands order by garage_id limit 1)
                union all
                select (select next.garage_id from log.commands next where next.garage_id > asked.garage_id order by 1 limit 1)
                from asked where asked.garage_id is not null
            ), named as (
                (select garage_id from log.plates order by garage_id limit 1)
                union all
                select (select next.garage_id from log.plates next where next.garage_id > named.garage_id order by 1 limit 1)
                from named where named.garage_id is not null
            )
            select garage_id from found where garage_id is not null union select garage_id from asked where garage_id is not null
            union select garage_id from named where garage_id is not null union select garage_id from log.streams
            union select garage_id from log.archives
            union select garage_id from projection.checkpoints union select garage_id from projection.snapshots
            order by 1
            """
        ).map { $0.text(0) }
    }
}
