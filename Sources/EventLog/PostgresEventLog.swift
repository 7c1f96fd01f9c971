import Chronology
public import Postgres

/// The log in PostgreSQL.
public struct PostgresEventLog: EventLog {
    let pool: PostgresPool

    /// The log of the database that a pool connects to.
    public init(_ pool: PostgresPool) {
        self.pool = pool
    }

    /// Appends behind an expected head, in one round trip and one transaction.
    public func append(_ append: Append) async throws -> AppendOutcome {
        let parameters = append.parameters
        do {
            return try await pool.run { try $0.append(append, parameters) }
        } catch let error as PostgresError where error.sqlState == .foreignHead {
            throw AppendError.foreignHead(garage: append.garage, version: append.head.version)
        }
    }

    /// The end of a garage's stream, as the row has it that puts appends in order.
    public func head(of garage: String) async throws -> StreamHead {
        try await pool.run { session in
            let rows = try session.query(
                "select version, hash, recorded_at from log.streams where garage_id = $1", [.text(garage)])
            guard let row = rows.first else { return .empty }
            return StreamHead(
                version: row.int8(0), hash: try EventHash(stored: row.bytes(1)),
                recordedAt: Instant(microseconds: row.timestamptz(2)))
        }
    }

    /// The events behind a version, in order, at most so many.
    public func events(of garage: String, after version: Int64, limit: Int) async throws -> [StoredEvent] {
        try await pool.run { try $0.events(of: garage, after: version, limit: limit) }
    }

    /// How a garage's log begins; nil where there is none.
    public func beginning(of garage: String) async throws -> StreamBeginning? {
        try await pool.run { session in
            try session.query(
                """
                select first_recorded_at, first_occurred_at, ended.version, ended.hash, ended.recorded_at
                from log.archives cross join lateral (
                    select version, hash, recorded_at from log.archives last
                    where last.garage_id = $1 order by first_version desc limit 1
                ) ended
                where garage_id = $1 and first_version = 1
                union all
                select recorded_at, occurred_at, 0, null, null from log.events where garage_id = $1 and version = 1
                """, [.text(garage)]
            ).first.map { row in
                StreamBeginning(
                    recordedAt: Instant(microseconds: row.timestamptz(0)),
                    occurredAt: Instant(microseconds: row.timestamptz(1)),
                    archived: row.int8(2) == 0
                        ? .empty
                        : StreamHead(
                            version: row.int8(2), hash: try EventHash(stored: row.bytes(3)),
                            recordedAt: Instant(microseconds: row.timestamptz(4))))
            }
        }
    }

    /// The stored replies of those commands that were carried out.
    public func replies(of garage: String, to commandIDs: [String]) async throws -> [StoredReply] {
        try await pool.run { session in
            try session.query(
                """
                select command_id, fingerprint, version, reply from log.commands
                where garage_id = $1 and command_id = any ($2)
                """, [.text(garage), .texts(commandIDs)]
            ).map { row in
                StoredReply(
                    commandID: row.text(0), fingerprint: row.bytes(1), version: row.int8(2), reply: row.bytes(3))
            }
        }
    }

    /// The vault's entries of those plates that it knows.
    public func vaultEntries(of garage: String, plates: [String]) async throws -> [VaultEntry] {
        try await pool.run { session in
            try session.query(
                "select plate_id, plate, salt from log.plates where garage_id = $1 and plate = any ($2)",
                [.text(garage), .texts(plates)]
            ).map(VaultEntry.init)
        }
    }

    /// The vault's entries of those ids that it still has.
    public func vaultEntries(of garage: String, plateIDs: [[UInt8]]) async throws -> [VaultEntry] {
        try await pool.run { session in
            try session.query(
                "select plate_id, plate, salt from log.plates where garage_id = $1 and plate_id = any ($2)",
                [.text(garage), .byteas(plateIDs)]
            ).map(VaultEntry.init)
        }
    }

    /// Every garage and the version of its last event.
    public func garages() async throws -> [String: Int64] {
        try await pool.run { session in
            let rows = try session.query("select garage_id, version from log.streams")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0.text(0), $0.int8(1)) })
        }
    }
}

extension PostgresSession {
    /// Appends behind an expected head, as part of a transaction.
    public func append(_ append: Append) throws -> AppendOutcome { try self.append(append, append.parameters) }

    fileprivate func append(_ append: Append, _ parameters: [Parameter]) throws -> AppendOutcome {
        let answer = try query(
            """
            select log.append(
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                $21, $22, $23)
            """, parameters
        )[0].text(0)
        switch answer {
        case "appended": return .appended(append.newHead)
        case "conflict": return .conflict
        case "repeated": return .repeatedCommand
        default: throw PostgresError(.unexpectedResult, "log.append answered \(answer)")
        }
    }

    /// Reads the events of one garage behind a version, by key, each with what replaces it; those that are archived from their files.
    ///
    /// Throws ``ArchivedEvents`` where such a file is not at hand.
    public func events(of garage: String, after version: Int64, limit: Int) throws -> [StoredEvent] {
        let rows = try query(
            """
            select version, type, schema_version, occurred_at, recorded_at, command_id, actor, trace, payload, hash,
                exists (select from log.events where garage_id = $1 and type = 'event-replaced')
            from log.events where garage_id = $1 and version > $2 order by version limit $3
            """, [.text(garage), .int8(version), .int8(Int64(limit))])
        return try replaced(
            rows.map { try StoredEvent($0) }, of: garage, after: version, limit: limit,
            isReplacing: rows.first?.bool(10) ?? false)
    }

    /// Reads the events of several garages, each behind a version of its own, by key.
    ///
    /// - Parameter limit: how many of each garage's at most.
    /// - Returns: each garage's events, in the order in which the garages were named; where they are archived and their file is not at
    ///   hand, what says so.
    public func events(
        of garages: [String], after versions: [Int64], limit: Int
    ) throws -> [Result<[StoredEvent], ArchivedEvents>] {
        guard !garages.isEmpty else { return [] }
        var events = [[StoredEvent]](repeating: [], count: garages.count)
        // Whether something is replaced is looked up once a garage, and not once a row.
        let rows = try query(
            """
            with asked as materialized (
                select garage_id, behind, place, exists (
                    select from log.events
                    where events.garage_id = named.garage_id and events.type = 'event-replaced'
                ) as is_replacing
                from unnest($1::text[], $2::bigint[]) with ordinality as named (garage_id, behind, place)
            )
            select version, type, schema_version, occurred_at, recorded_at, command_id, actor, trace, payload, hash, place,
                is_replacing
            from asked
            cross join lateral (
                select * from log.events
                where events.garage_id = asked.garage_id and version > behind order by version limit $3
            ) found
            """, [.texts(garages), .int8s(versions), .int8(Int64(limit))])
        var replacing: Set<Int> = []
        for row in rows {
            let place = Int(row.int8(10)) - 1
            events[place].append(try StoredEvent(row))
            if row.bool(11) { replacing.insert(place) }
        }
        let doubtful = events.indices.filter { limit > 0 && events[$0].first?.version != versions[$0] + 1 }
        let archived =
            doubtful.isEmpty ? [] : try archived(doubtful.map { garages[$0] }, behind: doubtful.map { versions[$0] })
        var found = events.map { Result<[StoredEvent], ArchivedEvents>.success($0) }
        for place in Set(doubtful.filter { archived.contains(garages[$0]) }).union(replacing) {
            do {
                found[place] = .success(
                    try replaced(
                        events[place], of: garages[place], after: versions[place], limit: limit,
                        isReplacing: replacing.contains(place)))
            } catch let error as ArchivedEvents {
                found[place] = .failure(error)
            }
        }
        return found
    }
}

extension PostgresSession {
    /// All of a garage's vault.
    public func vaultEntries(of garage: String) throws -> [VaultEntry] {
        try query(
            "select plate_id, plate, salt from log.plates where garage_id = $1 order by version, plate_id",
            [.text(garage)]
        ).map(VaultEntry.init)
    }
}

extension StoredEvent {
    /// A row with its columns from `version` to `hash`, as they stand in the table.
    init(_ row: Row) throws {
        self.init(
            version: row.int8(0), recordedAt: Instant(microseconds: row.timestamptz(4)),
            event: NewEvent(
                type: row.text(1), schemaVersion: row.int2(2),
                occurredAt: Instant(microseconds: row.timestamptz(3)), commandID: row.optionalText(5),
                actor: row.text(6), trace: row.optionalText(7), payload: row.bytes(8)),
            hash: try EventHash(stored: row.bytes(9)))
    }
}

extension EventHash {
    init(stored bytes: [UInt8]) throws(PostgresError) {
        guard let hash = EventHash(bytes: bytes) else {
            throw PostgresError(.unexpectedResult, "a stored hash does not have 32 bytes")
        }
        self = hash
    }
}

extension VaultEntry {
    /// A row that begins with the id, the plate and the salt.
    init(_ row: Row) {
        self.init(plateID: row.bytes(0), plate: row.text(1), salt: row.bytes(2))
    }
}

extension Append {
    /// The parameters of `log.append`, in its order.
    fileprivate var parameters: [Parameter] {
        [
            .text(garage), .int8(head.version), .bytea(head.hash.bytes), .bytea(newHead.hash.bytes),
            .timestamptz(microseconds: recordedAt.microseconds),
            .texts(events.map(\.type)), .int2s(events.map(\.schemaVersion)),
            .timestamptzs(events.map(\.occurredAt.microseconds)), .optionalTexts(events.map(\.commandID)),
            .texts(events.map(\.actor)), .optionalTexts(events.map(\.trace)), .jsons(events.map(\.payload)),
            .byteas(hashes.map(\.bytes)),
            .texts(replies.map(\.commandID)), .byteas(replies.map(\.fingerprint)), .int8s(replies.map(\.version)),
            .jsons(replies.map(\.reply)),
            .byteas(plates.map(\.plateID)), .texts(plates.map(\.plate)), .byteas(plates.map(\.salt)),
            .byteas(texts.map(\.textID)), .texts(texts.map(\.text)), .byteas(texts.map(\.salt)),
        ]
    }
}

extension SQLState {
    /// What `log.append` raises for a head of another history.
    fileprivate static let foreignHead = SQLState(rawValue: "PL003")
}
