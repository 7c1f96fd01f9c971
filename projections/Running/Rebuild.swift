import Crypto
public import Parking
public import Postgres

/// Makes read models' tables anew from the log, in one pass over it, and swaps them in. It may be killed at any moment and run
/// again.
public struct Rebuild: Sendable {
    let models: [any ReadModel.Type]
    let codec: EventCodec

    /// A rebuild of some models; of all where nobody says which.
    public init(_ models: [any ReadModel.Type] = readModels, codec: EventCodec) {
        self.models = models
        self.codec = codec
    }

    /// A rebuild of the models of some names.
    public init(named names: [String], codec: EventCodec) throws(RebuildError) {
        var models: [any ReadModel.Type] = []
        for name in names {
            guard let model = readModels.first(where: { $0.name == name }) else { throw .unknownModel(name) }
            if !models.contains(where: { $0.name == name }) { models.append(model) }
        }
        self.init(models, codec: codec)
    }

    /// Builds the new tables beside the old ones, catches up with the log, and swaps them in, each model in a transaction of its own.
    /// Of several rebuilds of a database one works, and the others wait.
    ///
    /// A garage that cannot be folded holds up no other: it keeps the rows that it had, and is named.
    ///
    /// - Parameters:
    ///   - connection: the owner's, and nobody else's meanwhile.
    ///   - sick: told of each garage that a model could not take in to its log's end.
    /// - Returns: how many events it took.
    @discardableResult
    public func run(
        _ connection: PostgresConnection, sick: @Sendable (SickGarage) -> Void = { _ in }
    ) async throws -> Int {
        let taken = try await connection.holding("lock table projection.rebuilding in exclusive mode") { check in
            try await make(connection, check, sick)
        }
        try await connection.run { try $0.notify(ProjectionRunner.channel) }
        return taken
    }

    /// - Parameter check: throws where another rebuild may have begun.
    private func make(
        _ connection: PostgresConnection, _ check: () async throws -> Void, _ sick: (SickGarage) -> Void
    ) async throws -> Int {
        let isNew = try await prepare(connection)
        var projector = Projector(models.map { ReadModelTables(next: $0) }, codec: codec)
        var taken = 0
        // Somebody may write all the time; less than a batch is left to the runner, or this would never end.
        while case let count = try await projector.catchUp(connection), count > 0 {
            taken += count
            if count < Projector.batch { break }
        }
        try await check()
        try await swap(connection, isNew, projector.poisoned).forEach(sick)
        return taken
    }

    /// Makes the new tables, and says which models never had any.
    private func prepare(_ connection: PostgresConnection) async throws -> Set<String> {
        let models = models
        return try await connection.transaction { session in
            try session.script("set local client_min_messages = warning")
            for model in models {
                _ = try session.query("select projection.prepare($1)", [.text(model.name)])
                try session.script(model.tables)
            }
            let installed = Set(try session.query("select name from projection.installed").map { $0.text(0) })
            return Set(models.map { $0.name }).subtracting(installed)
        }
    }

    /// - Returns: what could not be folded, and what became of it.
    private func swap(
        _ connection: PostgresConnection, _ isNew: Set<String>, _ poisoned: [Projector.Place: Projector.Stop]
    ) async throws -> [SickGarage] {
        var sick: [SickGarage] = []
        // Each by itself: who reads the views of one after those of another must meet no swap that holds both.
        for model in models {
            let faults = poisoned.filter { $0.key.schema == ReadModelTables(next: model).schema }
                .map { (garage: $0.key.garage, fault: $0.value.fault) }.sorted { $0.garage < $1.garage }
            sick += try await connection.transaction { session in
                try session.script("set local client_min_messages = warning")
                if !isNew.contains(model.name) {
                    try session.work(in: model.name)
                    try session.script(Rebuild.dropViews)
                }
                try session.script("lock table projection.checkpoints in exclusive mode")
                let kept = try faults.map { found in
                    SickGarage(
                        model: model.name, garage: found.garage, version: found.fault.version,
                        reason: found.fault.reason,
                        keepsRows: try !isNew.contains(model.name) && session.keep(found.garage, in: model))
                }
                // What the log took since is left to the runner, which goes on from the new checkpoints.
                _ = try session.query(
                    "select projection.swap($1, $2)", [.text(model.name), .bytea(model.fingerprint)])
                try session.script(model.views)
                try session.note(kept)
                return kept
            }
        }
        return sick
    }

    /// Locks what is about to go in the order in which everybody else does, so that nobody waits in a circle: a reader holds the view
    /// before the tables behind it, a runner the checkpoints before the rows.
    private static let dropViews: Statement = """
        do $$
        declare
            dependent record;
        begin
            for dependent in
                select distinct rule.ev_class::regclass as view
                from pg_depend use
                join pg_rewrite rule on rule.oid = use.objid
                join pg_class made on made.oid = use.refobjid
                where use.classid = 'pg_rewrite'::regclass and use.refclassid = 'pg_class'::regclass
                    and made.relnamespace = current_schema()::regnamespace and rule.ev_class <> made.oid
            loop
                execute format('drop view if exists %s cascade', dependent.view);
            end loop;
        end
        $$
        """

    /// Builds every model that is missing, or that was built by other SQL or another fold; returns their names.
    @discardableResult
    public static func install(
        _ connection: PostgresConnection, codec: EventCodec, sick: @Sendable (SickGarage) -> Void = { _ in }
    ) async throws -> [String] {
        let names = try await connection.run { try outdated($0) }
        if !names.isEmpty { try await Rebuild(named: names, codec: codec).run(connection, sick: sick) }
        return names
    }

    /// The names of the models that are missing, that were built by other SQL or another fold, or whose tables the service may
    /// not use, as after a restore without its role.
    public static func outdated(_ session: PostgresSession) throws -> [String] {
        let usable = try session.query(
            """
            select name, fingerprint from projection.installed
            where has_schema_privilege('parklog_service', to_regnamespace(name)::oid, 'usage') and not exists (
                select from pg_class made, unnest(array['select', 'insert', 'update', 'delete']) as what
                where made.relnamespace = to_regnamespace(name) and made.relkind = 'r'
                    and not has_table_privilege('parklog_service', made.oid, what)
            )
            """)
        let installed = Dictionary(uniqueKeysWithValues: usable.map { ($0.text(0), $0.bytes(1)) })
        return readModels.filter { installed[$0.name] != $0.fingerprint }.map { $0.name }
    }
}

extension PostgresSession {
    /// Takes a garage's rows over from the tables that serve into the new ones; false where that cannot be.
    fileprivate func keep(_ garage: String, in model: any ReadModel.Type) throws -> Bool {
        try query("select projection.keep($1, $2)", [.text(model.name), .text(garage)])[0].bool(0)
    }

    /// Tells everybody who asks for readiness.
    fileprivate func note(_ sick: [SickGarage]) throws {
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

extension ReadModel {
    /// A digest of everything that decides what the rows are.
    static var fingerprint: [UInt8] {
        Array(SHA256.hash(data: Array("\(revision)\n\(tables.text)\n\(views.text)".utf8)))
    }
}
