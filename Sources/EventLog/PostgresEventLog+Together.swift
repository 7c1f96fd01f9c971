import Chronology
import Postgres

extension PostgresEventLog {
    /// Appends to several garages in one round trip and one transaction, or to none of them.
    ///
    /// Where the server refuses what it was told, nothing says which garage it was: then all of them stand in the way.
    public func appendTogether(_ appends: [Append]) async throws -> Set<String> {
        // What begins a stream is an append of its own: there is no head yet that could be held.
        let beginning = appends.filter { $0.head.version == 0 }
        guard beginning.isEmpty else { return Set(beginning.map(\.garage)) }
        do {
            return try await pool.run { session in
                Set(
                    try session.query(
                        """
                        select unnest(log.append_together($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                            $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27))
                        """, appends.parameters
                    ).map { $0.text(0) })
            }
        } catch let error as PostgresError where error.isAboutWhatWasTold {
            return Set(appends.map(\.garage))
        }
    }
}

extension PostgresEventLog {
    /// The vault's entries of those plates that it knows, for several garages in one round trip.
    public func vaultEntries(_ questions: [VaultQuestion]) async throws -> [[VaultEntry]] {
        var entries = [[VaultEntry]](repeating: [], count: questions.count)
        let places = questions.enumerated().flatMap { place, question in question.plates.map { _ in Int64(place) } }
        try await pool.run { session in
            try session.query(
                """
                select plate_id, known.plate, salt, place
                from unnest($1::text[], $2::text[], $3::bigint[]) as asked (garage_id, plate, place)
                join log.plates known on known.garage_id = asked.garage_id and known.plate = asked.plate
                """,
                [
                    .texts(questions.flatMap { question in question.plates.map { _ in question.garage } }),
                    .texts(questions.flatMap(\.plates)), .int8s(places),
                ]
            ).map { (place: Int($0.int8(3)), entry: VaultEntry($0)) }
        }.forEach { entries[$0.place].append($0.entry) }
        return entries
    }
}

extension [Append] {
    /// The parameters of `log.append_together`, in its order.
    fileprivate var parameters: [Parameter] {
        let (events, replies, plates) = (flatMap(\.events), flatMap(\.replies), flatMap(\.plates))
        let texts = flatMap(\.texts)
        return [
            .texts(map(\.garage)), .int8s(map(\.head.version)), .byteas(map(\.head.hash.bytes)),
            .byteas(map(\.newHead.hash.bytes)), .timestamptzs(map(\.recordedAt.microseconds)),
            .int8s(ends(\.events.count)),
            .texts(events.map(\.type)), .int2s(events.map(\.schemaVersion)),
            .timestamptzs(events.map(\.occurredAt.microseconds)), .optionalTexts(events.map(\.commandID)),
            .texts(events.map(\.actor)), .optionalTexts(events.map(\.trace)), .jsons(events.map(\.payload)),
            .byteas(flatMap { $0.hashes.map(\.bytes) }),
            .int8s(ends(\.replies.count)),
            .texts(replies.map(\.commandID)), .byteas(replies.map(\.fingerprint)), .int8s(replies.map(\.version)),
            .jsons(replies.map(\.reply)),
            .int8s(ends(\.plates.count)),
            .byteas(plates.map(\.plateID)), .texts(plates.map(\.plate)), .byteas(plates.map(\.salt)),
            .int8s(ends(\.texts.count)),
            .byteas(texts.map(\.textID)), .texts(texts.map(\.text)), .byteas(texts.map(\.salt)),
        ]
    }

    /// Where each one's part ends in a list of all of them.
    private func ends(_ count: (Append) -> Int) -> [Int64] {
        var end: Int64 = 0
        return map { append in
            end += Int64(count(append))
            return end
        }
    }
}

extension PostgresError {
    /// Whether the server understood what it was told, and did not take it: nothing was stored.
    fileprivate var isAboutWhatWasTold: Bool {
        if code == .invalidParameter { return true }
        guard let sqlState else { return false }
        return ["22", "23", "0A"].contains(sqlState.classCode)
    }
}
