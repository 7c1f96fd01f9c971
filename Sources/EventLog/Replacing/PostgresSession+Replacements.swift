public import Postgres

extension PostgresSession {
    /// What replaces events of a garage, by their versions; of several replacements of one the last.
    ///
    /// They count before a reader comes to them, so each is held against the event before it here; one that does not fit does not count,
    /// and its event cannot be read.
    ///
    /// - Parameter archived: whether to look into the files, too: an archived replacement replaces an archived event, so whoever reads
    ///   none of those needs none. Throws ``ArchivedEvents`` where such a file is not at hand.
    public func replacements(of garage: String, archived: Bool) throws -> [Int64: Replacement] {
        let versions = try query(
            """
            select version from log.events where garage_id = $1 and type = 'event-replaced'
            union all
            select version from log.archived_replacements where $2 and garage_id = $1 order by version
            """, [.text(garage), .bool(archived)]
        ).map { $0.int8(0) }
        guard !versions.isEmpty else { return [:] }
        let ends = try archives(of: garage).map(\.head)
        var replacements: [Int64: Replacement] = [:]
        for version in versions where version > 0 {
            // Where the event before is the last one of a file, its hash is known without that.
            let end = ends.first { $0.version == version - 1 }
            var events = try eventsAsStored(of: garage, after: end?.version ?? version - 2, limit: end == nil ? 2 : 1)
            guard let stored = events.popLast(), stored.version == version,
                let before = end?.hash ?? events.last?.hash, before.next(after: stored, of: garage) == stored.hash,
                let replacement = Replacement(stored)
            else { continue }
            replacements[replacement.replaced] = replacement
        }
        return replacements
    }

    /// What was read from the table, with what lies before it in files, each event with what replaces it.
    ///
    /// - Parameter isReplacing: whether the table has replacements of the garage.
    func replaced(
        _ events: [StoredEvent], of garage: String, after version: Int64, limit: Int, isReplacing: Bool
    ) throws -> [StoredEvent] {
        let whole = try readingThrough(events, of: garage, after: version, limit: limit)
        let isThrough = whole.first?.version != events.first?.version
        guard isReplacing || isThrough else { return whole }
        let replacements = try replacements(of: garage, archived: isThrough)
        return replacements.isEmpty ? whole : whole.map { $0.replaced(by: replacements) }
    }

    private func eventsAsStored(of garage: String, after version: Int64, limit: Int) throws -> [StoredEvent] {
        let events = try query(
            """
            select version, type, schema_version, occurred_at, recorded_at, command_id, actor, trace, payload, hash
            from log.events where garage_id = $1 and version > $2 order by version limit $3
            """, [.text(garage), .int8(version), .int8(Int64(limit))]
        ).map { try StoredEvent($0) }
        return try readingThrough(events, of: garage, after: version, limit: limit)
    }
}
