import Parking
import Postgres

extension PostgresConnection {
    /// Puts new tables in the place of those that serve, and makes all views anew.
    ///
    /// - Parameters:
    ///   - isNew: the models that never had tables.
    ///   - poisoned: what could not be folded.
    /// - Returns: what could not be folded, and what became of it; nil, and nothing was done, where the runner has come further for
    ///   some garage than the new tables have.
    func swap(
        _ models: [any ReadModel.Type], _ isNew: Set<String>, _ poisoned: [ReadModelStops.Place: ReadModelStops.Stop]
    ) async throws -> [SickGarage]? {
        do {
            return try await transaction { try $0.swap(models, isNew, poisoned) }
        } catch is BehindThoseThatServe {
            return nil
        }
    }
}

/// The runner has come further than the new tables.
private struct BehindThoseThatServe: Error {}

extension PostgresSession {
    fileprivate func swap(
        _ models: [any ReadModel.Type], _ isNew: Set<String>, _ poisoned: [ReadModelStops.Place: ReadModelStops.Stop]
    ) throws -> [SickGarage] {
        try script("set local client_min_messages = warning")
        // The runner waits meanwhile; who reads does not.
        try script("lock table projection.checkpoints in exclusive mode")
        let sick = try models.flatMap { model in
            let fresh = ReadModelTables(next: model).schema
            let faults = poisoned.filter { $0.key.schema == fresh }
                .map { (garage: $0.key.garage, fault: $0.value.fault) }.sorted { $0.garage < $1.garage }
            return try faults.map { found in
                SickGarage(
                    model: model.name, garage: found.garage, version: found.fault.version,
                    reason: found.fault.reason,
                    keepsRows: try !isNew.contains(model.name) && keep(found.garage, in: model))
            }
        }
        guard try haveComeAsFar(models, apartFrom: sick) else { throw BehindThoseThatServe() }
        let others = try Rebuild.views(otherThan: models, self).current
        let before = try query(
            "select projection.swap($1, $2)",
            [.texts(models.map { $0.name }), .byteas(models.map { $0.fingerprint })])[0].text(0)
        for model in models + others {
            try work(in: model.name)
            try script(model.views)
        }
        _ = try query("select projection.grant_as_before($1)", [.text(before)])
        try note(sick)
        return sick
    }

    /// Whether the new tables have what those that serve have, of all that is in the log.
    private func haveComeAsFar(_ models: [any ReadModel.Type], apartFrom sick: [SickGarage]) throws -> Bool {
        try query(
            """
            select not exists (
                select from projection.checkpoints served
                join log.streams s on s.garage_id = served.garage_id
                left join projection.checkpoints fresh
                    on fresh.garage_id = served.garage_id and fresh.model = served.model || '_next'
                where served.model = any ($1) and coalesce(fresh.version, 0) < least(served.version, s.version)
                    and not exists (
                        select from unnest($2::text[], $3::text[]) as sick (model, garage_id)
                        where sick.model = served.model and sick.garage_id = served.garage_id
                    )
            )
            """,
            [.texts(models.map { $0.name }), .texts(sick.map(\.model)), .texts(sick.map(\.garage))])[0].bool(0)
    }

    /// Takes a garage's rows over from the tables that serve into the new ones; false where that cannot be.
    private func keep(_ garage: String, in model: any ReadModel.Type) throws -> Bool {
        try query("select projection.keep($1, $2)", [.text(model.name), .text(garage)])[0].bool(0)
    }

    /// Tells everybody who asks for readiness.
    private func note(_ sick: [SickGarage]) throws {
        guard !sick.isEmpty else { return }
        try execute(
            """
            insert into projection.failures (name, garage_id, version, reason)
            select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[])
            on conflict (name, garage_id) do update set version = excluded.version, reason = excluded.reason
            """,
            [
                .texts(sick.map(\.model)), .texts(sick.map(\.garage)), .int8s(sick.map(\.version)),
                .texts(sick.map(\.reason)),
            ])
    }
}
