import EventLog
import Parking
import Postgres

/// The read models of one garage that stand at one version: they share one decoded event and one garage.
struct GarageFold {
    let garageID: String
    private(set) var garage = Garage()
    private var models: [(schema: String, model: any ReadModel)]

    init(_ models: [ReadModelTables], garage: String) {
        garageID = garage
        self.models = models.map { ($0.schema, $0.model.init(garage: garage)) }
    }

    /// The event that the fold could not take, and why.
    struct Poisoned: Error {
        let version: Int64
        let reason: String
    }

    /// Takes events in without noting rows: they are written already.
    mutating func replay(_ events: [StoredEvent], codec: EventCodec) throws(Poisoned) {
        for stored in events { garage.evolve(try decode(stored, codec)) }
    }

    /// Takes events in and notes the rows that follow; what stands before a poisoned one has been taken in when it throws.
    mutating func take(_ events: [StoredEvent], codec: EventCodec) throws(Poisoned) {
        for stored in events {
            let event = try decode(stored, codec)
            let changes = garage.evolve(event)
            for index in models.indices {
                for change in changes { models[index].model.note(change, by: event, in: garage) }
                models[index].model.took(event, in: garage)
            }
        }
    }

    /// Writes the noted rows and moves the checkpoints, all in the caller's transaction.
    ///
    /// The checkpoints are compared before they are set: where another process has moved one, this fold's rows are not wanted. They go
    /// first, since their rows are the lock that makes a second writer wait instead of meeting the first one's rows; and always in
    /// the same order, so that no two wait for each other.
    mutating func write(_ session: PostgresSession, movingFrom version: Int64) throws {
        let schemas = Parameter.texts(models.map(\.schema))
        let moved =
            version == 0
            ? try session.execute(
                """
                insert into projection.checkpoints (garage_id, model, version)
                select $1, model, $2 from unnest($3::text[]) as model
                on conflict (garage_id, model) do nothing
                """, [.text(garageID), .int8(garage.version), schemas])
            : try session.execute(
                """
                update projection.checkpoints c set version = $2
                from (
                    select model from projection.checkpoints
                    where garage_id = $1 and model = any ($3) and version = $4
                    order by model for update
                ) held
                where c.garage_id = $1 and c.model = held.model
                """, [.text(garageID), .int8(garage.version), schemas, .int8(version)])
        guard moved == models.count else { throw CheckpointMoved() }
        for index in models.indices {
            try session.work(in: models[index].schema)
            try models[index].model.write(session)
        }
    }

    private func decode(_ stored: StoredEvent, _ codec: EventCodec) throws(Poisoned) -> RecordedEvent {
        guard stored.version == garage.version + 1 else {
            throw Poisoned(version: garage.version + 1, reason: "the log lacks this version")
        }
        do throws(EventCodecError) {
            return try RecordedEvent(stored, codec: codec)
        } catch {
            throw Poisoned(version: stored.version, reason: "\(error)")
        }
    }
}

/// A read model and the schema of one set of its tables: those that serve, or those of a rebuild.
struct ReadModelTables: Sendable {
    let model: any ReadModel.Type
    let schema: String

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

/// Another process has written this garage's rows meanwhile.
struct CheckpointMoved: Error {}

extension PostgresSession {
    /// Names without a schema mean this one until the transaction ends.
    func work(in schema: String) throws {
        _ = try query("select set_config('search_path', quote_ident($1), true)", [.text(schema)])
    }
}
