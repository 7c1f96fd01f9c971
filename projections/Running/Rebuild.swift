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
    /// - Parameter connection: the owner's, and nobody else's meanwhile.
    /// - Returns: how many events it took.
    @discardableResult
    public func run(_ connection: PostgresConnection) async throws -> Int {
        let taken = try await connection.holding("lock table projection.rebuilding in exclusive mode") { check in
            try await make(connection, check)
        }
        try await connection.run { try $0.notify(ProjectionRunner.channel) }
        return taken
    }

    /// - Parameter check: throws where another rebuild may have begun.
    private func make(_ connection: PostgresConnection, _ check: () async throws -> Void) async throws -> Int {
        let isNew = try await prepare(connection)
        var projector = Projector(models.map { ReadModelTables(next: $0) }, codec: codec)
        var taken = 0
        // Somebody may write all the time; less than a batch is left to the runner, or this would never end.
        while case let count = try await projector.catchUp(connection), count > 0 {
            taken += count
            if count < Projector.batch { break }
        }
        try refuse(projector.poisoned, besides: isNew)
        try await check()
        try await swap(connection, isNew)
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

    /// A model that served goes on serving where the new one cannot take an event; one that is new has nothing better.
    private func refuse(
        _ poisoned: [Projector.Place: Projector.Stop], besides isNew: Set<String>
    ) throws(RebuildError) {
        for model in models where !isNew.contains(model.name) {
            let schema = ReadModelTables(next: model).schema
            guard let (place, stop) = poisoned.first(where: { $0.key.schema == schema }) else { continue }
            let fault = stop.fault
            throw .poisoned(model: model.name, garage: place.garage, version: fault.version, reason: fault.reason)
        }
    }

    private func swap(_ connection: PostgresConnection, _ isNew: Set<String>) async throws {
        // Each by itself: who reads the views of one after those of another must meet no swap that holds both.
        for model in models {
            try await connection.transaction { session in
                try session.script("set local client_min_messages = warning")
                if !isNew.contains(model.name) {
                    try session.work(in: model.name)
                    try session.script(Rebuild.dropViews)
                }
                try session.script("lock table projection.checkpoints in exclusive mode")
                // What the log took since is left to the runner, which goes on from the new checkpoints.
                _ = try session.query(
                    "select projection.swap($1, $2)", [.text(model.name), .bytea(model.fingerprint)])
                try session.script(model.views)
            }
        }
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
    public static func install(_ connection: PostgresConnection, codec: EventCodec) async throws -> [String] {
        let names = try await connection.run { try outdated($0) }
        if !names.isEmpty { try await Rebuild(named: names, codec: codec).run(connection) }
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

extension ReadModel {
    /// A digest of everything that decides what the rows are.
    static var fingerprint: [UInt8] {
        Array(SHA256.hash(data: Array("\(revision)\n\(tables.text)\n\(views.text)".utf8)))
    }
}
