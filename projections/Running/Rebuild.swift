import Crypto
public import ParkingJSON
public import Postgres

/// Why a read model was not rebuilt. What served before still serves.
public enum RebuildError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No read model has that name.
    case unknownModel(String)
    /// It cannot take an event of the log.
    case poisoned(model: String, garage: String, version: Int64, reason: String)

    /// What it prints as.
    public var description: String {
        switch self {
        case .unknownModel(let name):
            "There is no read model \(name); there are \(readModels.map { $0.name }.joined(separator: ", "))."
        case .poisoned(let model, let garage, let version, let reason):
            "The read model \(model) cannot take event \(version) of \(garage): \(reason)."
        }
    }
}

/// Makes a read model's tables anew from the log and swaps them in. It may be killed at any moment and run again.
public struct Rebuild: Sendable {
    let model: any ReadModel.Type
    let codec: EventCodec

    /// A rebuild of one model.
    public init(_ model: any ReadModel.Type, codec: EventCodec) {
        self.model = model
        self.codec = codec
    }

    /// A rebuild of the model of a name.
    public init(named name: String, codec: EventCodec) throws(RebuildError) {
        guard let model = readModels.first(where: { $0.name == name }) else { throw .unknownModel(name) }
        self.init(model, codec: codec)
    }

    /// Builds the new tables beside the old ones, catches up with the log, and swaps them in one transaction.
    ///
    /// - Parameter connection: the owner's, and nobody else's meanwhile.
    /// - Returns: how many events it took.
    @discardableResult
    public func run(_ connection: PostgresConnection) async throws -> Int {
        let (name, tables, views, fingerprint) = (model.name, model.tables, model.views, model.fingerprint)
        try await connection.run { session in
            // One rebuild of a model at a time; the lock goes with the connection. The constant is this use's.
            _ = try session.query("select pg_advisory_lock(7101, hashtext($1))", [.text(name)])
        }
        let isNew = try await connection.transaction { session in
            try session.script("set local client_min_messages = warning")
            _ = try session.query("select projection.prepare($1)", [.text(name)])
            try session.script(tables)
            return try session.query("select from projection.installed where name = $1", [.text(name)]).isEmpty
        }
        try await connection.run { session in
            _ = try session.query(
                "select set_config('search_path', quote_ident($1 || '_next'), false)", [.text(name)])
        }
        var projector = Projector(model, codec: codec)
        var taken = 0
        // Somebody may write all the time; less than a batch is left to the runner, or this would never end.
        while case let count = try await projector.catchUp(connection), count > 0 {
            taken += count
            if count < Projector.batch { break }
        }
        if let (garage, fault) = projector.poisoned.first, !isNew {
            throw RebuildError.poisoned(model: name, garage: garage, version: fault.version, reason: fault.reason)
        }
        try await connection.transaction { session in
            try session.script("set local client_min_messages = warning")
            if !isNew {
                _ = try session.query("select set_config('search_path', quote_ident($1), true)", [.text(name)])
                try session.script(Rebuild.takeOver)
            }
            // What the log took since is left to the runner, which goes on from the new checkpoints.
            _ = try session.query("select projection.swap($1, $2)", [.text(name), .bytea(fingerprint)])
            try session.script(views)
        }
        try await connection.run { session in
            _ = try session.query("select set_config('search_path', '', false)")
            _ = try session.query("select pg_advisory_unlock(7101, hashtext($1))", [.text(name)])
            try session.notify(ProjectionRunner.channel)
        }
        return taken
    }

    /// Locks what is about to go in the order in which everybody else does, so that nobody waits in a circle: a reader holds the view
    /// before the tables behind it, a runner the checkpoints before the rows.
    private static let takeOver: Statement = """
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
            lock table checkpoints in access exclusive mode;
        end
        $$
        """

    /// Builds every model that is missing, or that was built by other SQL or another fold; returns their names.
    @discardableResult
    public static func install(_ connection: PostgresConnection, codec: EventCodec) async throws -> [String] {
        let names = try await connection.run { try outdated($0) }
        for name in names { try await Rebuild(named: name, codec: codec).run(connection) }
        return names
    }

    /// The names of the models that are missing, or that were built by other SQL or another fold.
    public static func outdated(_ session: PostgresSession) throws -> [String] {
        let installed = Dictionary(
            uniqueKeysWithValues: try session.query("select name, fingerprint from projection.installed")
                .map { ($0.text(0), $0.bytes(1)) })
        return readModels.filter { installed[$0.name] != $0.fingerprint }.map { $0.name }
    }
}

extension ReadModel {
    /// A digest of everything that decides what the rows are.
    static var fingerprint: [UInt8] {
        Array(SHA256.hash(data: Array("\(revision)\n\(tables.text)\n\(views.text)".utf8)))
    }
}
