import EventLog
import Parking
import Postgres

/// The read models of one garage that stand at one version: they share one decoded event and one garage.
struct GarageFold {
    let garageID: String
    private(set) var garage: Garage
    private var chain: Chain
    /// The schemas of the models' tables, in the same order.
    private let schemas: [String]
    private var models: [any ReadModel]
    /// The states that are kept on the way, where it is long.
    private var milestones: Milestones?

    /// A fold that goes on with a garage, the rows of which are written.
    init(
        _ models: [ReadModelTables], garage: String, from state: Garage = Garage(), at head: StreamHead = .empty,
        keeping milestones: Milestones? = nil
    ) {
        garageID = garage
        self.garage = state
        chain = Chain(of: garage, from: head)
        self.milestones = milestones
        schemas = models.map(\.schema)
        self.models = models.map { $0.model.init(garage: garage) }
    }

    /// The event that the fold could not take, and why.
    struct Poisoned: Error, Equatable {
        let version: Int64
        let reason: String

        init(version: Int64, reason: String) { (self.version, self.reason) = (version, reason) }

        /// The log was changed.
        init(_ altered: ChainBreak) { self.init(version: altered.version, reason: "\(altered)") }

        /// The events behind a version are archived, and the file is not at hand.
        init(_ archived: ArchivedEvents, behind version: Int64) {
            // A reason has no full stop.
            self.init(version: version + 1, reason: String("\(archived)".dropLast()))
        }
    }

    /// Takes events in and notes the rows that follow; what stands before a poisoned one has been taken in when it throws.
    ///
    /// - Parameter look: sees each event, and the garage before that.
    mutating func take(
        _ events: [StoredEvent], codec: EventCodec, _ look: (RecordedEvent, Garage) -> Void = { _, _ in }
    ) throws(Poisoned) {
        for stored in events {
            let event = try decode(stored, codec)
            look(event, garage)
            let changes = garage.evolve(event)
            for index in models.indices {
                for change in changes { models[index].note(change, by: event, in: garage) }
                models[index].took(event, in: garage)
            }
            milestones?.pass(garage, at: chain.head)
        }
    }

    /// Forgets the rows, which are written.
    ///
    /// - Returns: states that were passed since the last time and are to be kept.
    @discardableResult
    mutating func forget() -> [StoredSnapshot] {
        for index in models.indices { models[index].forget() }
        return milestones?.take() ?? []
    }

    /// What the models of a schema's tables have noted in some folds.
    fileprivate static func noted(in schema: String, by folds: [GarageFold]) -> [any ReadModel] {
        // By their places: a fold that is taken out of the array is copied, with all that a garage has.
        folds.indices.compactMap { fold in
            folds[fold].schemas.firstIndex(of: schema).map { folds[fold].models[$0] }
        }
    }

    /// The checkpoints that these models of the garage have reached.
    fileprivate var reached: [(garage: String, schema: String, version: Int64)] {
        schemas.map { (garageID, $0, garage.version) }
    }

    private mutating func decode(_ stored: StoredEvent, _ codec: EventCodec) throws(Poisoned) -> RecordedEvent {
        var next = chain
        do throws(ChainBreak) { try next.take(stored) } catch { throw Poisoned(error) }
        do throws(EventCodecError) {
            let event = try RecordedEvent(stored, codec: codec)
            chain = next
            return event
        } catch {
            throw Poisoned(version: stored.version, reason: "\(error)")
        }
    }
}

extension PostgresSession {
    /// Writes the rows that folds of several garages have noted and moves the checkpoints, all in the caller's transaction.
    ///
    /// The checkpoints are compared before they are set: where another process has moved one, these rows are not wanted. They go
    /// first, since their rows are the lock that makes a second writer wait instead of meeting the first one's rows; and always in
    /// the same order, so that no two wait for each other.
    ///
    /// - Parameter moves: each fold, and the version of the checkpoints from which it went on.
    func write(_ moves: [(fold: GarageFold, from: Int64)], of tables: [ReadModelTables]) throws {
        let places = moves.flatMap { move in move.fold.reached.map { (reached: $0, from: move.from) } }
        let (new, old) = (places.filter { $0.from == 0 }.map(\.reached), places.filter { $0.from > 0 })
        var moved = 0
        if !new.isEmpty {
            moved += try execute(
                """
                insert into projection.checkpoints (garage_id, model, version)
                select * from unnest($1::text[], $2::text[], $3::bigint[]) on conflict (garage_id, model) do nothing
                """, [.texts(new.map(\.garage)), .texts(new.map(\.schema)), .int8s(new.map(\.version))])
        }
        if !old.isEmpty {
            moved += try execute(
                """
                update projection.checkpoints c set version = held.reached
                from (
                    select c.garage_id, c.model, new.reached
                    from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as new (garage_id, model, version, reached)
                    join projection.checkpoints c
                        on c.garage_id = new.garage_id and c.model = new.model and c.version = new.version
                    order by c.garage_id, c.model for update of c
                ) held
                where c.garage_id = held.garage_id and c.model = held.model
                """,
                [
                    .texts(old.map(\.reached.garage)), .texts(old.map(\.reached.schema)), .int8s(old.map(\.from)),
                    .int8s(old.map(\.reached.version)),
                ])
        }
        guard moved == places.count else { throw CheckpointMoved() }
        // Behind the checkpoints: who exchanges the tables has done so by now, or waits.
        try mustBeOfThisProgram(tables)
        try writeRows(moves.map(\.fold), of: tables)
    }

    /// Makes sure that the tables that serve were not made by a program whose rows are others.
    ///
    /// Throws ``OtherProgram``.
    func mustBeOfThisProgram(_ tables: [ReadModelTables]) throws {
        let serving = tables.filter { $0.schema == $0.model.name }
        guard !serving.isEmpty else { return }
        let rows = try query(
            """
            select mine.name from unnest($1::text[], $2::bytea[]) as mine (name, fingerprint)
            join projection.installed i on i.name = mine.name and i.fingerprint <> mine.fingerprint order by mine.name
            """, [.texts(serving.map(\.schema)), .byteas(serving.map { $0.model.fingerprint })])
        if let other = rows.first { throw OtherProgram(model: other.text(0)) }
    }

    /// Writes the rows that folds of several garages have noted, and moves no checkpoint.
    func writeRows(_ folds: [GarageFold], of tables: [ReadModelTables]) throws {
        for table in tables {
            let noted = GarageFold.noted(in: table.schema, by: folds)
            guard !noted.isEmpty else { continue }
            try work(in: table.schema)
            try table.model.write(all: noted, self)
        }
    }
}

extension ReadModel {
    /// Writes what folds of this model have noted.
    fileprivate static func write(all folds: [any ReadModel], _ session: PostgresSession) throws {
        try write(folds.compactMap { $0 as? Self }, session)
    }
}

/// A read model and the schema of one set of its tables: those that serve, or those of a rebuild.
struct ReadModelTables: Sendable {
    let model: any ReadModel.Type
    let schema: String

    /// A set of tables in a schema.
    init(_ model: any ReadModel.Type, schema: String) {
        (self.model, self.schema) = (model, schema)
    }

    /// The tables that serve.
    init(of model: any ReadModel.Type) {
        self.model = model
        schema = model.name
    }

    /// Those that a rebuild makes.
    init(next model: any ReadModel.Type) {
        self.model = model
        schema = model.name + "_next"
    }
}

/// A program of another version has made a read model's tables anew: this one leaves them alone.
struct OtherProgram: Error, Equatable, CustomStringConvertible {
    let model: String

    var description: String {
        "the tables of \(model) were made by a program of another version; this one writes nothing to the read models: restart the"
            + " service with that version, or run migrate with this one"
    }
}

/// Another process has written this garage's rows meanwhile.
struct CheckpointMoved: Error {}

extension PostgresSession {
    /// Names without a schema mean this one until the transaction ends.
    func work(in schema: String) throws {
        _ = try query("select set_config('search_path', quote_ident($1), true)", [.text(schema)])
    }
}
