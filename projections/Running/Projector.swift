import EventLog
import Parking
import Postgres

/// Brings read models up to the log, garage by garage. Those of a garage that stand at the same checkpoint go on together.
struct Projector {
    let tables: [ReadModelTables]
    let codec: EventCodec
    /// By garage, then by the models of it that go on together.
    private var folds: [String: [Group: GarageFold]] = [:]
    /// Where a model stops at a garage's next event, until the process starts anew or the model is rebuilt.
    private(set) var poisoned: [Place: GarageFold.Poisoned] = [:]
    private var faults: [Place: GarageFold.Poisoned] = [:]

    /// A garage's rows of one model.
    struct Place: Hashable {
        let garage: String
        let schema: String
    }

    /// Models of a garage that stand at the same checkpoint, in the order of the list.
    private struct Group: Hashable {
        let garage: String
        var schemas: [String]
    }

    init(_ tables: [ReadModelTables], codec: EventCodec) {
        self.tables = tables
        self.codec = codec
    }

    /// How many events are read and written at a time.
    static let batch = 5000

    /// Takes in what the log has beyond the checkpoints; returns how many events that were, each counted once.
    mutating func catchUp(_ connection: PostgresConnection) async throws -> Int {
        var taken = 0
        for (group, version) in try await behind(connection) {
            do {
                taken += try await advance(group, from: version, connection)
            } catch let fault as GarageFold.Poisoned {
                stop(group, fault)
            } catch is CheckpointMoved {
                folds[group.garage, default: [:]][group] = nil
            } catch {
                folds[group.garage, default: [:]][group] = nil
                throw error
            }
        }
        return taken
    }

    /// The faults met since this was last asked.
    mutating func takeFaults() -> [Place: GarageFold.Poisoned] {
        defer { faults = [:] }
        return faults
    }

    private func behind(_ connection: PostgresConnection) async throws -> [(Group, version: Int64)] {
        let schemas = tables.map(\.schema)
        let rows = try await connection.run { session in
            try session.query(
                """
                select s.garage_id, m.model, coalesce(c.version, 0)
                from log.streams s cross join unnest($1::text[]) with ordinality as m (model, place)
                left join projection.checkpoints c on c.garage_id = s.garage_id and c.model = m.model
                where s.version > coalesce(c.version, 0)
                order by s.garage_id, coalesce(c.version, 0), m.place
                """, [.texts(schemas)]
            ).map { (place: Place(garage: $0.text(0), schema: $0.text(1)), version: $0.int8(2)) }
        }
        var groups: [(Group, version: Int64)] = []
        for (place, version) in rows where poisoned[place] == nil {
            if let last = groups.last, last.0.garage == place.garage, last.version == version {
                groups[groups.count - 1].0.schemas.append(place.schema)
            } else {
                groups.append((Group(garage: place.garage, schemas: [place.schema]), version))
            }
        }
        return groups
    }

    private mutating func stop(_ group: Group, _ fault: GarageFold.Poisoned) {
        folds[group.garage, default: [:]][group] = nil
        for schema in group.schemas {
            let place = Place(garage: group.garage, schema: schema)
            poisoned[place] = fault
            faults[place] = fault
        }
    }

    private mutating func advance(
        _ group: Group, from checkpoint: Int64, batch: Int = Projector.batch, _ connection: PostgresConnection
    ) async throws -> Int {
        var fold = try await takeFold(of: group, at: checkpoint, connection)
        var version = checkpoint
        while true {
            let last = version
            let events = try await connection.run { try $0.events(of: group.garage, after: last, limit: batch) }
            if events.isEmpty { break }
            var poisoned: GarageFold.Poisoned?
            do throws(GarageFold.Poisoned) { try fold.take(events, codec: codec) } catch { poisoned = error }
            if fold.garage.version > last {
                do {
                    fold = try await connection.transaction { [fold] session in
                        var fold = fold
                        try fold.write(session, movingFrom: last)
                        return fold
                    }
                } catch let error as PostgresError where error.isAboutValues {
                    let reached = fold.garage.version
                    return Int(last - checkpoint)
                        + (try await advance(group, one: error, from: last, to: reached, connection))
                }
                version = fold.garage.version
            }
            if let poisoned { throw poisoned }
            if events.count < batch { break }
        }
        folds[group.garage, default: [:]][group] = fold
        return Int(version - checkpoint)
    }

    /// An event leads to rows that the tables of one model do not take: the models go on by themselves, and the one that
    /// cannot goes on event by event until it is found.
    private mutating func advance(
        _ group: Group, one error: PostgresError, from last: Int64, to reached: Int64,
        _ connection: PostgresConnection
    ) async throws -> Int {
        guard group.schemas.count > 1 else {
            guard reached > last + 1 else { throw GarageFold.Poisoned(version: last + 1, reason: "\(error)") }
            return try await advance(group, from: last, batch: 1, connection)
        }
        var most = 0
        for schema in group.schemas {
            let alone = Group(garage: group.garage, schemas: [schema])
            do {
                most = max(most, try await advance(alone, from: last, connection))
            } catch let fault as GarageFold.Poisoned {
                stop(alone, fault)
            } catch is CheckpointMoved {
                folds[alone.garage, default: [:]][alone] = nil
            }
        }
        return most
    }

    /// The fold at a checkpoint: the one in memory, or one made anew from the log.
    private mutating func takeFold(
        of group: Group, at checkpoint: Int64, _ connection: PostgresConnection
    ) async throws -> GarageFold {
        // Taken out, so that the one reference to its state changes in place.
        if let fold = folds[group.garage, default: [:]].removeValue(forKey: group), fold.garage.version == checkpoint {
            return fold
        }
        // Models that go on in other company now have no use for what they were in before.
        folds[group.garage] = folds[group.garage]?.filter { Set($0.key.schemas).isDisjoint(with: group.schemas) }
        var fold = GarageFold(tables.filter { group.schemas.contains($0.schema) }, garage: group.garage)
        while fold.garage.version < checkpoint {
            let last = fold.garage.version
            let limit = min(Projector.batch, Int(checkpoint - last))
            let events = try await connection.run { try $0.events(of: group.garage, after: last, limit: limit) }
            guard !events.isEmpty else {
                throw GarageFold.Poisoned(version: last + 1, reason: "the checkpoint is ahead of the log")
            }
            try fold.replay(events, codec: codec)
        }
        return fold
    }
}

extension PostgresError {
    /// Whether the server refused values: it would refuse them again.
    fileprivate var isAboutValues: Bool {
        // Data exceptions and violated constraints.
        guard let sqlState else { return false }
        return sqlState.classCode == "22" || sqlState.classCode == "23"
    }
}
