import Parking
import Postgres
import Synchronization

/// One rebuild that is under way: workers with garages of their own make the new rows, then the new tables are swapped in.
struct RebuildMaking: Sendable {
    let models: [any ReadModel.Type]
    private let codec: EventCodec
    private let progress: @Sendable (RebuildProgress) -> Void

    /// So many times the swap is tried beside the runner; then the runner stands by.
    private static let tries = 3

    init(
        _ models: [any ReadModel.Type], codec: EventCodec, progress: @escaping @Sendable (RebuildProgress) -> Void
    ) {
        (self.models, self.codec, self.progress) = (models, codec, progress)
    }

    /// A worker, the garages that it has folded so far, and where they stand.
    private struct Worker {
        let connection: PostgresConnection
        var projector: Projector
        var garages: Set<String> = []

        /// Takes in what some garages' logs have beyond that; returns how many events that were.
        mutating func catchUp(_ moved: Set<String>, told: (Int) -> Void = { _ in }) async throws -> Int {
            garages.formUnion(moved)
            return try await projector.catchUp(connection, moved: moved) { _, events in
                told(events)
                return true
            }
        }
    }

    /// - Parameter check: throws where another rebuild may have begun.
    /// - Returns: how many events it took, and what could not be folded.
    func make(
        _ connection: PostgresConnection, workers count: Int, _ check: () async throws -> Void
    ) async throws -> (taken: Int, sick: [SickGarage]) {
        let isNew = try await connection.prepare(models)
        let indexes = try await connection.transaction { try $0.takeIndexes(of: models) }
        let heads = try await connection.heads()
        var connections = [connection]
        do {
            while connections.count < min(count, heads.count) { connections.append(try await connection.another()) }
            var workers = connections.map { connection in
                Worker(
                    connection: connection,
                    projector: Projector(models.map { ReadModelTables(next: $0) }, codec: codec))
            }
            let made = try await make(connection, &workers, isNew, heads, indexes, check)
            for other in connections.dropFirst() { await other.close() }
            return made
        } catch {
            for other in connections.dropFirst() { await other.close() }
            throw error
        }
    }

    private func make(
        _ connection: PostgresConnection, _ workers: inout [Worker], _ isNew: Set<String>,
        _ heads: [(garage: String, version: Int64)], _ indexes: [String], _ check: () async throws -> Void
    ) async throws -> (taken: Int, sick: [SickGarage]) {
        let tally = Mutex(0)
        let total = Int(heads.reduce(Int64(0)) { $0.plus($1.version) })
        let queue = Mutex(heads[...])
        let statements = Mutex(indexes[...])
        // All rows first, for an index that is made of them costs less than one that grows with them.
        workers = try await sharing(workers) { worker in
            // What is lost by a failure of the server is made anew anyway; the swap waits for the disk.
            try await worker.connection.run { try $0.script("set synchronous_commit = off") }
            while let garages = queue.withLock({ $0.takeShare() }) {
                _ = try await worker.catchUp(garages) { events in
                    let taken = tally.withLock { taken in
                        taken += events
                        return taken
                    }
                    progress(RebuildProgress(taken: taken, of: total))
                }
            }
        }
        workers = try await sharing(workers) { worker in
            while let statement = statements.withLock({ $0.popFirst() }) {
                try await worker.connection.run { try $0.script(Statement(embedded: Array(statement.utf8))) }
            }
        }
        var attempt = 0
        while true {
            attempt += 1
            if attempt > RebuildMaking.tries { try await connection.run { try Lead.seize(of: readModels, $0) } }
            let new = Set(try await connection.heads().map(\.garage)).subtracting(workers.flatMap(\.garages))
            workers[0].garages.formUnion(new)
            workers = try await sharing(workers) { worker in
                let count = try await worker.catchUp(worker.garages)
                tally.withLock { $0 += count }
            }
            try await check()
            try await connection.run { try $0.script("reset synchronous_commit") }
            let poisoned = workers.reduce(into: [:]) { $0.merge($1.projector.stops.all) { one, _ in one } }
            if let sick = try await connection.swap(models, isNew, poisoned) {
                try await connection.run { try Lead.release(of: readModels, $0) }
                return (tally.withLock { $0 }, sick)
            }
        }
    }

    /// Lets all workers work at the same time.
    private func sharing(
        _ workers: [Worker], _ work: @escaping @Sendable (inout Worker) async throws -> Void
    ) async throws -> [Worker] {
        try await withThrowingTaskGroup(of: Worker.self) { group in
            for worker in workers {
                group.addTask {
                    var worker = worker
                    try await work(&worker)
                    return worker
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}

extension ArraySlice<(garage: String, version: Int64)> {
    /// As many garages as one worker takes at a time; nil where none is left.
    fileprivate mutating func takeShare() -> Set<String>? {
        var (garages, events): (Set<String>, Int64) = ([], 0)
        while events < Projector.batch, let next = popFirst() {
            garages.insert(next.garage)
            events = events.plus(next.version)
        }
        return garages.isEmpty ? nil : garages
    }
}

extension PostgresConnection {
    /// The garages of the log and how many events each has, those with the most first.
    fileprivate func heads() async throws -> [(garage: String, version: Int64)] {
        try await run { session in
            try session.query("select garage_id, version from log.streams order by version desc, garage_id").map {
                (garage: $0.text(0), version: $0.int8(1))
            }
        }
    }

    /// Makes the new tables, and says which models never had any.
    fileprivate func prepare(_ models: [any ReadModel.Type]) async throws -> Set<String> {
        try await transaction { session in
            try session.script("set local client_min_messages = warning")
            for model in models {
                _ = try session.query("select projection.prepare($1)", [.text(model.name)])
                try session.script(model.tables)
            }
            let installed = Set(try session.query("select name from projection.installed").map { $0.text(0) })
            return Set(models.map { $0.name }).subtracting(installed)
        }
    }
}

extension PostgresSession {
    /// Drops the indexes of the new tables that hold no rows apart.
    ///
    /// - Returns: what makes them anew, and lets the planner know what is in the tables.
    fileprivate func takeIndexes(of models: [any ReadModel.Type]) throws -> [String] {
        let schemas = models.map { ReadModelTables(next: $0).schema }
        let indexes = try query(
            """
            select pg_get_indexdef(i.indexrelid), format('drop index %I.%I', made.nspname, c.relname)
            from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace made on made.oid = c.relnamespace
            where made.nspname = any ($1) and not i.indisunique
            order by made.nspname, c.relname
            """, [.texts(schemas)])
        for index in indexes { try script(Statement(embedded: Array(index.text(1).utf8))) }
        let tables = try query(
            """
            select format('analyze %I.%I', made.nspname, c.relname)
            from pg_class c join pg_namespace made on made.oid = c.relnamespace
            where made.nspname = any ($1) and c.relkind = 'r' order by made.nspname, c.relname
            """, [.texts(schemas)])
        return indexes.map { $0.text(0) } + tables.map { $0.text(0) }
    }
}
