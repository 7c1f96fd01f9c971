import EventLog
import Logging
import Parking
import Postgres

/// Brings read models up to the log, garage by garage. Those of a garage that stand at the same checkpoint go on together.
struct Projector {
    let tables: [ReadModelTables]
    let codec: EventCodec
    private let logger: Logger
    /// Of a long log that it reads from far behind, it keeps one state of so many events.
    private let stretch: Int64
    /// By garage, then by the models of it that go on together.
    private var folds: [String: [Group: GarageFold]] = [:]
    /// Where models stop, and when they try again.
    var stops = ReadModelStops()

    /// When each garage's folds were last needed.
    private var neededAt: [String: ContinuousClock.Instant] = [:]
    /// How long the last look at all garages took.
    private(set) var lookTook = Duration.zero

    /// Models of a garage that stand at the same checkpoint, in the order of the list.
    private struct Group: Hashable {
        let garage: String
        var schemas: [String]
    }

    /// A group, and the checkpoint at which it stands.
    private struct Work {
        var group: Group
        let version: Int64
        /// How many events it lacks; nil where nobody has looked.
        var lacks: Int64?
    }

    /// A fold on its way from a checkpoint.
    private struct Move {
        let work: Work
        var fold: GarageFold
    }

    init(
        _ tables: [ReadModelTables], codec: EventCodec, logger: Logger = .none,
        stretch: Int64 = PostgresSnapshots.usualStretch
    ) {
        self.tables = tables
        self.codec = codec
        self.logger = logger
        self.stretch = stretch
    }

    /// How many events are read and written at a time, about.
    static let batch = 5000
    /// How many garages at a time.
    private static let garages = 128

    /// Takes in what the log has beyond the checkpoints; returns how many events that were, each counted once.
    ///
    /// - Parameters:
    ///   - moved: the garages whose logs have grown; nil to look at all of them.
    ///   - isWanted: asked after each of the transactions that this takes, with the garages whose rows it wrote and how many events
    ///     it took in; the rest is left where it says no.
    mutating func catchUp(
        _ connection: PostgresConnection, moved: Set<String>? = nil,
        isWanted: (_ garages: [String], _ events: Int) async throws -> Bool = { _, _ in true }
    ) async throws -> Int {
        var work: [Work]
        if let moved {
            work = moved.sorted().flatMap { known(of: $0) ?? [] }
            let others = moved.filter { known(of: $0) == nil }
            if !others.isEmpty { work += try await behind(connection, garages: others.sorted()) }
        } else {
            let began = ContinuousClock.now
            work = try await behind(connection, garages: nil)
            lookTook = .now - began
        }
        var taken = 0
        var start = 0
        while start < work.count {
            var some = Projector.share(of: work[start...])
            start += some.count
            while !some.isEmpty {
                let (count, left) = try await advance(some, connection)
                taken += count
                guard try await isWanted(some.map(\.group.garage), count) else { return taken }
                some = left
            }
        }
        return taken
    }

    /// As much of the work as goes into one transaction: a garage that lacks many events goes nearly alone, so that a row that they
    /// change again and again is written once.
    private static func share(of work: ArraySlice<Work>) -> [Work] {
        var (share, events): ([Work], Int64) = ([], 0)
        for one in work.prefix(garages) where events < batch {
            share.append(one)
            events = events.plus(one.lacks ?? 0)
        }
        return share
    }

    /// Forgets the folds of garages whose logs have not grown since then; the next event makes them anew.
    mutating func letGo(unneededSince line: ContinuousClock.Instant) {
        for (garage, instant) in neededAt where instant < line { (folds[garage], neededAt[garage]) = (nil, nil) }
    }

    /// Where a garage's models stand, as far as memory tells; nil where the database has to be asked.
    private func known(of garage: String) -> [Work]? {
        guard let folds = folds[garage] else { return nil }
        let known = folds.keys.reduce(0) { $0 + $1.schemas.count }
        let stopped = tables.count { stops.stops(at: .init(garage: garage, schema: $0.schema)) }
        guard known + stopped == tables.count else { return nil }
        return folds.map { Work(group: $0.key, version: $0.value.garage.version) }
    }

    /// The models that have not taken in all of their garages' logs.
    private func behind(_ connection: PostgresConnection, garages: [String]?) async throws -> [Work] {
        let schemas = tables.map(\.schema)
        let rows = try await connection.run { session in
            let rows =
                if let garages {
                    try session.query(
                        """
                        select s.garage_id, m.model, coalesce(c.version, 0), s.version
                        from unnest($2::text[]) as moved (garage_id)
                        join log.streams s on s.garage_id = moved.garage_id
                        cross join unnest($1::text[]) with ordinality as m (model, place)
                        left join projection.checkpoints c on c.garage_id = s.garage_id and c.model = m.model
                        where s.version > coalesce(c.version, 0)
                        order by s.garage_id, coalesce(c.version, 0), m.place
                        """, [.texts(schemas), .texts(garages)])
                } else {
                    try session.query(
                        """
                        select s.garage_id, m.model, coalesce(c.version, 0), s.version
                        from log.streams s cross join unnest($1::text[]) with ordinality as m (model, place)
                        left join projection.checkpoints c on c.garage_id = s.garage_id and c.model = m.model
                        where s.version > coalesce(c.version, 0)
                        order by s.garage_id, coalesce(c.version, 0), m.place
                        """, [.texts(schemas)])
                }
            return rows.map {
                (
                    place: ReadModelStops.Place(garage: $0.text(0), schema: $0.text(1)), version: $0.int8(2),
                    head: $0.int8(3)
                )
            }
        }
        var work: [Work] = []
        let now = ContinuousClock.now
        for (place, version, head) in rows where stops.goesOn(at: place, now: now) {
            if let last = work.last, last.group.garage == place.garage, last.version == version {
                work[work.count - 1].group.schemas.append(place.schema)
            } else {
                let group = Group(garage: place.garage, schemas: [place.schema])
                work.append(Work(group: group, version: version, lacks: head.ahead(of: version)))
            }
        }
        return work
    }

    private mutating func stop(_ group: Group, _ fault: GarageFold.Poisoned) {
        folds[group.garage, default: [:]][group] = nil
        for schema in group.schemas { stops.stop(at: .init(garage: group.garage, schema: schema), fault) }
    }

    private mutating func drop(_ work: [Work]) {
        for one in work { folds[one.group.garage]?[one.group] = nil }
    }

    /// Takes the next events of several garages in, all in one read and one transaction.
    ///
    /// Where one of them does not fit, each goes by itself, so that it harms no other.
    ///
    /// - Returns: how many events were taken in, and what may have more.
    private mutating func advance(
        _ work: [Work], limit: Int? = nil, _ connection: PostgresConnection
    ) async throws -> (taken: Int, left: [Work]) {
        let isKnown = work.allSatisfy { $0.lacks != nil }
        let limit = limit ?? (isKnown ? Projector.batch : max(100, Projector.batch / work.count))
        var (moves, faults): ([Move], [(Group, GarageFold.Poisoned)]) = ([], [])
        var ready: [Work] = []
        for one in work {
            do {
                moves.append(Move(work: one, fold: try await takeFold(of: one, connection)))
                ready.append(one)
            } catch let fault as GarageFold.Poisoned {
                stop(one.group, fault)
            }
        }
        let (garages, versions) = (ready.map(\.group.garage), ready.map(\.version))
        let found: [Result<[StoredEvent], ArchivedEvents>]
        do {
            found = try await connection.run {
                try $0.events(of: garages, after: versions, limit: limit)
            }
        } catch {
            drop(work)
            throw error
        }
        let events = found.map { (try? $0.get()) ?? [] }
        for index in moves.indices {
            do throws(GarageFold.Poisoned) {
                if case .failure(let archived) = found[index] {
                    throw GarageFold.Poisoned(archived, behind: versions[index])
                }
                try moves[index].fold.take(events[index], codec: codec)
            } catch {
                faults.append((moves[index].work.group, error))
            }
        }
        let idle = moves.filter { $0.fold.garage.version == $0.work.version }
        for move in idle { folds[move.work.group.garage, default: [:]][move.work.group] = move.fold }
        moves.removeAll { $0.fold.garage.version == $0.work.version }
        do {
            try await write(moves, connection)
        } catch {
            drop(moves.map(\.work))
            guard error.isAboutValues || !(error is PostgresError), !(error is OtherProgram) else { throw error }
            return (try await advance(moves, one: error, connection), [])
        }
        var (taken, left): (Int, [Work]) = (0, [])
        let now = ContinuousClock.now
        for var move in moves {
            await connection.keep(move.fold.forget(), of: move.work.group.garage, stretch: stretch)
            neededAt[move.work.group.garage] = now
            for schema in move.work.group.schemas {
                stops.wentOn(at: .init(garage: move.work.group.garage, schema: schema))
            }
            taken += Int(move.fold.garage.version - move.work.version)
            folds[move.work.group.garage, default: [:]][move.work.group] = move.fold
        }
        for (group, fault) in faults { stop(group, fault) }
        for (one, events) in zip(ready, events) where events.count == limit {
            guard let fold = folds[one.group.garage]?[one.group] else { continue }
            left.append(Work(group: one.group, version: fold.garage.version))
        }
        return (taken, left)
    }

    private func write(_ moves: [Move], _ connection: PostgresConnection) async throws {
        guard !moves.isEmpty else { return }
        let tables = tables
        let written = moves.map { (fold: $0.fold, from: $0.work.version) }
        try await connection.transaction { try $0.write(written, of: tables) }
    }

    /// An event leads to rows that are not taken: the garages go on by themselves, and the models of the one that it is; the model
    /// that cannot goes on event by event until it is found.
    private mutating func advance(
        _ moves: [Move], one error: any Error, _ connection: PostgresConnection
    ) async throws -> Int {
        var (taken, thrown): (Int, (any Error)?) = (0, nil)
        if moves.count == 1, let move = moves.first {
            if error is CheckpointMoved { return 0 }
            guard error.isAboutValues else { throw error }
            let group = move.work.group
            guard group.schemas.count > 1 else {
                guard move.fold.garage.version > move.work.version + 1 else {
                    stop(group, GarageFold.Poisoned(version: move.work.version + 1, reason: "\(error)"))
                    return 0
                }
                return try await advanceFully(move.work, limit: 1, connection)
            }
            for schema in group.schemas {
                let alone = Work(group: Group(garage: group.garage, schemas: [schema]), version: move.work.version)
                taken = max(taken, try await advanceFully(alone, connection))
            }
            return taken
        }
        for move in moves {
            do { taken += try await advanceFully(move.work, connection) } catch {
                // A server that does not answer answers none of them.
                if error is PostgresError { throw error }
                thrown = error
            }
        }
        if let thrown { throw thrown }
        return taken
    }

    private mutating func advanceFully(
        _ work: Work, limit: Int? = nil, _ connection: PostgresConnection
    ) async throws -> Int {
        var (taken, left) = (0, [work])
        while !left.isEmpty {
            let (count, more) = try await advance(left, limit: limit, connection)
            taken += count
            left = more
        }
        return taken
    }

    /// The fold at a checkpoint: the one in memory, or one made anew from the log.
    private mutating func takeFold(of work: Work, _ connection: PostgresConnection) async throws -> GarageFold {
        let (group, checkpoint) = (work.group, work.version)
        // Taken out, so that the one reference to its state changes in place.
        if let fold = folds[group.garage, default: [:]].removeValue(forKey: group), fold.garage.version == checkpoint {
            return fold
        }
        // Models that go on in other company now have no use for what they were in before.
        folds[group.garage] = folds[group.garage]?.filter { Set($0.key.schemas).isDisjoint(with: group.schemas) }
        let tables = tables.filter { group.schemas.contains($0.schema) }
        let (state, head) = try await connection.garage(
            group.garage, upTo: checkpoint, codec: codec, logger: logger, stretch: stretch)
        return GarageFold(
            tables, garage: group.garage, from: state, at: head,
            keeping: try await connection.milestones(of: group.garage, lacks: work.lacks ?? 0, stretch: stretch))
    }
}
