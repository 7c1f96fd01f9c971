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

    /// Builds the new tables beside the old ones, catches up with the log, and swaps them in, all models in one moment. Of several
    /// rebuilds of a database one works, and the others wait.
    ///
    /// The swap waits for nobody who reads, and nobody waits for it; what is read after it is no older than what was before.
    /// A garage that cannot be folded holds up no other: it keeps the rows that it had, and is named. Where the views of another
    /// model are those of another program, that model is made anew as well, for all views are made together.
    ///
    /// - Parameters:
    ///   - connection: the owner's, and nobody else's meanwhile.
    ///   - workers: how many garages are folded at the same time, each on a connection like that one.
    ///   - sick: told of each garage that a model could not take in to its log's end.
    ///   - progress: told from time to time how far it is.
    /// - Returns: how many events it took.
    @discardableResult
    public func run(
        _ connection: PostgresConnection, workers: Int = 2, sick: @Sendable (SickGarage) -> Void = { _ in },
        progress: @escaping @Sendable (RebuildProgress) -> Void = { _ in }
    ) async throws -> Int {
        let taken = try await connection.holding("lock table projection.rebuilding in exclusive mode") { check in
            try await connection.dropReplaced()
            let outdated = try await connection.run { try Rebuild.views(otherThan: models, $0).outdated }
            let making = RebuildMaking(models + outdated, codec: codec, progress: progress)
            let (taken, left) = try await making.make(connection, workers: workers, check)
            left.forEach(sick)
            try await connection.dropReplaced()
            return taken
        }
        try await connection.run { try $0.notify(ProjectionRunner.channel) }
        return taken
    }

    /// The installed models besides some: those whose views are this program's, and those that another program has made.
    static func views(
        otherThan models: [any ReadModel.Type], _ session: PostgresSession
    ) throws -> (current: [any ReadModel.Type], outdated: [any ReadModel.Type]) {
        let installed = Dictionary(
            uniqueKeysWithValues: try session.query("select name, fingerprint from projection.installed").map {
                ($0.text(0), $0.bytes(1))
            })
        let others = readModels.filter { other in !models.contains { $0.name == other.name } }
        return (
            others.filter { installed[$0.name] == $0.fingerprint },
            others.filter { installed[$0.name] != nil && installed[$0.name] != $0.fingerprint }
        )
    }

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

extension PostgresConnection {
    /// Drops what rebuilds have replaced and nobody reads any more.
    fileprivate func dropReplaced() async throws {
        try await transaction { session in
            try session.script("set local client_min_messages = warning")
            _ = try session.query("select projection.drop_replaced()")
        }
    }
}

extension ReadModel {
    /// A digest of everything that decides what the rows are.
    static var fingerprint: [UInt8] {
        Array(SHA256.hash(data: Array("\(revision)\n\(tables.text)\n\(views.text)".utf8)))
    }
}
